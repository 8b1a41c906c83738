"""What goes wrong: a peer that is refused, and a call that cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._values import Status

if TYPE_CHECKING:
    from ._reasons import Reason
    from ._result import Result

class Error(Exception):
    """The base of all errors of this package."""


class CallError(Error, ValueError):
    """A call could not be done, or a peer could not be judged. The connection must not go on."""

    status: Status

    def __init__(self, status: Status, about: str = "") -> None:
        super().__init__(f"{about}: {status.message}" if about else status.message)
        self.status = status


class HookError(Error):
    """A hook could not be asked, or was interrupted before it had answered, so the peer is refused."""


class VerificationError(Error):
    """The peer is refused. The connection must not go on.

    If a hook has raised an exception, that is the cause (`__cause__`).
    """

    result: Result

    def __init__(self, result: Result) -> None:
        super().__init__(result.message)
        self.result = result

    def __str__(self) -> str:
        return sentence(self.message, self.hint)

    @property
    def reason(self) -> Reason:
        """Why the peer is refused."""
        return self.result.reason

    @property
    def depth(self) -> int:
        """The certificate at fault: 0 the end entity, counting towards the anchor; -1 the chain as a whole."""
        return self.result.depth

    @property
    def message(self) -> str:
        """One sentence with the actual values."""
        return self.result.message

    @property
    def hint(self) -> str:
        """What to do about it; empty if nothing honest can be said."""
        return self.result.hint


def sentence(message: str, hint: str) -> str:
    """What is shown to people: the sentence and the hint."""
    return f"{message} Hint: {hint}" if hint else message


def check(code: int, about: str = "") -> None:
    """Turns a status that is no success into an exception."""
    if code != Status.OK:
        raise CallError(Status(code), about)
