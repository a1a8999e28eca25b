"""What was granted a customer: kinds of terms, what they cost in a year, and what room is left for them (R54, D25)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.amounts import amount
from kamtui.domain.facts import written
from kamtui.domain.money import SCALE, grouped
from kamtui.domain.policy import ProfitRules
from kamtui.domain.texts import tidy, vocabulary
from kamtui.domain.traderules import ReceivablesRules
from kamtui.i18n import t

HUNDRED = 100 * SCALE
"""A hundred percent, as values in percent are stored."""


class TermsKind(StrEnum):
    """What is granted."""

    DISCOUNT = "discount"
    REBATE = "rebate"
    JOINT_PROMO = "joint_promo"
    FREIGHT = "freight"
    TRAINING = "training"
    STOCK_SUPPORT = "stock_support"
    PAYMENT_DAYS = "payment_days"
    EXCLUSIVITY = "exclusivity"
    OTHER = "other"


NAMES = {each: each.value.replace("_", " ") for each in TermsKind}
"""Kind -> what it is called."""


class Unit(StrEnum):
    """What a value is in."""

    PERCENT = "percent"
    """Of sales."""
    DAYS = "days"
    MONEY = "money"
    """An amount a year."""


class Terms(NamedTuple):
    """Something that was granted."""

    id: int
    account_id: int
    kind: TermsKind
    title: str
    value: int | None
    """In 1/10,000 of the unit; None: in words only."""
    unit: Unit | None
    cost: int | None
    """What it costs in a year as somebody estimated it, in 1/10,000 of `currency`; None: nobody did."""
    currency: str
    prepay: int | None
    """Percent of each invoice, in 1/10,000, that must be paid by its day; None: none."""
    condition: str
    """What else it hangs on."""
    from_on: dt.date
    to_on: dt.date | None
    """The last day; None: until it is ended."""
    designed_with: str
    result: str
    exception_id: int | None
    """The approval it rests on."""
    on: dt.date
    agreed_by: str

    @property
    def label(self) -> str:
        """What was granted, in a few words: "discount 5 %: spring"."""
        what = t(NAMES[self.kind])
        if self.value is not None:
            what += f" {shown(self.value, self.unit or Unit.MONEY, self.currency)}"
        return f"{what}: {self.title}" if self.title else what

    def runs(self, on: dt.date) -> bool:
        """Whether it is granted on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def days_left(self, on: dt.date) -> int | None:
        """Days until its last one; None: it has none."""
        return None if self.to_on is None else (self.to_on - on).days


class Cost(NamedTuple):
    """What terms cost in a year."""

    amount: int | None
    """In 1/10,000; None: nobody knows."""
    is_computed: bool
    """From the revenue of twelve months, because nobody estimated it."""


def cost(
    kind: TermsKind, value: int | None, unit: Unit | None, estimated: int | None, revenue: int | None, rules: Rules
) -> Cost:
    """What terms cost in a year: as estimated, else a percentage of the revenue of twelve months, or its financing.

    `revenue` is in the currency of the terms, None where it is unknown. Longer payment costs what the money costs for
    the days beyond the usual ones.
    """
    if estimated is not None or value is None:
        return Cost(estimated, is_computed=False)
    if unit is Unit.MONEY:
        return Cost(value, is_computed=True)
    if revenue is None:
        return Cost(None, is_computed=True)
    earned = max(revenue, 0)
    if unit is Unit.PERCENT:
        return Cost(_half_up(earned * value, HUNDRED), is_computed=True)
    if kind is TermsKind.PAYMENT_DAYS:
        beyond = max(value - rules.receivables.payment_days * SCALE, 0)
        return Cost(_half_up(earned * beyond * round(rules.receivables.capital_cost * 100), HUNDRED * 36_500), True)
    return Cost(None, is_computed=False)


class Rules(NamedTuple):
    """What the policy says of terms."""

    profit: ProfitRules
    receivables: ReceivablesRules


class Headroom(NamedTuple):
    """What room there is for concessions at an account, over twelve months up to a day; in 1/10,000 (R54, D25)."""

    currency: str
    revenue: int | None
    gross: int | None
    """Gross profit; None: unknown, and so is the room."""
    served: int | None
    """Cost-to-serve; None: unknown: the room is at most what is shown."""
    entered: int
    """Concessions that were entered as figures."""
    terms: int
    """What the terms in force cost in a year."""
    unpriced: int
    """How many terms in force cost nobody knows what."""
    floor_percent: float
    share_percent: float

    @property
    def granted(self) -> int:
        """All concessions."""
        return self.entered + self.terms

    @property
    def floor(self) -> int | None:
        """The net that must be left; None: the revenue is unknown."""
        return None if self.revenue is None else _share(max(self.revenue, 0), self.floor_percent)

    @property
    def left(self) -> int | None:
        """Gross profit less cost-to-serve, concessions and floor; below zero: too much was granted; None: unknown."""
        if self.gross is None or self.floor is None:
            return None
        return self.gross - (self.served or 0) - self.granted - self.floor

    @property
    def share_left(self) -> int | None:
        """What concessions may still take of the gross profit; None: unknown."""
        return None if self.gross is None else _share(max(self.gross, 0), self.share_percent) - self.granted

    @property
    def room(self) -> int | None:
        """What may still be granted: the smaller of both; None: unknown."""
        if self.left is None or self.share_left is None:
            return None
        return min(self.left, self.share_left)

    @property
    def is_over(self) -> bool:
        """Whether more is granted than there is room for; not where the room is unknown."""
        return self.room is not None and self.room < 0

    @property
    def is_at_most(self) -> bool:
        """Whether something that would lessen the room is unknown."""
        return self.served is None or self.unpriced > 0

    def after(self, more: int | None) -> Headroom:
        """The headroom with a concession more that costs so much in a year; None: nobody knows."""
        if more is None:
            return self._replace(unpriced=self.unpriced + 1)
        return self._replace(terms=self.terms + more)

    def without(self, less: int | None) -> Headroom:
        """The headroom with a concession less."""
        if less is None:
            return self._replace(unpriced=self.unpriced - 1)
        return self._replace(terms=self.terms - less)


class TermsState(NamedTuple):
    """What the daily review looks at where terms are in force."""

    over: Headroom | None
    """Where more is granted than there is room for."""
    over_since: dt.date | None
    """Since when the newest of the terms has been in force."""
    ending: tuple[tuple[dt.date, str, dt.date], ...] = ()
    """Those that end soon: the last day, what it is, and since when that is soon; the soonest first."""
    unmet: tuple[Condition, ...] = ()


class Condition(NamedTuple):
    """Whether the invoices issued while terms were in force were prepaid as agreed (R73)."""

    terms_id: int
    what: str
    percent: float
    """What was agreed, of each invoice."""
    invoices: int
    met: int
    """How many of them were prepaid so far."""
    amount: int
    """Invoiced, in 1/10,000 of `currency`."""
    prepaid: int
    """Paid by the day of issue."""
    currency: str
    first_unmet_on: dt.date | None

    @property
    def is_met(self) -> bool | None:
        """None: nothing was invoiced yet."""
        return None if not self.invoices else self.met == self.invoices

    @property
    def prepaid_percent(self) -> float | None:
        """Of what was invoiced; None: nothing was."""
        return 100 * self.prepaid / self.amount if self.amount else None


def shown(value: int, unit: Unit, currency: str) -> str:
    """A value with its unit."""
    if unit is Unit.MONEY:
        return f"{grouped(value, currency)} {currency}"
    number = written(value, None)
    return t("{number} %", number=number) if unit is Unit.PERCENT else t("{number} days", number=number)


def kind(text: str) -> TermsKind:
    """The kind of terms that `text` names, in English or Chinese; raises BadInput."""
    return _KINDS.named(text, "'{text}' is no kind of terms; use {accepted}")


def value(text: str, kind: TermsKind, currency: str) -> tuple[int, Unit]:
    """What `text` grants, in 1/10,000 of its unit: "5%", "60d", "20000"; a bare number is in the unit of its kind."""
    folded = tidy(text)
    for unit, marks in _MARKS.items():
        for mark in marks:
            if folded.endswith(mark):
                return amount(folded.removesuffix(mark).strip()), unit
    unit = USUAL.get(kind, Unit.MONEY)
    return amount(text, currency if unit is Unit.MONEY else ""), unit


def percent(text: str) -> int:
    """Percent in 1/10,000, with or without the sign."""
    return amount(tidy(text).removesuffix("%").strip())


_MARKS = {Unit.PERCENT: ("%", "percent"), Unit.DAYS: ("days", "d", "天", "日")}
USUAL = {TermsKind.DISCOUNT: Unit.PERCENT, TermsKind.REBATE: Unit.PERCENT, TermsKind.PAYMENT_DAYS: Unit.DAYS}
"""What a value is in where nobody says it; of the other kinds an amount."""


def _share(of: int, percent: float) -> int:
    """So many percent of an amount that is not below zero, rounded down."""
    return of * round(percent * SCALE) // HUNDRED


def _half_up(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


_KINDS = vocabulary(
    TermsKind,
    {
        TermsKind.DISCOUNT: "折扣 · 价格折扣 · price",
        TermsKind.REBATE: "返利 · 返点 · 回扣",
        TermsKind.JOINT_PROMO: "联合促销 · 促销 · promo · promotion",
        TermsKind.FREIGHT: "运费 · 包邮 · 物流支持",
        TermsKind.TRAINING: "培训 · 培训支持",
        TermsKind.STOCK_SUPPORT: "铺货 · 库存支持 · 备货支持",
        TermsKind.PAYMENT_DAYS: "账期 · 付款天数 · 付款期限 · payment terms",
        TermsKind.EXCLUSIVITY: "独家 · 独家经营 · 独家代理",
        TermsKind.OTHER: "其他 · 其它",
    },
)
