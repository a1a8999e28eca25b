"""A day in a mail: what one of us should know in the morning, and nothing where there is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.agenda import Item
from kamtui.domain.exceptions import Kind
from kamtui.domain.reviews import Card
from kamtui.domain.severity import Severity


class Asked(NamedTuple):
    """Whom a digest is for, and what it is about."""

    who: str
    """The login whose right to see things it goes by."""
    on: dt.date
    since: dt.date
    """The first day whose changes are told."""
    wider: str = ""
    """"": their own accounts; "team": also those whose team they are in; "all": everybody's."""


class Told(NamedTuple):
    """A card with the name of its account."""

    card: Card
    account: str
    owner: str


class Waiting(NamedTuple):
    """An exception that waits for a head."""

    id: int
    on: dt.date
    kind: Kind
    title: str
    account: str
    raised_by: str


class Done(NamedTuple):
    """What a colleague did at an account, or with files."""

    account_id: int | None
    """None: many rows at once, an import."""
    account: str
    op: str
    by: str
    times: int
    """How often; of an import how many rows."""


class Figures(NamedTuple):
    """Where things stand, in one line."""

    accounts: int
    keys: int
    cards: int
    red: int
    late: int
    """Promises of both sides past their day."""
    minutes: int
    """Logged in the seven days before today, by whom it is for, or by everybody."""


class Digest(NamedTuple):
    """Everything that is told on a day."""

    asked: Asked
    book: str
    cards: Sequence[Told]
    """Worst first."""
    late: Sequence[Item]
    """What both sides promised and did not do, the longest waiting first."""
    due: Sequence[Item]
    """What is promised for today and tomorrow."""
    appointments: Sequence[Item]
    """What is planned for today and tomorrow, and what was planned before and never logged."""
    exceptions: Sequence[Waiting]
    """For heads only."""
    done: Sequence[Done]
    """What others did at the accounts."""
    figures: Figures

    @property
    def says_something(self) -> bool:
        """Whether it is worth a mail; that files came in, somewhere in the book, is not."""
        done = any(each.account_id is not None for each in self.done)
        return done or any((self.cards, self.late, self.due, self.appointments, self.exceptions))


def red(cards: Sequence[Told]) -> int:
    """How many cards are red."""
    return sum(told.card.severity is Severity.RED for told in cards)
