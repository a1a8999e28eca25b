"""Sentences about tiers and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.tiers import (
    Backfilled,
    PlaybookAdded,
    ProposalAccepted,
    ProposalAnswered,
    ServiceChanged,
    TierSet,
)
from kamtui.i18n import n, t


def tier_set(outcome: TierSet) -> str:
    sentence = t(
        "{account}: tier {before} → {after} from {on}",
        account=outcome.account,
        before=t(outcome.before or "none"),
        after=t(outcome.after),
        on=outcome.on,
    )
    if outcome.objections:
        sentence += t("; against it: {objections}", objections="; ".join(outcome.objections))
    if outcome.playbook:
        tasks = n("{count} task", "{count} tasks", outcome.playbook)
        sentence += t("; its playbook has {tasks}: kamtui tier playbook {id}", tasks=tasks, id=outcome.account_id)
    return sentence


def proposal_accepted(outcome: ProposalAccepted) -> str:
    parts = [tier_set(outcome.set)]
    if outcome.overridden:
        parts.append(t("overridden: {objections}", objections="; ".join(outcome.overridden)))
    if outcome.demoted is not None:
        parts.append(tier_set(outcome.demoted))
    return " · ".join(parts)


def proposal_answered(outcome: ProposalAnswered) -> str:
    return t(
        "{account}: {tier} {answer}, until {until}",
        account=outcome.account,
        tier=t(outcome.proposed),
        answer=t(outcome.answer),
        until=outcome.until,
    )


def service_changed(outcome: ServiceChanged) -> str:
    if not outcome.change:
        return t("{account}: the usual service of its tier from {on}", account=outcome.account, on=outcome.on)
    sentence = t("{account}: {change} from {on}", account=outcome.account, change=outcome.change, on=outcome.on)
    return sentence + (t(", a touch every {days} days", days=outcome.cadence_days) if outcome.cadence_days else "")


def playbook_added(outcome: PlaybookAdded) -> str:
    return t(
        "{account}: {tasks}, due {due}",
        account=outcome.account,
        tasks="; ".join(outcome.titles),
        due=outcome.due_on,
    )


def backfilled(outcome: Backfilled) -> str:
    return t(
        "{decisions} tier decisions for {accounts} accounts at {reviews} quarterly reviews",
        decisions=outcome.decisions,
        accounts=outcome.accounts,
        reviews=outcome.reviews,
    )


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    TierSet: tier_set,
    ProposalAccepted: proposal_accepted,
    ProposalAnswered: proposal_answered,
    ServiceChanged: service_changed,
    PlaybookAdded: playbook_added,
    Backfilled: backfilled,
}
