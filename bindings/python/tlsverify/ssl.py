"""`ssl.SSLContext`s that verify through this package, for every client that takes one.

    context = tlsverify.ssl.create_context()
    urllib.request.urlopen("https://www.example.org/", context=context)

A peer that is refused is an `ssl.SSLCertVerificationError` whose `verify_message` is our sentence with its hint, and
whose `__cause__` is the `tlsverify.VerificationError`.
"""

from __future__ import annotations

import _ssl
import ssl as _ssl_module
import warnings
from typing import Any

from . import _openssl
from ._context import Context
from ._gate import Connection
from ._values import Purpose

__all__ = ["SSLContext", "create_context", "create_server_context"]

# Past the properties of ssl.SSLContext, which look up that name in its module at each call.
_raw: Any = _ssl._SSLContext


class SSLContext(_ssl_module.SSLContext):
    """An `ssl.SSLContext` whose peers are judged by a `tlsverify.Context`.

    - What is trusted, and whether refusals are refused, is said by that context alone. Roots that are loaded into this
      object (`load_verify_locations`, `load_default_certs`; some clients do it without being asked) are not used.
    - `verify_mode` is always CERT_REQUIRED, and setting it to CERT_NONE is an error.
    - The host name is always checked. Setting `check_hostname` to False changes nothing and is answered with a warning.
    """

    trust: Context
    """The context that judges."""

    def __new__(cls, protocol: int = _ssl_module.PROTOCOL_TLS_CLIENT, trust: Context | None = None, **private: Any) -> SSLContext:
        if protocol not in (_ssl_module.PROTOCOL_TLS_CLIENT, _ssl_module.PROTOCOL_TLS_SERVER):
            raise ValueError("a tlsverify.ssl.SSLContext needs PROTOCOL_TLS_CLIENT or PROTOCOL_TLS_SERVER")
        return super().__new__(cls, protocol)

    def __init__(
        self,
        protocol: int = _ssl_module.PROTOCOL_TLS_CLIENT,
        trust: Context | None = None,
        *,
        _inside_handshake: bool = True,
    ) -> None:
        self._is_server = protocol == _ssl_module.PROTOCOL_TLS_SERVER
        if trust is None:
            if self._is_server:
                raise ValueError("a server has to say which roots it trusts for client certificates")
            trust = Context()
        self.trust = trust
        _raw.minimum_version.__set__(self, int(_ssl_module.TLSVersion.TLSv1_2))
        # A peer is judged once: what comes later in the same connection must not change who it is.
        options = _ssl_module.OP_NO_RENEGOTIATION | _ssl_module.OP_NO_COMPRESSION
        if self._is_server:
            # A ticket does not carry the client's chain.
            options |= _ssl_module.OP_NO_TICKET
            _raw.num_tickets.__set__(self, 0)
        _raw.options.__set__(self, int(_raw.options.__get__(self)) | int(options))
        _raw.verify_mode.__set__(self, int(_ssl_module.CERT_REQUIRED))
        self._ssl_ctx = _openssl.attach(self) if _inside_handshake else None
        if self._ssl_ctx is None:
            self._let_openssl_pass()

    def _let_openssl_pass(self) -> None:
        """OpenSSL would refuse by its own roots; the gate judges instead, after the handshake."""
        if self._is_server:
            raise NotImplementedError("client certificates cannot be judged with this build of Python")
        _raw.check_hostname.__set__(self, False)
        _raw.verify_mode.__set__(self, int(_ssl_module.CERT_NONE))

    @property
    def verifies_inside_handshake(self) -> bool:
        """Whether the verdict falls during the handshake, so that a refused peer gets an alert and nothing else.

        If not, it falls right after the handshake: the peer has seen a client certificate if it has asked for one, and no
        alert. In both cases no application data passes before the verdict.
        """
        return self._ssl_ctx is not None

    # Connections

    def _wrap_socket(self, sock: Any, server_side: bool, server_hostname: str | None = None, **more: Any) -> Any:
        self._check_peer_name(server_side, server_hostname)
        raw = _raw._wrap_socket(self, sock, server_side, server_hostname, **more)
        return Connection(raw, self.trust, server_hostname, self._ssl_ctx, sock)

    def _wrap_bio(self, incoming: Any, outgoing: Any, server_side: bool, server_hostname: str | None = None, **more: Any) -> Any:
        self._check_peer_name(server_side, server_hostname)
        raw = _raw._wrap_bio(self, incoming, outgoing, server_side, server_hostname, **more)
        return Connection(raw, self.trust, server_hostname, self._ssl_ctx)

    def _check_peer_name(self, server_side: bool, server_hostname: str | None) -> None:
        if bool(server_side) != self._is_server:
            raise ValueError("this context is for the other side of a connection")
        if not server_side and not server_hostname:
            raise ValueError("server_hostname is needed: without it nobody can tell whether the peer is the right one")

    # Settings of ssl.SSLContext that would turn verification off, or pretend to add trust

    @property
    def check_hostname(self) -> bool:
        """Always True for clients."""
        return not self._is_server

    @check_hostname.setter
    def check_hostname(self, on: bool) -> None:
        if not on:
            warnings.warn(
                "tlsverify still checks the host name; a hook with Override.NAME, or add_cert, can accept another one",
                RuntimeWarning,
                stacklevel=2,
            )

    @property
    def verify_mode(self) -> _ssl_module.VerifyMode:
        """Always CERT_REQUIRED."""
        return _ssl_module.CERT_REQUIRED

    @verify_mode.setter
    def verify_mode(self, mode: int) -> None:
        if mode == _ssl_module.CERT_NONE:
            raise ValueError(
                "a tlsverify.ssl.SSLContext always verifies; use tlsverify.Context(Mode.WARN) to be warned only, "
                "add_cert to trust one certificate, or a plain ssl.SSLContext not to verify at all"
            )

    def load_verify_locations(self, cafile: Any = None, capath: Any = None, cadata: Any = None) -> None:
        """Does nothing: add roots to `trust`, for example with `trust.add_roots_file(path)`."""

    def load_default_certs(self, purpose: Any = None) -> None:
        """Does nothing: `trust` has the Mozilla roots; `trust.add_system_roots()` adds the system's."""

    def set_default_verify_paths(self) -> None:
        """Does nothing, as `load_default_certs`."""


def create_context(trust: Context | None = None) -> SSLContext:
    """An `ssl.SSLContext` for clients that judges servers by this `tlsverify.Context`, or by the Mozilla roots.

    TLS 1.2 and later. The `tlsverify.Context` may be changed and shared; the next handshake sees the change.
    """
    return SSLContext(_ssl_module.PROTOCOL_TLS_CLIENT, trust)


def create_server_context(trust: Context) -> SSLContext:
    """An `ssl.SSLContext` for servers that demand a client certificate and judge it by this `tlsverify.Context`.

    The purpose of `trust` is set to CLIENT. Give it the roots of your clients and turn the Mozilla roots off.
    """
    trust.set_purpose(Purpose.CLIENT)
    return SSLContext(_ssl_module.PROTOCOL_TLS_SERVER, trust)
