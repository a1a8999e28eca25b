"""What serving a customer costs in a period, part by part, and what it was granted (3.10, R50, D26).

Whoever says what an account leaves says it by these: the whale curve, the portfolio, margins, returns, headroom. A part
that nobody knows is None, and is not zero (P21); sums are of what is known, so that a net can only be too high.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kamtui.domain.periods import Period
from kamtui.domain.terms import TermsKind

YEAR = 365
"""Days of the year that interest and the yearly cost of terms are counted by."""


class Part(StrEnum):
    """What a cost is made of, in the order it is printed."""

    TIME = "time"
    """Our logged hours, at what an hour of whoever logged them costs."""
    ENTERED = "entered"
    """Entered as cost-to-serve: what none of the others holds."""
    FREIGHT = "freight"
    REBATES = "rebates"
    FINANCING = "financing"
    """What the money that the customer owed cost us meanwhile."""
    CONCESSIONS = "concessions"
    """Entered: granted, and not in the prices."""
    TERMS = "terms"
    """What terms were estimated to cost, where nobody entered what they did."""

    @property
    def label(self) -> str:
        """What it is called, in English."""
        return _LABELS.get(self, self.value)


_LABELS = {
    Part.TIME: "our time",
    Part.ENTERED: "entered costs",
    Part.FREIGHT: "freight costs",
    Part.TERMS: "terms, estimated",
}

SERVING = (Part.TIME, Part.ENTERED, Part.FREIGHT, Part.REBATES, Part.FINANCING)
"""The parts that are cost-to-serve."""


class Costs(NamedTuple):
    """What one account cost in a period, in 1/10,000 of one currency; None: unknown."""

    minutes: int = 0
    """Logged by anybody, internal work included."""
    unpriced: int = 0
    """Of them: by somebody of whom nobody knows what an hour costs. They are in no amount."""
    time: int | None = None
    entered: int | None = None
    freight: int | None = None
    rebates: int | None = None
    financing: int | None = None
    concessions: int | None = None
    terms: int | None = None
    owed: int | None = None
    """What the customer owed on average over the days of the period; below zero: it had paid ahead."""

    def of(self, part: Part) -> int | None:
        """One part."""
        found: int | None = getattr(self, part)
        return found

    @property
    def cost_to_serve(self) -> int | None:
        """All but the concessions; None where nothing of it is known."""
        return total((self.time, self.entered, self.freight, self.rebates, self.financing))

    @property
    def granted(self) -> int | None:
        """Concessions: as entered, and as estimated where they were not; None: nobody knows of any."""
        return total((self.concessions, self.terms))

    @property
    def total(self) -> int | None:
        """Everything that is known; None where nothing is."""
        return total((self.cost_to_serve, self.granted))

    @property
    def unknown(self) -> tuple[Part, ...]:
        """The parts that nobody knows; of concessions, where neither figures nor estimates are known."""
        parts = tuple(part for part in SERVING if self.of(part) is None)
        return parts if self.granted is not None else (*parts, Part.CONCESSIONS)

    def plus(self, other: Costs) -> Costs:
        """Both together; what is known of one only is what is known."""
        return together((self, other))


NOTHING = Costs()
"""Nothing is known."""


class Rates(NamedTuple):
    """What an hour of ours costs, in 1/10,000; nobody's where nothing is known."""

    usual: int | None = None
    """Of whoever is not named."""
    of: Mapping[str, int] = {}
    """Login in small letters -> what an hour of theirs costs."""

    @property
    def known(self) -> bool:
        """Whether anybody's hour has a cost."""
        return self.usual is not None or bool(self.of)

    def hour(self, login: str) -> int | None:
        """What an hour of one of us costs."""
        return self.of.get(login.casefold(), self.usual)


class Granted(NamedTuple):
    """Terms with an estimate of what they cost, and the days they are in force."""

    kind: TermsKind
    cost: int
    """A year, in 1/10,000."""
    first: dt.date
    last: dt.date | None
    """None: until they are ended."""


def total(amounts: Iterable[int | None]) -> int | None:
    """The sum of the known amounts; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def together(several: Iterable[Costs]) -> Costs:
    """The sum, part by part; what is known of some only is what is known."""
    # one part after the other, because a book has a hundred thousand accounts
    parts = [[amount for amount in part if amount is not None] for part in zip(*several, strict=True)]
    return Costs._make(sum(part) if part else None for part in parts) if parts else NOTHING


def timed(minutes: Mapping[str, int], rates: Rates) -> Costs:
    """What logged time costs; `minutes`: login -> minutes. Unknown where no minute of it has a price."""
    spent = sum(minutes.values())
    hours = {login: rates.hour(login) for login in minutes}
    unpriced = sum(count for login, count in minutes.items() if hours[login] is None)
    if not rates.known or (spent and unpriced == spent):
        return Costs(spent, unpriced if rates.known else spent)
    return Costs(spent, unpriced, sum((hours[login] or 0) * count for login, count in minutes.items()) // 60)


def financing(owed_days: int, capital_cost: float) -> int | None:
    """What owing cost us: the balances of all days added up, at so many percent a year; None: it has no price."""
    if not capital_cost:
        return None
    exact = owed_days * Fraction(str(capital_cost)) / (100 * YEAR)
    return round(exact)


def estimated(terms: Iterable[Granted], period: Period, known: Costs) -> int | None:
    """What terms cost in a period by their estimates, each for the days it was in force; None: there are none.

    Never beside a figure of the same thing: an entered concession stands for all of them, a rebate or a freight for
    terms of that kind, and what the customer really owed for longer payment days.
    """
    if known.concessions is not None:
        return None
    there = {
        TermsKind.REBATE: known.rebates,
        TermsKind.FREIGHT: known.freight,
        TermsKind.PAYMENT_DAYS: known.financing,
    }
    return total(_share(each, period) for each in terms if there.get(each.kind) is None)


def _share(terms: Granted, period: Period) -> int:
    first, last = max(terms.first, period.first), min(terms.last or period.last, period.last)
    return round(Fraction(terms.cost * max((last - first).days + 1, 0), YEAR))
