"""What an operation on an exception did."""

from __future__ import annotations

from typing import NamedTuple

from kamtui.domain.exceptions import State


class ExceptionRaised(NamedTuple):
    """Something beyond the limits was put before a head."""

    exception_id: int
    account_id: int | None
    account: str | None
    title: str


class ExceptionDecided(NamedTuple):
    """An exception was approved, changed, refused or withdrawn."""

    exception_id: int
    account_id: int | None
    account: str | None
    title: str
    state: State
    answer: str


class ExceptionCommented(NamedTuple):
    """Something was said about an exception that waits."""

    comment_id: int
    exception_id: int
    title: str


ExceptionOutcome = ExceptionRaised | ExceptionDecided | ExceptionCommented
