"""People at an account: the level they decide at and the function they work in."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How far a person can commit the firm (R44)."""

    EXEC = "exec"
    """Can commit the firm."""
    MID = "mid"
    """Runs a function, decides within a budget."""
    FRONT = "front"
    """Operates, sells on, installs."""


class Function(StrEnum):
    """The department a person works in (R45)."""

    PURCHASING = "purchasing"
    OPERATIONS = "operations"
    TECHNICAL = "technical"
    FINANCE = "finance"
    MARKETING = "marketing"
    MANAGEMENT = "management"
    LEGAL = "legal"
    IT = "it"
    OTHER = "other"


class EndReason(StrEnum):
    """Why a position ended (R49 and pitfall P6)."""

    LEFT_COMPANY = "left_company"
    MOVED_INSIDE = "moved_inside"
    MOVED_TO_RIVAL = "moved_to_rival"
    RETIRED = "retired"
    UNKNOWN = "unknown"
    ENTERED_WRONGLY = "entered_wrongly"


UNKNOWN = frozenset(("?", "？"))
"""Typed for the name of a role whose holder nobody knows yet."""
