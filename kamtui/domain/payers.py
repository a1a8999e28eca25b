"""How customers pay: days sales outstanding, days late, prepayment, and paying when the next order is placed (R71-R74).

Days late are counted by invoice: the mean over all, early and on time counting as 0, and the mean weighted by amount,
which says more of the money (methods 3.12). A write-off pays nothing.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from kamtui.domain.money import nothing
from kamtui.domain.periods import Period
from kamtui.domain.receivables import Document, in_order_of_payment
from kamtui.domain.traderules import ReceivablesRules


class Paid(NamedTuple):
    """An invoice that was paid by a day."""

    account_id: int
    currency: str
    amount: int
    """In 1/10,000, above zero."""
    issued_on: dt.date
    due_on: dt.date
    paid_on: dt.date
    """When nothing of it was open any more."""
    was_disputed: bool

    @property
    def days_late(self) -> int:
        """Past the due day; 0: early or on time."""
        return max((self.paid_on - self.due_on).days, 0)


class Conduct(NamedTuple):
    """How the invoices of some days were paid, as far as they are paid."""

    invoices: int = 0
    late: int = 0
    days: int = 0
    """Late, of all of them."""
    amount: int = 0
    """Of all of them, in 1/10,000 of one currency."""
    amount_days: float = 0
    """The sum of each amount times its days late."""
    disputed: int = 0
    """Those that were ever disputed."""
    disputed_late: int = 0

    @property
    def days_late(self) -> float | None:
        """The mean over all of them, early and on time counting as 0; None: none is paid."""
        return self.days / self.invoices if self.invoices else None

    @property
    def weighted_days_late(self) -> float | None:
        """The mean weighted by amount."""
        return self.amount_days / self.amount if self.amount else None

    @property
    def late_percent(self) -> float | None:
        """Of the invoices."""
        return _percent(self.late, self.invoices)

    @property
    def disputed_percent(self) -> float | None:
        """Of the invoices."""
        return _percent(self.disputed, self.invoices)

    @property
    def disputed_late_percent(self) -> float | None:
        """Of the disputed ones."""
        return _percent(self.disputed_late, self.disputed)


class Turnover(NamedTuple):
    """What is outstanding at the end of some days beside what was invoiced in them; amounts in 1/10,000."""

    currency: str
    period: Period
    invoiced: int
    """Less credit notes."""
    balance: int
    """Less what customers have in credit: prepaid money is not outstanding."""
    not_due: int

    @property
    def dso(self) -> float | None:
        """Days sales outstanding; None: nothing was invoiced."""
        return self._days(self.balance)

    @property
    def best_dso(self) -> float | None:
        """Days sales would be outstanding if nobody were late."""
        return self._days(min(self.not_due, self.balance))

    @property
    def delinquency(self) -> float | None:
        """Days of it that are due to late payment."""
        dso, best = self.dso, self.best_dso
        return None if dso is None or best is None else dso - best

    def _days(self, amount: int) -> float | None:
        return amount / self.invoiced * self.period.days if self.invoiced > 0 else None


class Behaviour(NamedTuple):
    """How one customer pays in one currency: over a year, and over the year before."""

    turnover: Turnover
    now: Conduct
    before: Conduct
    prepaid_percent: float | None
    """Of what was invoiced, what was paid by the day of the invoice; None: nothing was invoiced."""
    prepaid_percent_before: float | None

    @property
    def currency(self) -> str:
        """Of its amounts."""
        return self.turnover.currency

    @property
    def trend(self) -> float | None:
        """Weighted days late more than the year before; None: one of both is not known."""
        now, before = self.now.weighted_days_late, self.before.weighted_days_late
        return None if now is None or before is None else now - before


class Cycle(NamedTuple):
    """An order, and when what was invoiced for it was paid."""

    ordered_on: dt.date
    next_on: dt.date
    """When the next order was placed."""
    amount: int
    """Invoiced, in 1/10,000."""
    paid_on: dt.date | None
    """None: not all of it is."""

    def is_met(self, days: int) -> bool:
        """Whether it was paid when the next order was placed."""
        return self.paid_on is not None and abs((self.paid_on - self.next_on).days) <= days


class Pattern(NamedTuple):
    """The last orders of a customer in one currency, looked at for paying on the next order (R72)."""

    currency: str
    cycles: tuple[Cycle, ...]
    """The latest last, at most as many as the policy looks back on."""
    met: int
    """How many of them were paid when the next order was placed."""
    usual: int
    """What a cycle is worth, on the mean: so much is always unpaid until the next order comes."""
    open: int = 0
    """What is open now."""

    @property
    def exposure(self) -> int:
        """What would stay unpaid if there were no next order: an estimate."""
        return max(self.open, self.usual)

    @property
    def days_to_pay(self) -> float | None:
        """From an order to its payment, on the mean; None: none is paid."""
        days = [(cycle.paid_on - cycle.ordered_on).days for cycle in self.cycles if cycle.paid_on is not None]
        return sum(days) / len(days) if days else None

    def shows(self, rules: ReceivablesRules) -> bool:
        """Whether the policy calls it a pattern."""
        return self.met >= rules.pattern_met


class Billed(NamedTuple):
    """An invoice as the pattern looks at it."""

    ordered_on: dt.date
    """The day of its order, of the invoice where nobody knows the order."""
    amount: int
    paid_on: dt.date | None


def conduct(invoices: Iterable[Paid]) -> Conduct:
    """How invoices of one currency were paid."""
    return together(
        Conduct(1, late, each.days_late, each.amount, each.amount * each.days_late, each.was_disputed, late_dispute)
        for each in invoices
        for late in [each.days_late > 0]
        for late_dispute in [late and each.was_disputed]
    )


def together(several: Iterable[Conduct]) -> Conduct:
    """The same of all of them, in one currency."""
    sums = [sum(column) for column in zip(*several, strict=True)]
    return Conduct(*sums) if sums else Conduct()


def paid_on(documents: Iterable[Document], on_account: Sequence[tuple[dt.date, int]]) -> dict[int, dt.date]:
    """Invoice -> the day on which payments that name none of them had settled it; those still open are absent.

    `documents`: what is open of one account and currency without these payments; `on_account`: day and amount of each.
    """
    by_day = sorted(on_account)
    money = list(accumulate(amount for _, amount in by_day))
    # what came in and was not paid back later: it only grows
    stayed = list(accumulate(reversed(money), min))[::-1]
    found, needed = {}, 0
    for document in in_order_of_payment(documents):
        if document.open > 0:
            needed += document.open
            place = bisect_left(stayed, needed - nothing(document.currency))
            if place == len(stayed):
                break
            found[document.invoice_id] = max(by_day[place][0], document.issued_on)
    return found


def pattern(
    currency: str,
    orders: Iterable[dt.date],
    invoices: Iterable[Billed],
    on: dt.date,
    rules: ReceivablesRules,
) -> Pattern | None:
    """Whether what an order cost is paid when the next one is placed; None: no cycle is complete.

    Orders so close to each other that a payment may belong to either say nothing. A cycle is complete once the days
    after the next order have passed, or it is paid.
    """
    days = sorted({day for day in orders if day <= on})
    billed: dict[dt.date, list[Billed]] = {}
    for each in invoices:
        place = bisect_right(days, each.ordered_on) - 1
        if place >= 0:
            billed.setdefault(days[place], []).append(each)
    found = []
    for ordered_on, next_on in pairwise(days):
        of_order = billed.get(ordered_on)
        if of_order is None or (next_on - ordered_on).days <= 2 * rules.pattern_days:
            continue
        paid = [each.paid_on for each in of_order]
        last = None if None in paid else max(day for day in paid if day is not None)
        if last is not None or (on - next_on).days > rules.pattern_days:
            found.append(Cycle(ordered_on, next_on, sum(each.amount for each in of_order), last))
    found = found[-rules.pattern_cycles :]
    if not found:
        return None
    met = sum(cycle.is_met(rules.pattern_days) for cycle in found)
    return Pattern(currency, tuple(found), met, sum(cycle.amount for cycle in found) // len(found))


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
