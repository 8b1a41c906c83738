"""Contexts: the settings under which peers are judged."""

from __future__ import annotations

import ctypes
import datetime
import os
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Optional, Union

from . import _callbacks
from ._callbacks import Hook, Log, Verification
from ._errors import CallError, HookError, VerificationError, check
from ._evidence import Evidence, Time, _data
from ._library import Handle, VerifyItem, lib
from ._result import Result, read_result
from ._values import HookAnswer, HookStage, Mode, Override, Purpose, Rules, Source, Status

Chain = Union[bytes, bytearray, memoryview, Iterable[bytes]]
"""DER certificates, the peer's own first: one after another in one byte string, or a list of byte strings."""


class Context:
    """Settings under which peers are judged: trust, mode, rules, hooks.

    A new context trusts the Mozilla roots and refuses what it does not trust: unlike the C library, which begins by
    warning only, since in Python a refusal is an exception that nobody can overlook. `Context(Mode.WARN)` warns.

    Make it once and share it between threads: every method is safe from any thread, and a change is seen by the next
    verification. It may be closed, also by `with`; if it is not, it goes with its last reference.
    """

    def __init__(
        self,
        mode: Mode = Mode.ENFORCE,
        *,
        rules: Rules = Rules.BROWSER,
        purpose: Purpose = Purpose.SERVER,
    ) -> None:
        self._handle: Optional[Handle] = Handle(lib.tv_context_new(), lib.tv_context_free)
        self._hooks: dict[HookStage, Override] = {}
        # Odd while the hooks are being changed.
        self._hooks_version = 0
        self._changing_hooks = threading.RLock()
        self.mode = mode
        self.set_rules(rules)
        self.set_purpose(purpose)

    # Lifetime

    def close(self) -> None:
        """Gives the context up. Verifications that are running end undisturbed; later calls raise ValueError."""
        self._handle = None

    @property
    def closed(self) -> bool:
        """Whether the context was closed."""
        return self._handle is None

    def __enter__(self) -> Context:
        self._open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def clone(self) -> Context:
        """An independent context with the same settings, hooks and log function included."""
        with self._changing_hooks:
            handle = self._open()
            copy = object.__new__(type(self))
            copy._handle = Handle(lib.tv_context_clone(handle.pointer), lib.tv_context_free)
            copy._hooks, copy._hooks_version = self._hooks, 0
            copy._changing_hooks = threading.RLock()
        return copy

    def __copy__(self) -> Context:
        return self.clone()

    def __reduce__(self) -> Any:
        raise TypeError("a tlsverify.Context cannot be pickled; make one in each process")

    def __repr__(self) -> str:
        return "<tlsverify.Context closed>" if self.closed else f"<tlsverify.Context {self.mode.name}>"

    def _open(self) -> Handle:
        handle = self._handle
        if handle is None:
            raise ValueError("the tlsverify.Context is closed")
        return handle

    def _call(self, function: Any, *arguments: Any, about: str = "") -> None:
        handle = self._open()
        check(function(handle.pointer, *arguments), about)

    def _count(self, function: Any, *arguments: Any, about: str) -> int:
        added = ctypes.c_size_t()
        with _callbacks.inside():
            self._call(function, *arguments, ctypes.byref(added), about=about)
        return added.value

    # The mode

    @property
    def mode(self) -> Mode:
        """What happens to a refusal."""
        handle = self._open()
        return Mode(lib.tv_get_mode(handle.pointer))

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._call(lib.tv_set_mode, Mode(mode).value)

    def validate_certs(self) -> None:
        """Turns everything on: Mozilla roots, and refusal of whatever is not trusted."""
        self._call(lib.tv_validate_certs)

    def disable_validation(self) -> None:
        """Turns validation off: every peer is accepted and nothing is judged.

        The connection is then open to anybody who can reach it. To trust one certificate that cannot be verified, use
        `add_cert`.
        """
        self._call(lib.tv_disable_validation)

    # Trust

    def add_root(self, der: bytes) -> None:
        """Trusts one CA certificate, in DER."""
        der = _data(der)
        self._call(lib.tv_add_root, der, len(der), about="add_root")

    def add_cert(self, hostname: str | None, der: bytes) -> None:
        """Trusts exactly this end entity certificate for this host, or for any host if it is None.

        It needs no path, name or strength of its own, so self-signed certificates of devices work. Its dates count.
        """
        der = _data(der)
        self._call(lib.tv_add_cert, _name(hostname), der, len(der), about="add_cert")

    def add_roots_pem(self, pem: str | bytes) -> int:
        """Trusts the CA certificates in PEM text and says how many they are.

        One that cannot be a root is passed over and reported to the log. CallError if none can.
        """
        data = pem.encode("utf-8") if isinstance(pem, str) else _data(pem)
        return self._count(lib.tv_add_roots_pem, data, len(data), about="add_roots_pem")

    def add_roots_file(self, path: str | os.PathLike[str]) -> int:
        """Trusts the CA certificates in a file, PEM text or one DER certificate, and says how many they are."""
        encoded = os.fspath(path).encode("utf-8", "surrogateescape")
        if b"\0" in encoded:
            raise ValueError("a path has no NUL in it")
        return self._count(lib.tv_add_roots_file, encoded, about=f"add_roots_file({os.fspath(path)!r})")

    def add_system_roots(self) -> int:
        """Trusts the roots of the operating system as they are now, and says how many they are."""
        return self._count(lib.tv_add_system_roots, about="add_system_roots")

    def use_mozilla_roots(self, on: bool = True) -> None:
        """Turns the bundled Mozilla roots on or off."""
        self._call(lib.tv_use_mozilla_roots, int(bool(on)))

    def add_intermediates(self, chain: Chain) -> None:
        """Adds intermediates that a peer may have left out. They are not trusted, only tried."""
        der = _joined(chain)
        self._call(lib.tv_add_intermediates, der, len(der), about="add_intermediates")

    def distrust(self, sha256: bytes) -> None:
        """Blocks a certificate, or every certificate with a key, by the SHA-256 of the certificate or of its
        SubjectPublicKeyInfo. Nothing overrides it: no mode, no pin, no hook."""
        sha256 = _data(sha256)
        self._call(lib.tv_distrust, sha256, len(sha256), about="distrust")

    # Strictness

    def set_rules(self, rules: Rules) -> None:
        """Sets how strictly certificates are judged."""
        self._call(lib.tv_set_rules, Rules(rules).value)

    def set_purpose(self, purpose: Purpose) -> None:
        """Sets what certificates are to be used for."""
        self._call(lib.tv_set_purpose, Purpose(purpose).value)

    def set_max_intermediates(self, count: int) -> None:
        """Sets how many intermediates a path may have between the end entity and the trust anchor (16 if not set)."""
        if not 0 <= count < 2**32:
            raise ValueError("a number of intermediates is not negative and has 32 bits at most")
        self._call(lib.tv_set_max_intermediates, count)

    def refuse_unknown_revocation(self, on: bool = True) -> None:
        """Sets whether a peer is refused unless `crls` tell that no certificate of its path, the root aside, is revoked.

        Unless called, it is so where `crls` are handed in.
        """
        self._call(lib.tv_refuse_unknown_revocation, int(bool(on)))

    def set_cache_size(self, size: int) -> None:
        """Sets how many bytes are used to remember signature checks that have succeeded (1 MiB if not set; 0: none)."""
        if not 0 <= size < 2**32:
            raise ValueError("a cache size is not negative and has 32 bits at most")
        self._call(lib.tv_set_cache_size, size, about="set_cache_size")

    # Callbacks

    def set_hook(
        self,
        hook: Hook | None,
        stage: HookStage = HookStage.AFTER,
        may_override: Override = Override.NONE,
    ) -> None:
        """Sets the hook of one stage, in place of the former one; None removes it.

        `hook(hostname, chain, normal)` returns a HookAnswer: DEFER, ACCEPT or REJECT. `chain` is what the peer has sent;
        `normal` is the normal result, or None in the stage BEFORE. An ACCEPT forgives no more than `may_override` says.

        It runs on the thread that verifies, perhaps on several threads at once. An exception in it, or any other answer, is
        a rejection, and the exception is the cause of the VerificationError.
        """
        if hook is not None and not callable(hook):
            raise TypeError("a hook is callable, or None")
        stage, may_override = HookStage(stage), Override(may_override)
        with self._changing_hooks:
            hooks = {other: bits for other, bits in self._hooks.items() if other is not stage}
            self._hooks_version += 1
            try:
                if hook is None:
                    self._call(lib.tv_set_hook, stage.value, 0, None, None, None)
                else:
                    self._register(hook, lib.tv_set_hook, stage.value, may_override.value, _callbacks.ASK)
                    hooks[stage] = may_override
                self._hooks = hooks
            finally:
                self._hooks_version += 1

    def set_log(self, log: Log | None) -> None:
        """Sends warnings to `log(level, text)` instead of standard error; None sends them to standard error again."""
        if log is not None and not callable(log):
            raise TypeError("a log function is callable, or None")
        if log is None:
            self._call(lib.tv_set_log, None, None, None)
        else:
            self._register(log, lib.tv_set_log, _callbacks.WRITE)

    def _register(self, function: Callable[..., Any], setter: Any, *arguments: Any) -> None:
        number = _callbacks.register(function)
        try:
            self._call(setter, *arguments, number, _callbacks.FORGET)
        except BaseException:
            _callbacks.forget(number)
            raise

    # Verifying

    def verify(
        self, chain: Chain, hostname: str | None, time: Time = None, *, crls: Iterable[bytes] = ()
    ) -> Result:
        """Judges a peer and raises VerificationError if the connection must not go on.

        `hostname` is a DNS name or an IP address, without port or brackets; None is possible only for the purposes CLIENT
        and ANY. `crls` are revocation lists in DER. CallError means that nothing could be judged, perhaps because one of
        them is no list; the connection must not go on then either.
        """
        verification = Verification()
        result = self._judge(chain, hostname, Evidence.of(time, crls), verification)
        if not result.may_proceed:
            raise VerificationError(result) from next(iter(verification.errors), None)
        return result

    def judge(
        self, chain: Chain, hostname: str | None, time: Time = None, *, crls: Iterable[bytes] = ()
    ) -> Result:
        """Judges a peer as `verify` does, but returns a refusal instead of raising it: look at `result.may_proceed`."""
        return self._judge(chain, hostname, Evidence.of(time, crls), Verification())

    def verify_many(self, peers: Iterable[tuple[Chain, str | None]], threads: int = 0) -> list[Status]:
        """Judges many peers, `(chain, hostname)` each, now; returns the status of each and raises nothing for a refusal.

        The work is shared out among threads, 0 for as many as there are cores. With a hook, it is done on this thread alone.
        """
        if not 0 <= threads < 2**32:
            raise ValueError("a number of threads is not negative and has 32 bits at most")
        items = [(_name(hostname), _joined(chain)) for chain, hostname in peers]
        version = self._hooks_version
        if not self._hooks and version % 2 == 0:
            statuses = self._ask_about_many(items, threads)
            if version == self._hooks_version:
                return statuses
        return [self._status_of(name, der) for name, der in items]

    def _ask_about_many(self, items: list[tuple[bytes | None, bytes]], threads: int) -> list[Status]:
        handle = self._open()
        array = (VerifyItem * len(items))(*(VerifyItem(name, der, len(der)) for name, der in items))
        statuses = (ctypes.c_int32 * len(items))(*([Status.ERR_INTERNAL.value] * len(items)))
        with _callbacks.inside():
            lib.tv_verify_many(handle.pointer, array, len(items), statuses, threads)
        return [Status(status) for status in statuses]

    def _status_of(self, name: bytes | None, der: bytes) -> Status:
        try:
            return self.judge(der, None if name is None else name.decode()).status
        except CallError as error:
            return error.status
        except HookError:
            return Status.REJECTED

    def _judge(
        self, chain: Chain, hostname: str | None, evidence: Evidence | None, verification: Verification
    ) -> Result:
        der, name = _joined(chain), _name(hostname)
        hooks, version = self._hooks, self._hooks_version
        result = self._ask_library(der, name, evidence, verification)
        if not result.may_proceed or _answered(verification, result, hooks):
            return result
        if version % 2 or version != self._hooks_version:
            # A hook came or went meanwhile, so nobody knows which had to answer. Where none can, the answer is plain.
            with self.clone() as still:
                result = still._ask_library(der, name, evidence, verification.again())
                if not result.may_proceed or _answered(verification, result, still._hooks):
                    return result
        raise HookError("a hook was interrupted before it had answered, so the peer is refused")

    def _ask_library(
        self, der: bytes, name: bytes | None, evidence: Evidence | None, verification: Verification
    ) -> Result:
        handle = self._open()
        pointer = ctypes.c_void_p()
        stack = _callbacks.running.verifications
        depth = len(stack)
        stack.append(verification)
        try:
            with _callbacks.inside():
                status = lib.tv_verify_chain_with(
                    handle.pointer, name, der, len(der), evidence and evidence.pointer, ctypes.byref(pointer)
                )
        finally:
            del stack[depth:]
        try:
            _reraise_interrupts(verification)
            if not pointer:
                raise CallError(Status(status), "verify" if name is None else name.decode())
            return read_result(pointer.value or 0)
        finally:
            lib.tv_result_free(pointer)


def _answered(verification: Verification, result: Result, hooks: dict[HookStage, Override]) -> bool:
    """Whether what the hooks have said, as written down in Python, allows this acceptance."""
    answers = verification.answers
    if result.status is Status.UNCHECKED:
        return True
    if HookAnswer.REJECT in answers.values():
        return False
    if result.source is Source.HOOK and HookAnswer.ACCEPT not in answers.values():
        return False
    accepted_before = answers.get(HookStage.BEFORE) is HookAnswer.ACCEPT
    replaced = accepted_before and hooks.get(HookStage.BEFORE) == Override.ALL
    wanted = set(hooks) - ({HookStage.AFTER} if replaced else set())
    return wanted <= set(answers)


def _reraise_interrupts(verification: Verification) -> None:
    """Ctrl-C and sys.exit() in a hook end the program as anywhere else; nobody gets a result to go on with."""
    for error in verification.errors:
        if not isinstance(error, Exception):
            raise error


def _joined(chain: Chain) -> bytes:
    if isinstance(chain, (bytes, bytearray, memoryview)):
        return _data(chain)
    if isinstance(chain, str):
        raise TypeError("a chain is made of bytes; certificates_from_pem reads PEM text")
    return b"".join(_data(certificate) for certificate in chain)


def _name(hostname: str | None) -> bytes | None:
    if hostname is None:
        return None
    if not isinstance(hostname, str):
        raise TypeError(f"a host name is a str, not {type(hostname).__name__}")
    if "\0" in hostname:
        # C would see only what is before it.
        raise CallError(Status.ERR_BAD_HOSTNAME, repr(hostname))
    try:
        return hostname.encode("utf-8")
    except UnicodeEncodeError:
        raise CallError(Status.ERR_BAD_HOSTNAME, repr(hostname)) from None
