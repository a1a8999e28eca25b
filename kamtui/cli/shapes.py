"""The JSON shapes of rows, as other programs rely on them: keys may be added, not renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamtui.cli.out import Json, amount, day, figure
from kamtui.domain.stages import stage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    # names only: a command that shows touches need not load what it takes to read sales
    from kamtui.domain.shedding import Candidate
    from kamtui.domain.signals.voice import Zone
    from kamtui.store.accounts import Account, AccountRow
    from kamtui.store.contacts import Contact, Position
    from kamtui.store.facts import FactRow
    from kamtui.store.journal import Change, Entry
    from kamtui.store.judgements import JudgementRow
    from kamtui.store.opinions import Opinion
    from kamtui.store.sales import Sale
    from kamtui.store.services import ServiceChange
    from kamtui.store.statuses import StatusDecision
    from kamtui.store.tasks import Task
    from kamtui.store.tiers import TierDecision
    from kamtui.store.touches import Touch
    from kamtui.store.users import User


def account(row: AccountRow) -> Json:
    """A row of `account ls`."""
    return {
        "id": row.id,
        "external_id": row.external_id,
        "name": row.name,
        "tier": row.tier,
        "status": row.status,
        "grade": row.grade,
        "stage": stage(row.status, row.grade),
        "owner": row.owner or None,
        "last_touch_on": day(row.last_touch_on),
        "next_due_on": day(row.next_due_on),
        "overdue_on": day(row.overdue_on),
        "task_due_on": day(row.task_due_on),
        "revenue_12m": amount(row.revenue_12m, row.currency),
        "profit_12m": amount(row.profit_12m, row.currency),
        "currency": row.currency,
        "tier_on": day(row.tier_on),
        "status_on": day(row.status_on),
        "parent_id": row.parent_id,
        "archived": row.archived,
        "segments": row.segments.split(),
    }


def account_facts(found: Account) -> Json:
    """An account's own fields; an empty one is null."""
    fields = found._asdict() | {"archived_on": day(found.archived_on)}
    return {name: None if value == "" else value for name, value in fields.items()}


def contact(found: Contact, positions: list[Position]) -> Json:
    """A person with their positions, the present ones first."""
    return {
        **_reached(found),
        "note": found.note or None,
        "merged_into": found.merged_into,
        "positions": [position(place) for place in positions],
    }


def person(found: Contact, place: Position | None, formerly: Sequence[str] = ()) -> Json:
    """A row of `contact ls`: somebody at one account; without a place somebody who works nowhere we know.

    `formerly`: accounts where they worked before.
    """
    row = position(place) if place else dict.fromkeys(_POSITION)
    return {**row, **_reached(found), "formerly": list(formerly)}


def _reached(found: Contact) -> Json:
    """Who it is and how to reach them."""
    return {
        "id": found.id,
        "external_id": found.external_id,
        "name": found.name,
        "email": found.email or None,
        "phone": found.phone or None,
        "placeholder": found.placeholder,
        "purged_on": day(found.purged_on),
    }


_POSITION = (
    "id", "position_id", "name", "account_id", "account", "title", "level", "function", "reports_to",
    "reports_to_name", "is_key", "from", "to", "end_reason", "last_touch_on",
)  # fmt: skip


def position(place: Position) -> Json:
    """What a person is or was at an account; `reports_to` is the boss's contact id."""
    return {
        "id": place.contact_id,
        "position_id": place.id,
        "name": place.contact,
        "account_id": place.account_id,
        "account": place.account,
        "title": place.title or None,
        "level": place.level,
        "function": place.function,
        "reports_to": place.boss_id,
        "reports_to_name": place.boss,
        "is_key": place.is_key,
        "from": day(place.from_on),
        "to": day(place.to_on),
        "end_reason": place.end_reason,
        "last_touch_on": day(place.last_touch_on),
    }


def held(place: Position, on: dt.date) -> Position:
    """A position as it was on a day: that it would end was not known."""
    return place._replace(to_on=None, end_reason=None) if place.to_on is not None and place.to_on > on else place


def opinion(found: Opinion, zone: Zone) -> Json:
    """A row of `opinion ls`; `change` is against the last answer of the same respondent."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "contact_id": found.contact_id,
        "contact": found.contact,
        "level": found.level,
        "touch_id": found.touch_id,
        "on": day(found.on),
        "about": found.about or None,
        "score": found.score,
        "zone": zone.word,
        "before": found.before,
        "change": None if found.before is None else round(found.score - found.before, 3),
        "text": found.text or None,
        "confidential": found.confidential,
        "author": found.author,
        "recorded_at": found.recorded_at,
    }


def touch(found: Touch) -> Json:
    """A row of `touch ls`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "at": found.at,
        "on": day(found.on),
        "kind": found.kind,
        "minutes": found.minutes,
        "people": [{"contact_id": person.contact_id, "name": person.name} for person in found.people],
        "by": found.by or None,
        "summary": found.summary,
        "state": found.state,
        "key": found.key,
        "direction": found.direction,
        "feedback": found.feedback,
        "purpose": found.purpose,
        "lesson": found.lesson or None,
        "joins": found.joins,
    }


def tier(found: TierDecision) -> Json:
    """A row of `tier history`."""
    return {
        "id": found.id,
        "on": day(found.on),
        "from": found.before,
        "to": found.tier,
        "score": found.score,
        "attractiveness": found.attractiveness,
        "potential": found.potential,
        "relationship": found.relationship,
        "reason": found.reason or None,
        "decided_by": found.decided_by,
        "policy_version": found.policy_version,
        "recorded_at": found.recorded_at,
        "evidence": dict(found.evidence),
    }


def shed_candidate(found: Candidate) -> Json:
    """A row of `shed ls`."""
    percents = [figure(year.percent, 1) for year in found.years]
    return {
        "account_id": found.account_id,
        "name": found.name,
        "owner": found.owner or None,
        "profit_class": found.years[0].profit_class,
        "net_percent": percents[0],
        "net_percent_before": percents[1] if len(percents) > 1 else None,
        "cost_to_serve_known": not found.is_gross,
        "potential": figure(found.potential, 1),
        "assessed_on": day(found.assessed_on),
        "tracked_days": found.tracked_days,
        "missing": list(found.missing),
    }


def service_change(found: ServiceChange) -> Json:
    """A row of `shed history`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "on": day(found.on),
        "change": found.change or None,
        "cadence_days": found.cadence_days,
        "cautions": list(found.cautions),
        "reason": found.reason or None,
        "decided_by": found.decided_by,
    }


def status(found: StatusDecision) -> Json:
    """A row of `status history`."""
    return {
        "id": found.id,
        "on": day(found.on),
        "from": found.before,
        "to": found.status,
        "grade": found.grade,
        "stage": stage(found.status, found.grade),
        "reason": found.reason or None,
        "touch_id": found.touch_id,
        "decided_by": found.decided_by,
        "recorded_at": found.recorded_at,
    }


def task(found: Task) -> Json:
    """A row of `task ls`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "contact_id": found.contact_id,
        "touch_id": found.touch_id,
        "title": found.title,
        "due_on": day(found.due_on),
        "owner": found.owner or None,
        "state": found.state,
        "done_on": day(found.done_on),
        "on": day(found.on),
        "contact": found.contact,
        "by_customer": found.by_customer,
        "repeat": None if found.repeat is None else found.repeat.text,
        "signal": found.signal or None,
        "result": found.result or None,
        "goal_id": found.goal_id,
    }


def sale(found: Sale) -> Json:
    """A row of `sale ls`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "number": found.number or None,
        "date": day(found.on),
        "kind": found.kind,
        "amount": amount(found.amount, found.currency),
        "profit": amount(found.profit, found.currency),
        "currency": found.currency,
        "owner": found.owner or None,
    }


def judgement(found: JudgementRow) -> Json:
    """A row of `score history`; one with neither score nor answer takes the one before back."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "on": day(found.on),
        "criterion": found.criterion,
        "score": found.score,
        "answer": found.answer or None,
        "author": found.author,
        "source": found.source or None,
        "note": found.note or None,
        "policy_version": found.policy_version,
        "recorded_at": found.recorded_at,
    }


def fact(found: FactRow) -> Json:
    """A row of `fact ls`."""
    # imported late: the other shapes go without the units of figures
    from kamtui.domain.facts import written

    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "metric": found.metric,
        "period": found.period,
        "from": day(found.first),
        "to": day(found.last),
        "product": found.product or None,
        "value": written(found.value, found.currency),
        "unit": found.unit or None,
        "currency": found.currency,
        "on": day(found.on),
        "source": found.source or None,
        "confidence": found.confidence,
        "recorded_at": found.recorded_at,
    }


def user(found: User, currency: str) -> Json:
    """A row of `user ls`; what an hour costs is in the book's currency."""
    cost = amount(found.hourly_cost, currency)
    return {**found._asdict(), "name": found.name or None, "left_on": day(found.left_on), "hourly_cost": cost}


def change(found: Change, *, undone: bool) -> Json:
    """A row of `journal`; `undone`: it has been taken back and not done again."""
    return {
        "id": found.id,
        "at": found.at,
        "by": found.by,
        "op": found.op,
        "rows": found.rows,
        "undoes": found.undoes,
        "undone": undone,
        "note": found.note or None,
        "via": found.via or None,
    }


def entry(found: Entry) -> Json:
    """A row that a change wrote; a block of rows has neither before nor after."""
    return {
        "table": found.table,
        "row": found.row,
        "last": found.last,
        "account_id": found.account_id,
        "before": found.before,
        "after": found.after,
    }
