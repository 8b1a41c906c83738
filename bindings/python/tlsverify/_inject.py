"""For scripts: makes every client in this process verify through this package, also those that make their own contexts."""

from __future__ import annotations

import _ssl
import atexit
import ssl
import threading
import weakref
from typing import Any

from . import _openssl
from ._context import Context
from ._gate import Connection

_raw: Any = _ssl._SSLContext
_lock = threading.Lock()
_trust: Context | None = None
_attached: weakref.WeakKeyDictionary[Any, int | None] = weakref.WeakKeyDictionary()


def inject(context: Context | None = None) -> None:
    """Makes every `ssl.SSLContext` that verifies servers do so through this package, those that exist already included.

    For scripts and applications only: it changes how other people's code behaves, so **a library must never call it**.
    Libraries use `tlsverify.ssl.create_context()`.

    It changes how servers are verified, not whether: contexts with `verify_mode` CERT_NONE, and servers, are left alone. The
    roots that a context has loaded do not count; those of `context` do (the Mozilla roots if it is None). Called again, it
    replaces the context; `extract` takes everything back.
    """
    global _trust
    trust = Context() if context is None else context
    with _lock:
        for name, ours in _OURS.items():
            if vars(ssl.SSLContext).get(name, ours) is not ours:
                raise RuntimeError(f"somebody else has replaced ssl.SSLContext.{name}; two such replacements do not go together")
        _trust = trust
        for name, ours in _OURS.items():
            setattr(ssl.SSLContext, name, ours)


def extract() -> None:
    """Takes `inject` back for connections that are made from now on."""
    global _trust
    with _lock:
        _trust = None
        for name, ours in _OURS.items():
            if vars(ssl.SSLContext).get(name) is ours:
                delattr(ssl.SSLContext, name)


def _judge_of(context: Any, server_side: bool, server_hostname: str | None) -> Context | None:
    """Who judges the peers of a context; None if they are not judged, or not by us."""
    trust = _trust
    verifies = int(_raw.verify_mode.__get__(context)) != ssl.CERT_NONE
    if trust is None or server_side or not verifies:
        return None
    if not server_hostname:
        raise ValueError("server_hostname is needed: without it nobody can tell whether the peer is the right one")
    return trust


def _ssl_ctx_of(context: Any) -> int | None:
    with _lock:
        if context not in _attached:
            _attached[context] = _openssl.attach(context, injected=True)
        return _attached[context]


@atexit.register
def _detach_all() -> None:
    """Other people's connections through these contexts may outlive the interpreter, where no callback can be answered.

    OpenSSL then asks nobody, which is what the callback would have made of them. Ours are refused without it.
    """
    for context, ssl_ctx in list(_attached.items()):
        if ssl_ctx is not None:
            _openssl.detach(ssl_ctx)
        _attached.pop(context, None)


def _wrap_socket(self: Any, sock: Any, server_side: bool, server_hostname: str | None = None, **more: Any) -> Any:
    trust = _judge_of(self, server_side, server_hostname)
    if trust is None:
        return _raw._wrap_socket(self, sock, server_side, server_hostname, **more)
    ssl_ctx = _ssl_ctx_of(self)
    raw = _raw._wrap_socket(self, sock, server_side, server_hostname, **more)
    return Connection(raw, trust, server_hostname, ssl_ctx, sock)


def _wrap_bio(self: Any, incoming: Any, outgoing: Any, server_side: bool, server_hostname: str | None = None, **more: Any) -> Any:
    trust = _judge_of(self, server_side, server_hostname)
    if trust is None:
        return _raw._wrap_bio(self, incoming, outgoing, server_side, server_hostname, **more)
    ssl_ctx = _ssl_ctx_of(self)
    raw = _raw._wrap_bio(self, incoming, outgoing, server_side, server_hostname, **more)
    return Connection(raw, trust, server_hostname, ssl_ctx)


_OURS = {"_wrap_socket": _wrap_socket, "_wrap_bio": _wrap_bio}
