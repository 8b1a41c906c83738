"""The reasons, read from the library's own table, so that a newer library brings its new reasons along.

`_reasons.pyi` lists them for type checkers; a test compares the two.
"""

from __future__ import annotations

import enum

from ._library import lib, text


class _ReasonBase(enum.IntEnum):
    """Why a certificate or a chain was refused. The hundreds of the number are the category."""

    @property
    def message(self) -> str:
        """One sentence about the reason, without the values of a case."""
        return text(lib.tv_reason_message(self.value))

    @property
    def x509_v_err(self) -> int:
        """OpenSSL's X509_V_ERR_... value."""
        return int(lib.tv_reason_x509_v_err(self.value))

    @property
    def tls_alert(self) -> int:
        """The TLS alert (RFC 8446 section 6.2)."""
        return int(lib.tv_reason_tls_alert(self.value))


def _table() -> dict[str, int]:
    names = {number: text(lib.tv_reason_name(number)) for number in (0, *range(100, 1000))}
    return {name: number for number, name in names.items() if name != "UNKNOWN"}


Reason = _ReasonBase("Reason", _table(), module="tlsverify", qualname="Reason")
Reason.__doc__ = _ReasonBase.__doc__
