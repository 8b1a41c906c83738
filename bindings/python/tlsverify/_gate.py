"""The gate: a TLS connection through which nothing passes before its peer has been judged.

`ssl.SSLSocket` and `ssl.SSLObject` do all their reading and writing through one object of the `_ssl` module. `Connection` stands
in its place. Where OpenSSL asks us during the handshake (`_openssl`), the gate sees that it really did; where it cannot, and
for resumed sessions, about which OpenSSL does not ask, the gate judges the chain after the handshake.

So an acceptance always has two witnesses: OpenSSL has gone on, and a verdict for this very connection is on record here.
"""

from __future__ import annotations

import _socket
import _ssl
import ssl
import weakref
from typing import Any, NoReturn

from . import _openssl
from ._callbacks import inside
from ._context import Context
from ._errors import CallError, Error, HookError, VerificationError, sentence
from ._openssl import X509_V_ERR_APPLICATION_VERIFICATION, X509_V_OK
from ._result import Result

HAS_CHAIN = hasattr(_ssl, "Certificate")
"""Whether `_ssl` can say what chain the peer has sent (Python 3.10); else only its own certificate is known."""

# What a handshake needs below it, so that it does not run out of stack inside OpenSSL, where nobody can be told.
_HEADROOM = 60

# May be asked before the verdict: they tell nothing that the peer has sent under encryption, and send nothing.
_OPEN = frozenset(
    {
        "cipher",
        "compression",
        "context",
        "get_unverified_chain",
        "getpeercert",
        "group",
        "owner",
        "pending",
        "selected_alpn_protocol",
        "server_hostname",
        "server_side",
        "session",
        "session_reused",
        "shared_ciphers",
        "version",
    }
)


# What peers that were accepted have sent beside their own certificates, the latest last. Nobody has to be believed
# for it: intermediates are only tried.
_others: dict[bytes, list[bytes]] = {}
_MAX_REMEMBERED = 256


def _remember(chain: list[bytes]) -> None:
    if len(chain) > 1:
        _others.pop(chain[0], None)
        _others[chain[0]] = chain[1:]
        for oldest in list(_others)[:-_MAX_REMEMBERED]:
            _others.pop(oldest, None)


class PathCertificate:
    """A certificate of the verified path, as `ssl.SSLSocket.get_verified_chain` expects it."""

    __slots__ = ("_der",)

    def __init__(self, der: bytes) -> None:
        self._der = der

    def public_bytes(self, form: int = _ssl.ENCODING_DER if HAS_CHAIN else 2) -> bytes | str:
        """The certificate in DER, or in PEM."""
        pem = HAS_CHAIN and form == _ssl.ENCODING_PEM
        return ssl.DER_cert_to_PEM_cert(self._der) if pem else self._der


class Connection:
    """One TLS connection of `_ssl`, behind the gate."""

    def __init__(self, raw: Any, trust: Context, hostname: str | None, ssl_ctx: int | None, socket: Any = None) -> None:
        self._raw = raw
        self._trust = trust
        self._hostname = hostname
        self.ssl_ctx = ssl_ctx
        self._socket = None if socket is None else weakref.ref(socket)
        self._verdict: Result | None = None
        self._failure: BaseException | None = None
        self._chain: list[bytes] = []
        self._is_open = False

    # The verdict

    def decide(self, chain: list[bytes]) -> int:
        """Judges the chain and remembers the verdict; returns an X509_V_... value, 0 to go on."""
        self._verdict, self._chain = None, chain
        try:
            self._verdict = self._trust.verify(chain, self._hostname)
        except VerificationError as refusal:
            self._failure = refusal
            return refusal.reason.x509_v_err or X509_V_ERR_APPLICATION_VERIFICATION
        except BaseException as error:
            self._failure = error
            return X509_V_ERR_APPLICATION_VERIFICATION
        return X509_V_OK

    def do_handshake(self) -> None:
        """Shakes hands; returns only if the peer may be talked to."""
        if self._failure is not None:
            self._refuse()
        _need_stack(_HEADROOM)
        handshakes = _openssl.running.handshakes
        handshakes.append(self)
        try:
            with inside(self._stop):
                self._raw.do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except HookError as ending:
            self._stop(ending)
            self._refuse()
        except BaseException:
            if self._failure is not None:
                self._refuse()
            raise
        finally:
            handshakes.remove(self)
        if not self._is_open:
            self._settle()

    def _settle(self) -> None:
        """After the handshake: opens the gate or raises."""
        if self._failure is None and self._verdict is None:
            if self.ssl_ctx is not None and not self._raw.session_reused:
                self._failure = HookError("the verification was interrupted, so the peer is refused")
            else:
                self.decide(self._peer_chain())
        if self._failure is not None or self._verdict is None or not self._verdict.may_proceed:
            self._refuse()
        _remember(self._chain)
        self._is_open = True

    def _peer_chain(self) -> list[bytes]:
        if HAS_CHAIN:
            chain = self._raw.get_unverified_chain() or ()
            if chain:
                return [certificate.public_bytes(_ssl.ENCODING_DER) for certificate in chain]
        # A resumed session brings the peer's own certificate and nothing else.
        own = self._raw.getpeercert(True)
        return [own, *_others.get(own, ())] if own else []

    def _refuse(self) -> NoReturn:
        """Ends the connection, so that not even unencrypted data can follow, and says why."""
        self._cut()
        raise as_ssl_error(self._failure)

    def _stop(self, why: HookError) -> None:
        """Ends a handshake, also one that waits for the peer on another thread."""
        self._failure = self._failure or why
        self._cut()

    def _cut(self) -> None:
        socket = self._socket() if self._socket is not None else None
        if socket is not None:
            try:
                _socket.socket.shutdown(socket, _socket.SHUT_RDWR)
            except OSError:
                pass

    # What passes through the gate

    def _pass(self) -> Any:
        if not self._is_open:
            self.do_handshake()
        return self._raw

    def read(self, *arguments: Any) -> Any:
        """Reads what the peer has sent, once it may be talked to."""
        return self._pass().read(*arguments)

    def write(self, data: Any) -> Any:
        """Writes to the peer, once it may be talked to."""
        return self._pass().write(data)

    def shutdown(self) -> Any:
        """Ends TLS on this connection, if it ever began."""
        if self._failure is not None:
            self._refuse()
        return self._pass().shutdown()

    def verify_client_post_handshake(self) -> NoReturn:
        """Not offered: OpenSSL would ask about the client in the middle of a read."""
        raise ssl.SSLError("tlsverify does not ask for client certificates after the handshake")

    def get_verified_chain(self) -> list[PathCertificate]:
        """The path to the trust anchor."""
        self._pass()
        return [PathCertificate(der) for der in self._verdict.path] if self._verdict else []

    @property
    def tlsverify_result(self) -> Result | None:
        """The verdict, once there is one."""
        return self._verdict

    def __getattr__(self, name: str) -> Any:
        # Whatever later versions of Python add is closed until the verdict, too.
        return getattr(self._raw if name in _OPEN else self._pass(), name)

    @property
    def context(self) -> Any:
        """The ssl.SSLContext."""
        return self._raw.context

    @context.setter
    def context(self, context: Any) -> None:
        self._raw.context = context

    @property
    def session(self) -> Any:
        """The ssl.SSLSession, for resumption."""
        return self._raw.session

    @session.setter
    def session(self, session: Any) -> None:
        self._raw.session = session


def as_ssl_error(failure: BaseException | None) -> BaseException:
    """The exception that clients of `ssl` know, with our sentence and hint."""
    if failure is not None and not isinstance(failure, Exception):
        return failure
    if isinstance(failure, VerificationError):
        message = sentence(failure.message, failure.hint)
        code = failure.reason.x509_v_err or X509_V_ERR_APPLICATION_VERIFICATION
        reason = failure.reason.name
    else:
        message = str(failure) or type(failure).__name__
        code = X509_V_ERR_APPLICATION_VERIFICATION
        reason = failure.status.name if isinstance(failure, CallError) else "NOT_JUDGED"
        if not isinstance(failure, Error):
            message = f"the peer could not be judged: {type(failure).__name__}: {message}"
    error = ssl.SSLCertVerificationError(1, f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {reason}: {message}")
    error.library, error.reason = "SSL", "CERTIFICATE_VERIFY_FAILED"
    error.verify_code, error.verify_message = code, message
    error.__cause__ = failure
    return error


def _need_stack(depth: int) -> None:
    """Raises RecursionError here rather than in the middle of the handshake."""
    if depth:
        _need_stack(depth - 1)
