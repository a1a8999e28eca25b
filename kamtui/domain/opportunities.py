"""Opportunities: what may be sold, how near it is, what it is worth, and what came of those that are over (R43)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.money import Money
from kamtui.domain.texts import vocabulary


class Kind(StrEnum):
    """What kind of business it would be."""

    NEW_BUSINESS = "new_business"
    RENEWAL = "renewal"
    UPSELL = "upsell"
    CROSS_SELL = "cross_sell"
    TENDER = "tender"
    OTHER = "other"


class Level(StrEnum):
    """The four levels of the funnel (R43)."""

    UNIVERSE = "universe"
    """It might buy; nobody has asked yet."""
    ABOVE = "above"
    """There is a lead: somebody there said that something is wanted."""
    IN = "in"
    """At work: those who decide are spoken with."""
    BEST_FEW = "best_few"
    """Nearly won: little is left to chance."""

    @property
    def label(self) -> str:
        """What it is called in a sentence; English."""
        return {"above": "above the funnel", "in": "in the funnel", "best_few": "best few"}.get(
            self.value
        ) or self.value

    @property
    def short(self) -> str:
        """What it is called where there is little room, with the digit that is typed for it; English."""
        return {"universe": "1 universe", "above": "2 above", "in": "3 in"}.get(self.value, "4 best few")


class Outcome(StrEnum):
    """Whether it is over, and how."""

    OPEN = ""
    WON = "won"
    LOST = "lost"


class Stage(NamedTuple):
    """Where another program says an opportunity stands."""

    level: Level | None
    """None: it is over, and how near it was is not said."""
    outcome: Outcome = Outcome.OPEN


LONGEST_NAME = 500
"""Characters."""


class Opportunity(NamedTuple):
    """Something that may be sold."""

    id: int
    external_id: str | None
    account_id: int | None
    """None: nobody can be named for it yet."""
    account: str | None
    name: str
    kind: Kind
    level: Level
    level_on: dt.date
    """Since when it is on this level."""
    amount: int | None
    """1/10,000; None: not known."""
    currency: str
    product: str
    """As it was entered."""
    owner: str
    origin: str
    minutes: int | None
    """Of ours that it still needs; None: as the policy says for its level."""
    opened_on: dt.date
    opened_said: bool
    """Whether somebody said when; else it is the first day on which it is known to have been there."""
    expected_on: dt.date | None
    outcome: Outcome
    closed_on: dt.date | None
    reason: str
    is_key: bool
    note: str
    recorded_at: str
    list_price: Money | None = None
    """What the catalogue says of its product; None: nothing."""
    catalogued: str = ""
    """The product as the catalogue calls it; "" where it is not there."""

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided yet."""
        return self.outcome is Outcome.OPEN

    @property
    def value(self) -> Money | None:
        """What it is worth: as entered, else the list price of its product; None: unknown."""
        return self.list_price if self.amount is None else Money(self.amount, self.currency)

    @property
    def is_estimated(self) -> bool:
        """Whether its value is only a list price."""
        return self.amount is None and self.list_price is not None

    def idle_days(self, on: dt.date) -> int:
        """Days since it last moved to another level, or was opened."""
        return max(0, (on - max(self.level_on, self.opened_on)).days)

    def late_days(self, on: dt.date) -> int:
        """Days since it was expected; 0 where its day has not passed, or nobody said one."""
        return 0 if self.expected_on is None else max(0, (on - self.expected_on).days)


class Pending(NamedTuple):
    """An open opportunity as the signals see it."""

    on: dt.date
    """When it is to be decided; of one at work, since when it is on its level."""
    name: str
    kind: Kind


class Deals(NamedTuple):
    """What the opportunities of an account ask for."""

    ending: Sequence[Pending] = ()
    """Renewals and tenders that are to be decided soon, or should have been; the first first."""
    working: Sequence[Pending] = ()
    """Those in the funnel or among the best few, the oldest first."""


def kind(text: str) -> Kind:
    """The kind of business that `text` names, in English or Chinese; raises BadInput."""
    return _KINDS.named(text, "'{text}' is no kind of opportunity; use {accepted}")


def level(text: str) -> Level:
    """The level of the funnel that `text` names, in English or Chinese; raises BadInput."""
    return _LEVELS.named(text, "'{text}' is no level of the funnel; use {accepted}")


_KINDS = vocabulary(
    Kind,
    {
        Kind.NEW_BUSINESS: "new · new customer · new logo · net new · 新业务 · 新客户 · 新签",
        Kind.RENEWAL: "renew · existing business · existing customer renewal · 续约 · 续签 · 续费",
        Kind.UPSELL: "up sell · expansion · upgrade · existing customer upgrade · 增购 · 扩容 · 升级",
        Kind.CROSS_SELL: "crosssell · 交叉销售",
        Kind.TENDER: "bid · rfp · rfq · 投标 · 招标 · 标案",
        Kind.OTHER: "其他 · 其它 · existing customer replacement · existing customer downgrade",
    },
)
_LEVELS = vocabulary(
    Level,
    {
        Level.UNIVERSE: "1 · 全部 · 潜在 · 漏斗外",
        Level.ABOVE: "2 · above the funnel · lead · 漏斗上 · 漏斗上方 · 线索",
        Level.IN: "3 · in the funnel · working · 漏斗中 · 跟进中",
        Level.BEST_FEW: "4 · best · 最佳少数 · 最有希望 · 即将成交",
    },
)
