"""Account plans: started for a fiscal year, written section by section, kept true, gone through, closed (R78-R80)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kamtui.domain import plansections
from kamtui.domain.outcomes.plans import (
    PlanAssigned,
    PlanClosed,
    PlanConfirmed,
    PlanReviewed,
    PlanStarted,
    PlanWritten,
)
from kamtui.domain.periods import fiscal_label, fiscal_year
from kamtui.domain.plans import Entry
from kamtui.domain.profiles import Source
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import refuse_overtaken, unseen
from kamtui.ops.core import operation, past
from kamtui.ops.users import require
from kamtui.store import accounts, fiscal, owners, plans
from kamtui.store.plans import Head
from kamtui.store.tx import Tx, instant


@operation("plan.start")
def start_plan(
    tx: Tx,
    account_id: int | None,
    *,
    day: dt.date | None = None,
    owner: str = "",
    copy: bool = False,
    on: dt.date | None = None,
) -> PlanStarted:
    """Start a plan for a fiscal year.

    It is that of an account, or of the whole book (None), for the fiscal year of `day` (today). The owner is that of
    the account where none is named, else the author. `copy` takes over what the newest earlier plan says, with the
    days of then, so that its age shows. One that is closed is taken up again. `on` is the day it was started, today
    where none is named. Raises NotFound, BadInput, NothingToDo.
    """
    name = "" if account_id is None else accounts.one(tx.conn, account_id).name
    month = fiscal.start(tx.conn)
    year = fiscal_year(day or tx.today, month)
    label = fiscal_label(year.first, month)
    earlier = [head for head in plans.heads(tx.conn, account_id) if head.year.first <= year.first]
    if earlier and earlier[0].year.first == year.first:
        there = earlier[0]
        if not tx.update("plan", there.id, {"closed_on": None}):
            raise NothingToDo(t("{plan} is there already", plan=titled(there)))
        return PlanStarted(there.id, account_id, name, there.label, 0, again=True)
    by_default = owners.in_force(tx.conn, account_id, tx.today) if account_id is not None else ""
    values = {
        "account_id": account_id,
        "first_on": year.first.isoformat(),
        "last_on": year.last.isoformat(),
        "owner": require(tx, owner) if owner else by_default or tx.author,
        "on_date": past(tx, on).isoformat(),
        "author": tx.author,
        "recorded_at": instant(tx.now),
    }
    row = tx.insert("plan", values)
    said = plans.entries(tx.conn, [earlier[0].id], tx.today)[earlier[0].id] if copy and earlier else {}
    for entry in said.values():
        _append(tx, row, account_id, entry)
    return PlanStarted(row, account_id, name, label, len(said), again=False)


@operation("plan.write")
def write_plan(
    tx: Tx,
    plan_id: int,
    texts: Mapping[str, object],
    *,
    source: Source | None = None,
    on: dt.date | None = None,
    was: Mapping[str, object] | None = None,
) -> PlanWritten:
    """Write sections of a plan.

    `texts`: section, by key or heading, -> what it says; an empty text takes it back. `source` is who says so; the
    same text keeps the source that it had. `was` has what its author saw of them. Raises NotFound, BadInput, Conflict,
    NothingToDo.
    """
    head, day = open_plan(tx, plan_id), past(tx, on)
    said = plans.entries(tx.conn, [plan_id], day).get(plan_id, {})
    for key, seen in (was or {}).items():
        row, now = plans.newest_row(tx.conn, plan_id, key, day), said[key].text if key in said else ""
        refuse_overtaken(tx, "plan_section", row, {key: now}, {key: seen}, name=titled(head))
    written = []
    for named, text in texts.items():
        key = plansections.section(named, company=head.account_id is None).key
        entry = Entry(key, plansections.checked(str(text or "")), source, day, tx.author)
        before = said.get(key)
        if before is not None and entry.text == before.text:
            entry = entry._replace(source=source or before.source)
            is_new = (entry.on, entry.source) != (before.on, before.source)
        else:
            is_new = before is not None or bool(entry.text)
        if is_new:
            _append(tx, plan_id, head.account_id, entry if entry.text else entry._replace(source=None))
            written.append(entry)
    if not written:
        raise NothingToDo(t("{plan} says so already", plan=titled(head)))
    sections = tuple(entry.section for entry in written)
    is_empty = not any(entry.text for entry in written)
    return PlanWritten(plan_id, head.account_id, head.account, head.label, sections, is_empty, day)


@operation("plan.confirm")
def confirm_sections(tx: Tx, plan_id: int, sections: Sequence[str] = (), *, on: dt.date | None = None) -> PlanConfirmed:
    """Say that sections of a plan are still true.

    Those that are named, or all that say something; who was confirmed by `on` (today) is passed over. Raises NotFound,
    BadInput, NothingToDo.
    """
    head, day = open_plan(tx, plan_id), past(tx, on)
    said = plans.entries(tx.conn, [plan_id], day).get(plan_id, {})
    named = [plansections.section(one, company=head.account_id is None) for one in sections]
    for one in named:
        if one.key not in said:
            raise BadInput(t("{plan}: {section} says nothing yet", plan=titled(head), section=t(one.heading)))
    wanted = [one.key for one in named] or list(said)
    found = [key for key in dict.fromkeys(wanted) if said[key].on < day]
    if not found:
        raise NothingToDo(t("{plan}: nothing to confirm", plan=titled(head)))
    for key in found:
        _append(tx, plan_id, head.account_id, said[key]._replace(on=day, author=tx.author))
    return PlanConfirmed(plan_id, head.account_id, head.account, head.label, tuple(found), day)


@operation("plan.review")
def review_plan(tx: Tx, plan_id: int, text: str, *, on: dt.date | None = None) -> PlanReviewed:
    """Note that a plan was gone through, and what came of it. Raises NotFound, BadInput."""
    head, day = open_plan(tx, plan_id), past(tx, on)
    if not text.strip():
        raise BadInput(t("say in a few words what came of it"))
    values = {
        "plan_id": plan_id,
        "account_id": head.account_id,
        "on_date": day.isoformat(),
        "text": plansections.checked(text),
        "author": tx.author,
        "recorded_at": instant(tx.now),
    }
    tx.insert("plan_review", values)
    return PlanReviewed(plan_id, head.account_id, head.account, head.label, day)


@operation("plan.assign")
def assign_plan(tx: Tx, plan_id: int, owner: str, *, was: Mapping[str, object] | None = None) -> PlanAssigned:
    """Give a plan to somebody.

    `was` has the owner that was seen. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    head, login = open_plan(tx, plan_id), require(tx, owner)
    unseen(tx, "plan", plan_id, was)
    if not tx.update("plan", plan_id, {"owner": login}):
        raise NothingToDo(t("{plan} is with {owner} already", plan=titled(head), owner=login))
    return PlanAssigned(plan_id, head.account_id, head.account, head.label, login)


@operation("plan.close")
def close_plan(tx: Tx, plan_id: int, *, on: dt.date | None = None) -> PlanClosed:
    """Close a plan. It can be read as before; starting it again opens it. Raises NotFound, BadInput, NothingToDo."""
    head, day = plans.head_of(tx.conn, plan_id), past(tx, on)
    if head.closed_on is not None:
        raise NothingToDo(t("{plan} is closed already", plan=titled(head)))
    if day < head.on:
        raise BadInput(t("{plan} was started on {on} only", plan=titled(head), on=head.on))
    tx.update("plan", plan_id, {"closed_on": day.isoformat()})
    return PlanClosed(plan_id, head.account_id, head.account, head.label, day)


def titled(head: Head) -> str:
    """What a plan is called in a sentence."""
    if head.account_id is None:
        return t("plan of the company {label}", label=head.label)
    return t("{account}: plan {label}", account=head.account, label=head.label)


def open_plan(tx: Tx, plan_id: int) -> Head:
    """The plan; raises NotFound, and BadInput where it is closed."""
    head = plans.head_of(tx.conn, plan_id)
    if head.closed_on is not None:
        raise BadInput(t("{plan} is closed; start it again first", plan=titled(head)))
    return head


def _append(tx: Tx, plan_id: int, account_id: int | None, entry: Entry) -> None:
    values = {
        "plan_id": plan_id,
        "account_id": account_id,
        "section": entry.section,
        "text": entry.text,
        "source": entry.source or "",
        "on_date": entry.on.isoformat(),
        "author": entry.author,
        "recorded_at": instant(tx.now),
    }
    tx.insert("plan_section", values)
