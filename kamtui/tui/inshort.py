"""What an operation did, in as few words as the message line has room for."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes.accounts import ContactAdded
from kamtui.domain.outcomes.every import Outcome
from kamtui.domain.outcomes.influences import (
    FlagAnswered,
    FlagRaised,
    FlagSettled,
    InfluenceJudged,
    InfluencesVerified,
)
from kamtui.domain.outcomes.invoices import InvoiceOutcome
from kamtui.domain.outcomes.issues import IssueAdded, IssueAnswered, IssueReopened, IssueResolved
from kamtui.domain.outcomes.markets import ProfileConfirmed, ProfileSet
from kamtui.domain.outcomes.opportunities import (
    OpportunityAdded,
    OpportunityClosed,
    OpportunityEdited,
    OpportunityMoved,
)
from kamtui.domain.outcomes.people import ContactLeft, ContactPurged
from kamtui.domain.outcomes.plans import PlanConfirmed, PlanReviewed, PlanWritten
from kamtui.domain.outcomes.statuses import StatusReset, StatusSet
from kamtui.domain.outcomes.supply import PeakAdded, PeakCancelled, PeakEdited, PeakPrepared, PeakResulted
from kamtui.domain.outcomes.tasks import Reviewed, TaskAdded
from kamtui.domain.outcomes.terms import TermsOutcome
from kamtui.domain.outcomes.tiers import ProposalAccepted, TierSet
from kamtui.domain.outcomes.touches import TouchLogged
from kamtui.domain.plansections import known
from kamtui.i18n import n, t
from kamtui.render.format import on_weekday
from kamtui.render.said import said
from kamtui.render.text import fit, width

OfAccount = (
    InvoiceOutcome
    | TermsOutcome
    | PeakAdded
    | PeakEdited
    | PeakCancelled
    | PeakResulted
    | PeakPrepared
    | OpportunityAdded
    | OpportunityEdited
    | OpportunityMoved
    | OpportunityClosed
)
"""Outcomes that say more than the line has room for beside a long name."""

LEAST = 16
"""Cells below which nothing is said about the next card."""

NAME = 20
"""Cells of an account's name in a message."""

SIGN = 2
"""Cells of the sign in front of a message, and of the gap before what stands right."""


def brief(outcome: Outcome, today: dt.date, due: dt.date | None = None) -> str:
    """The sentence of `said`; what comes next stands before what is on screen anyway.

    `due` is the day of the account's next touch, for outcomes that do not know it.
    """
    match outcome:
        case TouchLogged(repeated=False):
            return _touch(outcome, today)
        case StatusReset():
            return _reset(outcome, today)
        case TaskAdded(repeated=False, due_on=dt.date()):
            return t("{title}: due {due}", title=outcome.title, due=on_weekday(outcome.due_on, today))
        case StatusSet() | Reviewed():
            return _settled(outcome._replace(account=_cut(outcome.account)), today, due)
        case ContactLeft():
            return _left(outcome)
        case ContactPurged():
            return t("personal data of {name} are out for good; backups still have them", name=outcome.name)
        case TierSet():
            return said(_entered(outcome))
        case ProposalAccepted():
            return said(outcome._replace(set=_entered(outcome.set)))
        case PlanConfirmed() | PlanWritten():
            return _of_plan(outcome)
        case PlanReviewed():
            return t("gone through on {day}", day=on_weekday(outcome.on, today))
        case ProfileSet() | ProfileConfirmed():
            return said(outcome._replace(name=_cut(outcome.name)))
        case InfluenceJudged() | InfluencesVerified() | FlagRaised() | FlagAnswered() | FlagSettled() | ContactAdded():
            return said(outcome._replace(account=_cut(outcome.account)))
        case IssueAdded() | IssueAnswered() | IssueResolved() | IssueReopened():
            return said(outcome._replace(account=_cut(outcome.account), title=_cut(outcome.title)))
        case _ if isinstance(outcome, OfAccount):
            return said(outcome._replace(account=_cut(outcome.account)))
        case _:
            return said(outcome)


def _left(outcome: ContactLeft) -> str:
    sentence = t("{account}: {name} left", account=_cut(outcome.account), name=outcome.name)
    if outcome.successor is not None:
        sentence += t("; find out who follows")
    return sentence + (t("; start anew? (: status)") if outcome.anew else "")


def _of_plan(outcome: PlanConfirmed | PlanWritten) -> str:
    """Whose plan it is stands above it."""
    found = [known(key, company=outcome.account_id is None) for key in outcome.sections]
    names = ", ".join(t(section.heading) for section in found if section is not None)
    if isinstance(outcome, PlanConfirmed):
        return t("still true: {sections}", sections=names)
    return t("taken back: {sections}", sections=names) if outcome.is_empty else t("written: {sections}", sections=names)


def _settled(outcome: StatusSet | Reviewed, today: dt.date, due: dt.date | None) -> str:
    """When its next touch is due is said unless the card is put off anyway."""
    if due is None or (isinstance(outcome, Reviewed) and outcome.until_on is not None):
        return said(outcome)
    return f"{said(outcome)} · " + (t("touch due") if due <= today else t("next due {on}", on=on_weekday(due, today)))


def _entered(outcome: TierSet) -> TierSet:
    """The playbook is offered beside the message, with its key."""
    return outcome._replace(account=_cut(outcome.account), playbook=0)


def _cut(name: str) -> str:
    """A name that leaves room for what is said of it; it stands in the list whole."""
    return fit(name, NAME).rstrip() if width(name) > NAME else name


def beside(text: str, following: str, hint: str, cells: int) -> str:
    """What stands at the right of a message: which card is next, and a hint where there is room for it too.

    What was done is said first; what is next gets the room that leaves, at least a name's.
    """
    room = cells - 2 * SIGN - width(text)
    both = f"{following}  {hint}" if following else hint
    if not following or width(both) <= room:
        return both
    return following if width(following) <= room else fit(following, max(room, LEAST)).rstrip()


def _reset(outcome: StatusReset, today: dt.date) -> str:
    parts = [t("starts anew: {grade}", grade=t(outcome.set.grade or "not rated"))]
    if outcome.titles:
        tasks = n("{count} task", "{count} tasks", len(outcome.titles))
        parts.append(t("{tasks}, due {due}", tasks=tasks, due=on_weekday(outcome.due_on, today)))
    return " · ".join([*parts, outcome.account])


def _touch(outcome: TouchLogged, today: dt.date) -> str:
    parts = [t(outcome.kind)]
    if outcome.people:
        parts[0] += " " + t("with {people}", people=", ".join(outcome.people))
    if outcome.on > today:
        parts.append(on_weekday(outcome.on, today))
    if outcome.twin is not None:
        parts.append(t("{who} logged it too: #{other}, : join", who=outcome.twin.by, other=outcome.twin.touch_id))
    if outcome.next_due_on is not None:
        parts.append(t("next due {on}", on=on_weekday(outcome.next_due_on, today)))
    if outcome.follow_up is not None and outcome.follow_up.due_on is not None:
        parts.append(t("step {due}", due=on_weekday(outcome.follow_up.due_on, today)))
    if outcome.their_promise is not None:
        parts.append(t("theirs {due}", due=on_weekday(outcome.their_promise.due_on, today)))
    if outcome.status is not None:
        parts.append(f"→ {t(outcome.status.after or 'not rated')}")
    return " · ".join([*parts, outcome.account])
