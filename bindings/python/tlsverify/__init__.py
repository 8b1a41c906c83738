"""May I go on talking to this TLS peer, and if not, why?

    import tlsverify

    context = tlsverify.Context()                      # Mozilla roots; make it once, share it between threads
    context.verify(der_chain, "www.example.org")       # raises tlsverify.VerificationError, with reason and hint

`tlsverify.ssl.create_context()` makes an `ssl.SSLContext` that verifies through this package, for whatever takes one.
"""

from __future__ import annotations

import re as _re
import ssl as _stdlib_ssl

from ._callbacks import Hook, Log
from ._context import Chain, Context
from ._errors import CallError, Error, HookError, VerificationError
from ._evidence import Time
from ._inject import extract, inject
from ._library import lib as _lib
from ._library import text as _text
from ._reasons import Reason
from ._result import Finding, Result
from ._values import (
    HookAnswer,
    HookStage,
    LogLevel,
    Mode,
    Override,
    Purpose,
    Rules,
    Severity,
    Source,
    Status,
)
from ._version import __version__

__all__ = [
    "CallError",
    "Chain",
    "Context",
    "Error",
    "Finding",
    "Hook",
    "HookAnswer",
    "HookError",
    "HookStage",
    "Log",
    "LogLevel",
    "Mode",
    "Override",
    "Purpose",
    "Reason",
    "Result",
    "Rules",
    "Severity",
    "Source",
    "Status",
    "Time",
    "VerificationError",
    "__version__",
    "certificates_from_pem",
    "extract",
    "inject",
    "library_version",
    "roots_version",
    "verify",
]

# The bundled roots and the reasons are read at the first use, under a lock. Doing it now means that no fork can find
# another thread halfway.
_ROOTS_VERSION = _text(_lib.tv_roots_version())

_PEM = _re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", _re.DOTALL)


def verify(chain: Chain, hostname: str, time: Time = None) -> Result:
    """Judges a server by the Mozilla roots alone; raises VerificationError if the connection must not go on."""
    with Context() as context:
        return context.verify(chain, hostname, time)


def certificates_from_pem(pem: str | bytes) -> list[bytes]:
    """The certificates in PEM text, in DER, in their order; other blocks are passed over."""
    text = pem if isinstance(pem, str) else bytes(pem).decode("ascii", "replace")
    return [_stdlib_ssl.PEM_cert_to_DER_cert(block) for block in _PEM.findall(text)]


def library_version() -> str:
    """The version of the library, such as "0.1.0"."""
    return _text(_lib.tv_version())


def roots_version() -> str:
    """Date and number of the bundled Mozilla roots, such as "2026-10-23, 118 roots"."""
    return _ROOTS_VERSION
