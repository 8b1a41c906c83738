"""The outcome of one verification, copied out of the library, so that it has no lifetime to think of."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import NamedTuple, Optional

from ._library import lib, text
from ._reasons import Reason
from ._values import Severity, Source, Status


class Finding(NamedTuple):
    """One observation about one certificate, or (depth -1) about the chain as a whole."""

    reason: Reason
    depth: int
    severity: Severity
    message: str
    hint: str
    subject: str
    """What a person would call the certificate; empty for the chain as a whole."""
    sha256: Optional[bytes]
    """SHA-256 of the certificate; None for the chain as a whole."""
    expected: str
    """What was expected; empty if that cannot be said in a few words."""
    found: str
    """What was found in its place."""


@dataclass(frozen=True)
class Result:
    """The outcome of one verification. It is true only if the peer was verified."""

    status: Status
    """OK, WARNED, UNCHECKED or REJECTED."""
    reason: Reason
    """Why the peer is refused, or would be; NONE for a plain acceptance."""
    depth: int
    """The certificate at fault: 0 the end entity, counting towards the anchor; -1 the chain as a whole, or no fault."""
    source: Source
    """Who has decided."""
    message: str
    """One sentence with the actual values, for people. Its wording may change."""
    hint: str
    """What to do about it; empty if nothing honest can be said."""
    path: tuple[bytes, ...]
    """The certificates of the best path in DER: the end entity, intermediates, the trust anchor if one was reached."""
    findings: tuple[Finding, ...]
    """Everything that was found; the first one is the reason of the result, if it has one."""
    text: str
    """The whole report as plain text: the path as a tree, with the reasons and hints."""
    json: str
    """The whole report as one JSON object."""

    @property
    def may_proceed(self) -> bool:
        """Whether the connection may go on: verified, only warned about, or not judged at all."""
        return self.status.may_proceed

    def __bool__(self) -> bool:
        return self.status is Status.OK

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<tlsverify.Result {self.status.name} {self.reason.name} at depth {self.depth}>"


def read_result(pointer: int) -> Result:
    """Copies a result of the library, which stays the caller's to free."""
    status = Status(lib.tv_result_status(pointer))
    return Result(
        status=status,
        reason=Reason(lib.tv_result_reason(pointer)),
        depth=lib.tv_result_depth(pointer),
        source=Source(lib.tv_result_source(pointer)),
        message=text(lib.tv_result_message(pointer)),
        hint=text(lib.tv_result_hint(pointer)),
        path=tuple(_path_der(pointer, index) for index in range(lib.tv_result_path_count(pointer))),
        findings=tuple(_finding(pointer, index) for index in range(lib.tv_result_finding_count(pointer))),
        text=text(lib.tv_result_text(pointer)),
        json=text(lib.tv_result_json(pointer)),
    )


def _path_der(pointer: int, index: int) -> bytes:
    length = ctypes.c_size_t()
    der = lib.tv_result_path_der(pointer, index, ctypes.byref(length))
    return ctypes.string_at(der, length.value)


def _finding(pointer: int, index: int) -> Finding:
    sha256 = lib.tv_result_finding_sha256(pointer, index)
    return Finding(
        reason=Reason(lib.tv_result_finding_reason(pointer, index)),
        depth=lib.tv_result_finding_depth(pointer, index),
        severity=Severity(lib.tv_result_finding_severity(pointer, index)),
        message=text(lib.tv_result_finding_message(pointer, index)),
        hint=text(lib.tv_result_finding_hint(pointer, index)),
        subject=text(lib.tv_result_finding_subject(pointer, index)),
        sha256=ctypes.string_at(sha256, 32) if sha256 else None,
        expected=text(lib.tv_result_finding_expected(pointer, index)),
        found=text(lib.tv_result_finding_found(pointer, index)),
    )
