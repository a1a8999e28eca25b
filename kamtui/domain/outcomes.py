"""What an operation did: one value per outcome, from which the command line and the app say their sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.exceptions import State
from kamtui.domain.facts import Metric
from kamtui.domain.influenceoutcomes import InfluenceOutcome
from kamtui.domain.invoiceoutcomes import InvoiceOutcome
from kamtui.domain.issueoutcomes import IssueOutcome
from kamtui.domain.marketoutcomes import MarketOutcome
from kamtui.domain.opportunityoutcomes import OpportunityOutcome
from kamtui.domain.peopleoutcomes import PeopleOutcome
from kamtui.domain.planoutcomes import PlanOutcome
from kamtui.domain.rateoutcomes import RateOutcome
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.structureoutcomes import StructureOutcome
from kamtui.domain.supplyoutcomes import SupplyOutcome
from kamtui.domain.teamoutcomes import TeamOutcome
from kamtui.domain.termsoutcomes import TermsOutcome
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind


class AccountAdded(NamedTuple):
    """A new account."""

    account_id: int
    name: str


class AccountEdited(NamedTuple):
    """Fields of an account, or its owner, have new values."""

    account_id: int
    name: str
    fields: tuple[str, ...]


class AccountArchived(NamedTuple):
    """An account left the lists; `on` is None when it came back."""

    account_id: int
    name: str
    on: dt.date | None


class ContactAdded(NamedTuple):
    """A new person, or a known one with a new position."""

    contact_id: int
    name: str
    account_id: int
    account: str


class ContactEdited(NamedTuple):
    """A person or one of their positions has new values."""

    contact_id: int
    name: str
    fields: tuple[str, ...]


class StatusSet(NamedTuple):
    """A relationship status was set."""

    account_id: int
    account: str
    before: Status | None
    after: Status | None
    grade: Grade | None
    on: dt.date


class StatusReset(NamedTuple):
    """A relationship starts anew: its status, and the first steps."""

    account_id: int
    account: str
    set: StatusSet
    left: tuple[str, ...]
    """Names of those who left; none where the customer was reorganised."""
    share: float
    """How much of a year's contact left with them, 0-1."""
    titles: tuple[str, ...]
    """Tasks that were taken up; none where all of them were open already."""
    due_on: dt.date


class TierSet(NamedTuple):
    """A tier was decided."""

    decision_id: int
    account_id: int
    account: str
    before: Tier | None
    after: Tier
    on: dt.date
    objections: tuple[str, ...] = ()
    """What speaks against calling it key."""
    playbook: int = 0
    """Tasks that the policy offers an account which enters this tier (R10)."""


class ProposalAccepted(NamedTuple):
    """The tier that reviews proposed was decided."""

    set: TierSet
    overridden: tuple[str, ...]
    """Objections that a reason was given against."""
    demoted: TierSet | None
    """The key account that made room."""


class ProposalAnswered(NamedTuple):
    """A proposal was rejected or put off."""

    answer_id: int
    account_id: int
    account: str
    tier: Tier | None
    proposed: Tier
    answer: str
    until: dt.date


class ServiceChanged(NamedTuple):
    """A customer is served otherwise from a day on; without a change as its tier is again."""

    change_id: int
    account_id: int
    account: str
    change: str
    cadence_days: int | None
    on: dt.date


class PlaybookAdded(NamedTuple):
    """The tasks of a tier's playbook were taken up."""

    account_id: int
    account: str
    tier: Tier
    titles: tuple[str, ...]
    due_on: dt.date


class TaskAdded(NamedTuple):
    """A follow-up was promised."""

    task_id: int
    title: str
    due_on: dt.date | None
    repeated: bool = False
    """The same key came before: nothing was written."""


class TaskClosed(NamedTuple):
    """A follow-up was done or cancelled."""

    task_id: int
    title: str
    state: str
    following: TaskAdded | None = None
    """The next one, where it comes again."""


class TaskEdited(NamedTuple):
    """A follow-up has new values."""

    task_id: int
    title: str
    fields: tuple[str, ...]
    due_on: dt.date | None = None


class Twin(NamedTuple):
    """What a colleague logged of what looks like the same meeting (P16)."""

    touch_id: int
    by: str


class TouchLogged(NamedTuple):
    """A touch was logged, with what came along in the same line."""

    touch_id: int
    account_id: int
    account: str
    kind: Kind
    on: dt.date
    minutes: int | None
    people: tuple[str, ...]
    next_due_on: dt.date | None
    """When the next touch is due, as far as the account's tier asks for one."""
    follow_up: TaskAdded | None
    status: StatusSet | None
    repeated: bool = False
    """The same key came before: nothing was written."""
    their_promise: TaskAdded | None = None
    """What the customer promised us."""
    twin: Twin | None = None
    """What a colleague logged of the same meeting."""


class TouchEdited(NamedTuple):
    """A touch has new values."""

    touch_id: int
    account_id: int
    account: str
    fields: tuple[str, ...]


class TouchJoined(NamedTuple):
    """A touch is the same meeting as a colleague's, or is one of its own again."""

    touch_id: int
    account_id: int
    account: str
    joins: int | None
    by: str
    """The colleague."""


class OpinionAdded(NamedTuple):
    """What somebody at the customer thinks was kept."""

    opinion_id: int
    account_id: int
    account: str
    contact: str
    """"": nobody was named."""
    about: str
    """The login of one of ours; "": the firm."""
    score: float
    before: float | None
    """What the same respondent said of the same the time before."""
    touch_id: int | None


class OpinionEdited(NamedTuple):
    """An opinion has new values; without fields it was removed."""

    opinion_id: int
    account_id: int
    account: str
    fields: tuple[str, ...]


class SaleAdded(NamedTuple):
    """A sales document was entered, or corrected under the same number."""

    sale_id: int
    account: str
    number: str
    amount: int
    currency: str
    repeated: bool = False


class Backfilled(NamedTuple):
    """Tier decisions of past reviews."""

    reviews: int
    decisions: int
    accounts: int


class Reviewed(NamedTuple):
    """An account was looked at: done for the day, or put off until a day."""

    ack_id: int
    account_id: int
    account: str
    until_on: dt.date | None


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


class UserAdded(NamedTuple):
    """A colleague was entered."""

    user_id: int
    login: str
    role: str


class UserEdited(NamedTuple):
    """A colleague's entry has new values."""

    user_id: int
    login: str
    fields: tuple[str, ...]


class JudgementAdded(NamedTuple):
    """A criterion of an account was judged, or a judgement was taken back."""

    judgement_id: int
    account_id: int
    account: str
    criterion: str
    score: float | None
    """0-10; None with an empty answer: taken back."""
    answer: str
    on: dt.date
    stands_in: bool = False
    """The criterion is computed: the judgement counts only while the figure is unknown."""


class FactAdded(NamedTuple):
    """A figure of a period was entered, or corrected."""

    fact_id: int
    account_id: int
    account: str
    metric: Metric
    period: str
    product: str
    value: int
    """In 1/10,000 of the unit."""
    unit: str
    currency: str | None
    corrected: bool


class PolicySet(NamedTuple):
    """A new version of the rules."""

    version: int
    on: dt.date


class Imported(NamedTuple):
    """Files were read into the book."""

    read: int
    created: Mapping[str, int]
    """Target -> rows that are new."""
    updated: Mapping[str, int]
    unchanged: Mapping[str, int]
    rejected: tuple[RejectedRow, ...]
    rejected_count: int
    """All of them; `rejected` keeps the first ones word for word."""
    warnings: tuple[str, ...]
    unattributed: int
    """Sales documents that name no account: in the book, on nobody."""


class RejectedRow(NamedTuple):
    """A row that was not imported, and why."""

    file: str
    line: int
    reason: str
    row: tuple[str, ...]


class Undone(NamedTuple):
    """A change was taken back, or an undo was."""

    change: int
    op: str
    rows: int
    redone: bool


Outcome = (
    AccountAdded
    | AccountEdited
    | AccountArchived
    | ContactAdded
    | ContactEdited
    | StatusSet
    | StatusReset
    | TierSet
    | ProposalAccepted
    | ProposalAnswered
    | ServiceChanged
    | PlaybookAdded
    | TaskAdded
    | TaskClosed
    | TaskEdited
    | TouchLogged
    | TouchEdited
    | TouchJoined
    | OpinionAdded
    | OpinionEdited
    | SaleAdded
    | Backfilled
    | Reviewed
    | ExceptionRaised
    | ExceptionDecided
    | ExceptionCommented
    | UserAdded
    | UserEdited
    | JudgementAdded
    | FactAdded
    | PolicySet
    | Imported
    | InfluenceOutcome
    | InvoiceOutcome
    | IssueOutcome
    | MarketOutcome
    | OpportunityOutcome
    | PeopleOutcome
    | PlanOutcome
    | RateOutcome
    | StructureOutcome
    | SupplyOutcome
    | TeamOutcome
    | TermsOutcome
    | Undone
)
"""Everything an operation can answer."""
