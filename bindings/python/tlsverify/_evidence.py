"""What is known about one verification beside the chain: the time to judge at, and revocation lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Union

from ._errors import check
from ._library import Handle, lib

Time = Union[datetime.datetime, int, float, None]
"""When to judge: a datetime with a time zone, seconds since 1970, or None for now."""


class Evidence(Handle):
    """The library's object, made for one verification."""

    __slots__ = ()

    @classmethod
    def of(cls, time: Time, crls: Iterable[bytes]) -> Evidence | None:
        """What the library needs to be told, or None if that is nothing."""
        seconds = _unix_seconds(time)
        if isinstance(crls, (bytes, bytearray, memoryview, str)):
            raise TypeError("crls is a list of revocation lists, each of them bytes in DER")
        lists = [_data(crl) for crl in crls]
        if seconds is None and not lists:
            return None
        evidence = cls(lib.tv_evidence_new(), lib.tv_evidence_free)
        if seconds is not None:
            check(lib.tv_evidence_set_time(evidence.pointer, seconds), "time")
        for crl in lists:
            check(lib.tv_evidence_add_crl(evidence.pointer, crl, len(crl)), "crls")
        return evidence


def _data(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    raise TypeError(f"expected bytes, not {type(value).__name__}")


def _unix_seconds(time: Time) -> int | None:
    if time is None:
        return None
    if isinstance(time, datetime.datetime):
        if time.tzinfo is None:
            raise ValueError("a time to judge at needs a time zone, such as datetime.timezone.utc")
        time = time.timestamp()
    seconds = int(time // 1)
    if not -(2**63) <= seconds < 2**63:
        raise ValueError("a time to judge at has 64 bits at most")
    return seconds
