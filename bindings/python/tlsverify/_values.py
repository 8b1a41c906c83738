"""The numbers of the C interface, as enumerations."""

from __future__ import annotations

import enum

from ._library import lib, text


class Status(enum.IntEnum):
    """How a call went. Zero is the only success."""

    OK = 0
    WARNED = -1
    UNCHECKED = -2
    REJECTED = -3
    ERR_NULL_ARGUMENT = -16
    ERR_BAD_ARGUMENT = -17
    ERR_BAD_HOSTNAME = -18
    ERR_BAD_ENCODING = -19
    ERR_NOT_A_CERTIFICATE = -20
    ERR_TOO_LARGE = -21
    ERR_TOO_MANY = -22
    ERR_NOT_A_CA = -23
    ERR_IO = -24
    ERR_NO_ROOTS = -25
    ERR_CLOCK = -26
    ERR_RECURSION = -27
    ERR_NO_MEMORY = -28
    ERR_INTERNAL = -29
    ERR_EMPTY = -30
    ERR_OLD_ROOT = -31

    @classmethod
    def _missing_(cls, value: object) -> Status | None:
        # A newer library may know more errors; all of them mean that nothing could be judged.
        return cls.ERR_INTERNAL if isinstance(value, int) else None

    @property
    def may_proceed(self) -> bool:
        """Whether a connection may go on after this status."""
        return bool(lib.tv_may_proceed(self.value))

    @property
    def message(self) -> str:
        """One sentence about the status."""
        return text(lib.tv_status_message(self.value))


class Mode(enum.IntEnum):
    """What happens to a refusal."""

    WARN = 1
    """The peer is accepted and a line is logged."""
    ENFORCE = 2
    """The peer is refused."""
    OFF = 3
    """Nothing is judged."""


class Rules(enum.IntEnum):
    """How strictly certificates are judged."""

    BROWSER = 1
    RFC5280 = 2
    CABF = 3


class Purpose(enum.IntEnum):
    """What certificates are to be used for. Only CLIENT and ANY can do without a host name."""

    SERVER = 1
    CLIENT = 2
    ANY = 3


class HookStage(enum.IntEnum):
    """When a hook is asked."""

    BEFORE = 1
    """Before anything is judged."""
    AFTER = 2
    """With the normal result in hand."""


class HookAnswer(enum.IntEnum):
    """What a hook answers."""

    DEFER = 0
    """I don't know, run your normal procedure."""
    ACCEPT = 1
    """Go on talking, as far as `may_override` reaches."""
    REJECT = 2
    """Do not talk."""


class Override(enum.IntFlag):
    """What the ACCEPT of a hook may forgive."""

    NONE = 0
    ISSUER = 1
    NAME = 2
    TIME = 4
    POLICY = 8
    ALL = 0xFFFFFFFF
    """Everything but distrust and revocation. Before the normal procedure it replaces that outright."""


class Source(enum.IntEnum):
    """Who has decided."""

    NONE = 0
    PATH = 1
    PIN = 2
    HOOK = 3
    MODE = 4


class Severity(enum.IntEnum):
    """How much one finding weighs."""

    NOTE = 1
    FORGIVEN = 2
    FAILURE = 3


class LogLevel(enum.IntEnum):
    """What a log line is about."""

    WARNING = 1
    """Something was passed over."""
    REFUSAL = 2
    """A peer would have been refused."""
