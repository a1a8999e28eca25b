"""The briefing: what one reads about an account before a meeting, and what to ask there (R69, R85, job 4).

What is unknown is None or empty here, and said to be unknown where it is shown; it is never 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.coverage import ACTIVE_DAYS, Threads
from kamtui.domain.deliverychecks import DeliveryCheck
from kamtui.domain.health import Health
from kamtui.domain.influences import Influence
from kamtui.domain.issues import IssueKind
from kamtui.domain.markets import UNKNOWN, Market
from kamtui.domain.money import Money
from kamtui.domain.periods import Period
from kamtui.domain.plans import Plan
from kamtui.domain.policy import Levels
from kamtui.domain.redflags import RedFlags
from kamtui.domain.signals.reason import Reason
from kamtui.domain.signals.situation import Trend
from kamtui.domain.stages import Stage, stage
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Feedback, Kind

NO_FLAGS = RedFlags((), 0)

TOUCHES = 5
"""Touches that a page has room for."""

TESTS_WHY: Mapping[str, str] = {
    "fit": "Does our product fit what they make?",
    "purchasing": "Is purchasing central, dispersed or mixed?",
    "pattern": "Do they buy again and again, by the project, or once?",
}
"""What each qualification test asks (R16)."""


class Ask(NamedTuple):
    """Something to find out in the meeting."""

    text: str
    """English message with {fields}; the numbers are in `fields`."""
    fields: Mapping[str, object]
    """A value that is an Ask is a message within the message."""


class Who(NamedTuple):
    """The account, and where it stands with us."""

    account_id: int
    external_id: str | None
    name: str
    parent: str
    """The group it belongs to; "" for none."""
    kind: str
    industry: str
    place: str
    owner: str
    """"": nobody."""
    tier: Tier | None
    tier_on: dt.date | None
    strategy: str
    """What the policy says is done with accounts of this class (R10)."""
    status: Status | None
    grade: Grade | None
    status_on: dt.date | None
    status_reason: str
    tiers: Sequence[tuple[dt.date, Tier]]
    """Every tier it had, oldest first."""
    last_touch_on: dt.date | None
    """None: never touched."""
    green_channel: bool = False
    """Whether its enquiries, orders and service go first (R56)."""

    @property
    def stage(self) -> Stage | None:
        """Where the relationship is in its cycle; None: it is not rated."""
        return stage(self.status, self.grade)


class Person(NamedTuple):
    """Somebody at the account."""

    contact_id: int
    name: str
    title: str
    level: Level | None
    function: Function | None
    since: dt.date | None
    last_on: dt.date | None
    """Of the last contact with them at this account; None: never."""
    influence: Influence | None = None
    """What is judged of them, as far as the page may say."""
    is_placeholder: bool = False
    """A role whose holder is not known yet."""
    covered: Sequence[str] = ()
    """The logins of those of us who cover them."""

    def is_silent(self, tier: Tier | None, levels: Levels, on: dt.date) -> bool:
        """Whether nothing was heard of them for longer than their level allows at a key account, or 90 days (D13)."""
        if self.last_on is None:
            return True
        has_clock = tier is Tier.KEY and self.level is not None
        most = levels.most(self.level) if has_clock and self.level else ACTIVE_DAYS
        return (on - self.last_on).days > most


class Left(NamedTuple):
    """Somebody who left within a year."""

    name: str
    title: str
    level: Level | None
    function: Function | None
    on: dt.date
    reason: EndReason | None


class Contacted(NamedTuple):
    """A touch that took place."""

    on: dt.date
    kind: Kind
    people: Sequence[str]
    by: Sequence[str]
    """Who of us was there."""
    summary: str
    feedback: Feedback | None
    """How the customer reacted; None where nobody said."""
    lesson: str
    """What it changes in our judgement (R37)."""


class Planned(NamedTuple):
    """A touch or an event that lies ahead."""

    on: dt.date
    kind: Kind
    people: Sequence[str]
    by: str
    summary: str


class Promise(NamedTuple):
    """What one side owes the other."""

    title: str
    due_on: dt.date | None
    on: dt.date
    """When it was promised."""
    owner: str
    contact: str
    """Whom we promised it to, or who promised it; "" where nobody is named."""
    by_customer: bool

    def late(self, on: dt.date) -> int:
        """Days by which it is late; 0 where it is not."""
        return 0 if self.due_on is None else max((on - self.due_on).days, 0)


class Quarter(NamedTuple):
    """What was bought in three months."""

    period: Period
    revenue: int
    partial: bool
    """It still runs."""


class Wallet(NamedTuple):
    """What the customer spends in all on what we offer, as somebody estimated it."""

    value: Money
    """In a year."""
    on: dt.date
    source: str
    confidence: str
    """low, medium, high; "" where nobody said."""


class Numbers(NamedTuple):
    """What the account buys, in 1/10,000 of one currency."""

    currency: str
    revenue: int | None
    """Of twelve months; None: it never bought anything."""
    profit: int | None
    """None: unknown for one document at least."""
    last_order_on: dt.date | None
    rank: int | None
    """By revenue of twelve months among those who bought in this currency; None: it did not, or the book is large."""
    buyers: int
    """0 in a large book: nobody counts them for one page."""
    share: float | None
    """Of the revenue of all of them, 0-1."""
    trend: Trend | None
    """None: nothing was bought a year ago to compare with."""
    quarters: Sequence[Quarter]
    """The latest last; empty where nothing was ever bought."""
    wallet: Wallet | None


class Granted(NamedTuple):
    """Something beyond the limits of the policy that a head allowed."""

    on: dt.date
    title: str
    what: str
    """As it was proposed, or what was decided instead."""


class Service(NamedTuple):
    """How often it is to be touched, and what it is served otherwise than its class."""

    target_days: int | None
    """None: no rhythm is set for its class."""
    most_days: int | None
    next_due_on: dt.date | None
    change: str
    """"" for the usual service of its tier."""
    change_on: dt.date | None
    change_reason: str
    concessions: int | None
    """Of twelve months in 1/10,000 of the currency; None: none are known."""
    granted: Sequence[Granted]
    """Within a year, the latest first."""


class Voice(NamedTuple):
    """What somebody there said last, of our firm or of one of us."""

    name: str
    """"" where nobody is named."""
    level: Level | None
    about: str
    """A login; "" of our firm, which is satisfaction."""
    on: dt.date
    score: float
    """0-10."""
    before: float | None
    """What they said the time before; None: they were not asked, or nobody may know."""
    text: str
    confidential: bool


class Asked(NamedTuple):
    """When the customer was asked last, also where the answer is not for everybody's eyes."""

    firm_on: dt.date | None
    staff_on: dt.date | None


class Issued(NamedTuple):
    """An issue or a request that is open, or was settled lately."""

    kind: IssueKind
    severity: int
    """1 stops the customer, 2 hinders, 3 can wait."""
    title: str
    on: dt.date
    contact: str
    """"" where nobody is named."""
    owner: str
    department: OurFunction | None
    """Which of ours must act."""
    due_on: dt.date
    """By when it must be answered or settled, by the hours of its tier."""
    resolved_on: dt.date | None
    answer: str
    """What became of it, or what they were told."""
    prevented_by: str
    confidential: bool

    def late(self, on: dt.date) -> int:
        """Days by which it is late; 0 where it is not."""
        return 0 if self.resolved_on is not None else max((on - self.due_on).days, 0)


class Open(NamedTuple):
    """A line of a scorecard that a person judges and nobody has judged."""

    criterion: str
    why: str
    weight: float
    """Percent of the composite."""


class Briefing(NamedTuple):
    """One page before a meeting."""

    on: dt.date
    who: Who
    health: Health | None
    """None: an archived account has none."""
    people: Sequence[Person]
    """The highest level first."""
    left: Sequence[Left]
    """The latest first."""
    touches: Sequence[Contacted]
    """The newest first."""
    promises: Sequence[Promise]
    """The earliest due first, those without a day last."""
    numbers: Numbers
    service: Service
    voices: Sequence[Voice]
    """The newest of each who said something, the newest first."""
    asked: Asked
    reasons: Sequence[Reason]
    """Why it wants attention that day, the most pressing first."""
    ahead: Sequence[Planned]
    unjudged: Sequence[Open]
    """The heaviest first."""
    disproof: Ask | None
    """The fact that speaks against how the relationship is rated."""
    levels: Levels
    """How long each level of a key account may be silent."""
    flags: RedFlags = NO_FLAGS
    """What is in doubt there."""
    threads: Threads = Threads(0, 0, 0)
    """Who was active in the last 90 days."""
    plan: Plan | None = None
    """Of the fiscal year; None: there is none."""
    market: Market = UNKNOWN
    delivery: DeliveryCheck | None = None
    """What it owes and needs; None: an archived account is promised nothing."""
    issues: Sequence[Issued] = ()
    """Open ones by when they are due, then those settled lately, the latest first."""
    asks: Sequence[Ask] = ()

    @property
    def silent(self) -> frozenset[int]:
        """The contacts of whom nothing was heard for too long."""
        tier = self.who.tier
        return frozenset(
            one.contact_id
            for one in self.people
            if not one.is_placeholder and one.is_silent(tier, self.levels, self.on)
        )
