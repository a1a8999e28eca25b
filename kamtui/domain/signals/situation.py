"""What the signals look at: one account as the book knows it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kamtui.domain.contacts import Function, Level
from kamtui.domain.credit import CreditState
from kamtui.domain.influences import Influence
from kamtui.domain.issues import Repeated, Waiting
from kamtui.domain.opportunities import Deals
from kamtui.domain.payers import Pattern
from kamtui.domain.periods import Period, months_between
from kamtui.domain.receivables import Pressing
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.terms import TermsState
from kamtui.domain.tiers import Tier

if TYPE_CHECKING:
    # names only: what makes a card need not load what it takes to count supplies
    from kamtui.domain.peaks import Peak
    from kamtui.domain.supply import Cover

NONE: Mapping[str, dt.date] = MappingProxyType({})


class Someone(NamedTuple):
    """A person who holds a position at the account."""

    contact_id: int
    name: str
    level: Level | None
    function: Function | None
    since: dt.date | None
    """From when on the position is held; None: not known."""
    last_on: dt.date | None
    """Of the last qualifying touch with them at this account; None: never."""
    spoken: bool
    """Whether they were touched within the days of their level by more than mails and messages (D14)."""
    mails: tuple[int, int] | None = None
    """The first and the last mail or message within those days, by their ids; None: there was none."""
    is_placeholder: bool = False
    """A role whose holder is not known yet."""
    is_marked: bool = False
    """Marked as a key person by hand."""
    influence: Influence | None = None
    """What is judged of them; None: nothing."""
    covered: tuple[str, ...] = ()
    """The logins of those of us who cover them."""
    against_since: dt.date | None = None
    """Since when they have been judged to prefer another or work against us, however often anew; None: they are not."""


class Gone(NamedTuple):
    """A person who left the account."""

    contact_id: int
    name: str
    level: Level | None
    on: dt.date
    share: float
    """Of the account's qualifying touches in the year before, how many went through them, 0-1."""
    function: Function | None = None
    influence: Influence | None = None
    """What was judged of them when they left."""
    weight: float = 0.0
    """Of the influence known at the account then, how much was theirs, 0-1 (D30)."""


class Promises(NamedTuple):
    """Open follow-ups that are due, of one side."""

    number: int
    due_on: dt.date
    """Of the one that is due the longest."""
    title: str


class Opinion(NamedTuple):
    """What somebody at the customer said: of us (`about` is ""), or of one of our people."""

    contact_id: int | None
    about: str
    on: dt.date
    score: float
    """0-10."""
    name: str = ""
    """Of the respondent; "": nobody was named."""


class Trend(NamedTuple):
    """What was bought in some whole months, and in the same months a year before; in 1/10,000 of one currency."""

    period: Period
    revenue: int
    last_year: int
    """Above zero."""

    @property
    def ratio(self) -> float:
        """Now over then."""
        return self.revenue / self.last_year

    @property
    def percent(self) -> int:
        """Now over then in whole percent: 79.6 % is below 80 %, so it is not rounded up to it."""
        return 100 * self.revenue // self.last_year

    @property
    def months(self) -> int:
        """How many months are compared."""
        return months_between(*self.period) + 1


class RivalMove(NamedTuple):
    """The last move of a competitor at the account that nobody answered."""

    name: str
    move: str
    on: dt.date
    is_strategic: bool
    """Whether the account is one that rivals would like to break into (R11)."""


class PlanState(NamedTuple):
    """The plan of an account for the fiscal year of the day."""

    closed_on: dt.date | None
    alive_on: dt.date
    """When anything of it was last written, confirmed, measured or gone through."""
    off_track: tuple[tuple[dt.date, str], ...] = ()
    """Goals that are off track: since when that is known, and their titles."""


class Situation(NamedTuple):
    """One account on a day. A field that was not looked at because nothing asks for it is empty."""

    account_id: int
    tier: Tier | None = None
    tier_on: dt.date | None = None
    """Since when it has this tier."""
    owner: str = ""
    """"": nobody's."""
    status: Status | None = None
    grade: Grade | None = None
    status_on: dt.date | None = None
    """Of the newest rating."""
    status_since: dt.date | None = None
    """Since when it is rated so, however often again; None: since `status_on`."""
    first_touch_on: dt.date | None = None
    """Read for key accounts."""
    last_touch_on: dt.date | None = None
    """None: never touched."""
    next_due_on: dt.date | None = None
    """Last touch plus the target of its tier, or of its own service."""
    overdue_on: dt.date | None = None
    """Last touch plus the maximum."""
    unclosed_on: dt.date | None = None
    """Of the oldest planned touch that should have taken place and was never closed."""
    unclosed: int = 0
    """How many such touches there are."""
    people: Sequence[Someone] = ()
    """Read for key accounts, for those called solid, and where somebody is judged."""
    gone: Sequence[Gone] = ()
    """Who left and holds no position there any more, the latest first."""
    ours: Promises | None = None
    """What we promised and is due."""
    theirs: Promises | None = None
    event: tuple[dt.date, str] | None = None
    """The next event of the customer, from today on: its day and what it is."""
    fiscal_year: Period | None = None
    forum_on: dt.date | None = None
    """Of the annual forum of this fiscal year, held or planned; None: there is none."""
    opinions: Sequence[Opinion] = ()
    """The latest last."""
    issues: Sequence[Waiting] = ()
    """Open ones, the oldest first."""
    repeated: Sequence[Repeated] = ()
    """Causes that came up again and again, the most often first."""
    short: Sequence[Cover] = ()
    """Stocks that last hardly as long as a delivery takes, the worst first."""
    peaks: Sequence[Peak] = ()
    """Those near enough to be prepared, which nobody does; the nearest first."""
    asked_on: dt.date | None = None
    """When somebody there was last asked about one of our people, also where the answer is not for everybody's eyes."""
    last_order_on: dt.date | None = None
    """Of those who have been quiet for long, ordered within a year and do not buy by the project."""
    trend: Trend | None = None
    """None: nothing to compare with."""
    overdue: Sequence[Pressing] = ()
    """What it has to be asked for, by currency; only where some of it is late for more days than is allowed."""
    patterns: Sequence[Pattern] = ()
    """Its habit of paying with the next order, by currency; empty where it has none."""
    credit: CreditState | None = None
    """None: nothing stands near a limit, and no review is due."""
    terms: TermsState | None = None
    """None: nothing is the matter with what was granted."""
    deals: Deals | None = None
    """None: no opportunity asks for anything."""
    exception: tuple[int, dt.date, str] | None = None
    """How many exceptions wait for a head, since when the first of them does, and its title."""
    rival: RivalMove | None = None
    """The latest within the days of the policy."""
    plan: PlanState | None = None
    """None: it has none."""
    has_plans: bool = False
    """Whether any account in the book has a plan at all."""
    has_owners: bool = False
    """Whether anybody in the book owns an account at all."""
    has_covers: bool = False
    """Whether anybody in the book covers anybody at all."""
    rating: float | None = None
    """How the owner is rated on average, 1-5; None: not rated, or not for the reader's eyes."""
    namesakes: tuple[int, str, int] | None = None
    """How many other accounts have the same name, that of the first and its id; None: none, or all told apart."""
    answered: Mapping[str, dt.date] = NONE
    """Signal -> the day of the next step that was promised about it and is not late."""
