"""Python functions that the library calls: hooks and log functions.

The library is given one of three functions made here once and for all, and a number. The numbers are looked up in a
table, which holds a callable for as long as the library may call it. So there is no moment at which garbage
collection, or the end of the interpreter, could take a function away from under a verification.

What ctypes returns for a Python function that has raised an exception is undefined: it may be a 1, which means ACCEPT. An
exception can come out of any Python function before its first line (a signal, too deep a recursion), so an answer
counts only if it was also written down in Python: see `Verification`.
"""

from __future__ import annotations

import atexit
import ctypes
import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Optional

from ._errors import HookError
from ._library import DESTROY, HOOK, LOG
from ._result import Result, read_result
from ._values import HookAnswer, HookStage, LogLevel

Hook = Callable[[Optional[str], bytes, Optional[Result]], HookAnswer]
"""`hook(hostname, chain, normal)`; `normal` is None before the normal procedure."""
Log = Callable[[LogLevel, str], object]
"""`log(level, text)`"""

_numbers = itertools.count(1)
_callables: dict[int, Any] = {}


class Verification:
    """What the hooks have answered in one verification, and what they have raised."""

    __slots__ = ("answers", "errors")

    def __init__(self) -> None:
        self.answers: dict[HookStage, HookAnswer] = {}
        self.errors: list[BaseException] = []

    def again(self) -> Verification:
        """Forgets everything, for another try."""
        self.answers.clear()
        self.errors.clear()
        return self


class _Running(threading.local):
    def __init__(self) -> None:
        # A hook may verify too, so there can be more than one.
        self.verifications: list[Verification] = []


running = _Running()

Stop = Callable[[HookError], object]
"""Makes a call on another thread end that would wait for somebody else, and says why."""

# The calls of which Python may be called back, each with its thread.
_inside: dict[object, tuple[int, Stop]] = {}
_is_ending = False
_PATIENCE_SECONDS = 5.0


@contextmanager
def inside(stop: Stop = lambda why: None) -> Iterator[None]:
    """Around every call that may ask a hook, write to a log, or be in a handshake when OpenSSL asks.

    When the interpreter ends, it stops daemon threads where they next ask for its lock. In a hook that would be below the
    library, which cannot be left in that way: the process would abort. And a callback that comes even later finds no
    interpreter: the process would crash. So the end stops these calls, waits for them, and lets no more begin.
    """
    call = object()
    _inside[call] = threading.get_ident(), stop
    try:
        if _is_ending and threading.current_thread() is not threading.main_thread():
            raise _ending()
        yield
    finally:
        _inside.pop(call, None)


def _ending() -> HookError:
    return HookError("the interpreter is ending, so the peer is refused")


def _of_other_threads() -> dict[object, Stop]:
    own = threading.get_ident()
    return {call: stop for call, (thread, stop) in list(_inside.items()) if thread != own}


def _end() -> None:
    global _is_ending
    _is_ending = True
    latest = time.monotonic() + _PATIENCE_SECONDS
    for stop in _of_other_threads().values():
        stop(_ending())
    while _of_other_threads() and time.monotonic() < latest:
        time.sleep(0.001)


def _forget_other_threads() -> None:
    """After a fork: the other threads are not in this process."""
    for call in _of_other_threads():
        _inside.pop(call, None)


atexit.register(_end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_other_threads)


def register(function: Any) -> int:
    """Keeps a callable until the library says that it will not call it any more."""
    number = next(_numbers)
    _callables[number] = function
    return number


def forget(number: int) -> None:
    """Lets go of a callable that the library has not taken."""
    _callables.pop(number, None)


def registered() -> int:
    """How many callables are kept."""
    return len(_callables)


def _ask(number: int, hostname: bytes | None, der: Any, length: int, normal: int | None) -> int:
    # The threads of verify_many have none; it asks no hooks, so one that comes there came too late.
    verification = running.verifications[-1] if running.verifications else Verification()
    stage = HookStage.BEFORE if normal is None else HookStage.AFTER
    try:
        name = None if hostname is None else hostname.decode("utf-8")
        result = None if normal is None else read_result(normal)
        answer = _callables[number](name, ctypes.string_at(der, length), result)
        if not isinstance(answer, HookAnswer):
            raise TypeError(f"a hook returns a tlsverify.HookAnswer, not {answer!r}")
    except BaseException as error:
        verification.errors.append(error)
        answer = HookAnswer.REJECT
    # The last thing that happens here: nothing after it can raise.
    verification.answers[stage] = answer
    return answer


def _write(number: int, level: int, text: bytes) -> None:
    # A failure here is shown by ctypes and changes no verdict.
    _callables[number](LogLevel(level), text.decode("utf-8", "replace"))


def _destroy(number: int) -> None:
    _callables.pop(number, None)


def immortal(callback: Any) -> int:
    """The address of a C function that calls Python, which is never freed: a daemon thread may call it to the last."""
    if sys.implementation.name == "cpython":
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(callback))
    _kept.append(callback)
    return ctypes.cast(callback, ctypes.c_void_p).value or 0


_kept: list[Any] = []
ASK = immortal(HOOK(_ask))
WRITE = immortal(LOG(_write))
FORGET = immortal(DESTROY(_destroy))
