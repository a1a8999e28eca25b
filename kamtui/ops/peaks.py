"""Peaks kept: when a customer needs more, what prepares it, and what came of it (R64)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from kamtui.domain.outcomes.supply import Errand, PeakAdded, PeakCancelled, PeakEdited, PeakPrepared, PeakResulted
from kamtui.domain.peaks import DUTIES, SIGNAL, Duty, Peak, due
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.ops.products import catalogued
from kamtui.store import accounts, owners, peaks, policies, products, tasks, teams
from kamtui.store.tx import Tx, instant
from kamtui.store.values import date_or_none

FIELDS = ("name", "product", "starts_on", "ends_on", "lead_days", "quantity", "unit", "note")

LONGEST = 366
"""Days that a peak has at most: what is longer is no season."""

LONGEST_LEAD = 730
"""Days that its preparation takes at most."""


@operation("peak.add")
def add_peak(
    tx: Tx,
    account_id: int,
    name: str,
    *,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    product: str = "",
    lead_days: int | None = None,
    quantity: int | None = None,
    unit: str = "",
    note: str = "",
) -> PeakAdded:
    """Enter a season in which a customer needs more.

    `ends_on` None: one day; `product` "" is all it buys; `lead_days` before its start its preparation begins, None: as
    the policy says; `quantity` in 1/10,000 of the unit. Raises NotFound, BadInput, NothingToDo where it is there.
    """
    account = accounts.one(tx.conn, account_id)
    values = _checked(
        tx,
        {
            "name": name,
            "product": product,
            "starts_on": starts_on.isoformat(),
            "ends_on": (ends_on or starts_on).isoformat(),
            "lead_days": lead_days,
            "quantity": quantity,
            "unit": unit,
            "note": note,
        },
    )
    _refuse_days(starts_on, ends_on or starts_on)
    for there in peaks.rows(tx.conn, peaks.ids(tx.conn, starts_on, account=account_id)):
        if (there.name, there.product, there.starts_on) == (values["name"], values["product"], starts_on):
            raise NothingToDo(t("{account}: {peak} is entered already", account=account.name, peak=there.name))
    row = tx.insert(
        "peak",
        {
            "account_id": account_id,
            **values,
            "on_date": tx.today.isoformat(),
            "author": tx.author,
            "recorded_at": instant(tx.now),
        },
    )
    peak = peaks.one(tx.conn, row)
    begins = peak.prepare_on(policies.in_force(tx.conn, tx.today).supply)
    return PeakAdded(row, account_id, account.name, peak.name, peak.starts_on, peak.ends_on, begins)


@operation("peak.edit")
def edit_peak(
    tx: Tx, peak_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> PeakEdited:
    """Change what is known of a peak.

    `fields` are of FIELDS; days as ISO text, the quantity in 1/10,000. Where it starts on another day, it stays as long
    as it is unless its end is said, and its open tasks move with it. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        known = ", ".join(FIELDS)
        raise BadInput(t("a peak has no field {field}; it has {known}", field=min(unknown), known=known))
    before = peaks.one(tx.conn, peak_id)
    unseen(tx, "peak", peak_id, was)
    values = _checked(tx, fields)
    starts = date_or_none(values.get("starts_on")) or before.starts_on
    moved = starts - before.starts_on
    ends = date_or_none(values.get("ends_on")) or before.ends_on + moved
    _refuse_days(starts, ends)
    values |= {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
    if not tx.update("peak", peak_id, values):
        raise NothingToDo(t("{peak} is that already", peak=before.name))
    count = _move_tasks(tx, peak_id, moved) if moved else 0
    name = peaks.one(tx.conn, peak_id).name
    return PeakEdited(peak_id, before.account_id, before.account, name, tuple(fields), count)


@operation("peak.cancel")
def cancel_peak(tx: Tx, peak_id: int, *, on: dt.date | None = None) -> PeakCancelled:
    """Call off a peak.

    The open tasks that prepare it are cancelled. Raises NotFound, NothingToDo.
    """
    peak, day = peaks.one(tx.conn, peak_id), on or tx.today
    if peak.cancelled_on is not None:
        raise NothingToDo(t("{peak} is called off already", peak=peak.name))
    tx.update("peak", peak_id, {"cancelled_on": day.isoformat()})
    open_ones = peaks.open_tasks(tx.conn, peak_id)
    for task, _ in open_ones:
        tx.update("task", task, {"state": "cancelled", "done_on": day.isoformat()})
    return PeakCancelled(peak_id, peak.account_id, peak.account, peak.name, day, len(open_ones))


@operation("peak.result")
def write_result(tx: Tx, peak_id: int, result: str, *, was: Mapping[str, object] | None = None) -> PeakResulted:
    """Write down what came of a peak.

    "" takes it back. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    peak = peaks.one(tx.conn, peak_id)
    unseen(tx, "peak", peak_id, was)
    if peak.starts_on > tx.today and result.strip():
        raise BadInput(t("{peak} starts on {on}: nothing came of it yet", peak=peak.name, on=peak.starts_on))
    if not tx.update("peak", peak_id, {"result": result.strip()}):
        raise NothingToDo(t("{peak} is that already", peak=peak.name))
    return PeakResulted(peak_id, peak.account_id, peak.account, peak.name, result.strip())


@operation("peak.prepare")
def prepare_peak(tx: Tx, peak_id: int, *, on: dt.date | None = None) -> PeakPrepared:
    """Give out the tasks that prepare a peak.

    To those in the account's team who produce and who ship (R64): production is due its spare days before transport,
    transport the lead time before the start. Where nobody has the function, the owner of the account gets the task.
    What is given out already stays. Raises NotFound, BadInput for a peak that is called off or over, NothingToDo.
    """
    peak, day = peaks.one(tx.conn, peak_id), on or tx.today
    if peak.cancelled_on is not None or peak.ends_on < day:
        raise BadInput(t("{peak} is over or called off: there is nothing to prepare", peak=peak.name))
    there = {(task.title, task.owner) for task in tasks.rows(tx.conn, peaks.tasks(tx.conn, peak_id))}
    errands, vacant = [], []
    for duty, who in _duties(tx, peak, day):
        title = t(duty.title, peak=peak.name)
        owner = who or owners.in_force(tx.conn, peak.account_id, day) or tx.author
        if (title, owner) in there:
            continue
        if not who:
            vacant.append(duty.function.label)
        errands.append(_give(tx, peak, duty, title, owner, day))
    if not errands:
        raise NothingToDo(t("{account}: {peak} is prepared already", account=peak.account, peak=peak.name))
    return PeakPrepared(peak_id, peak.account_id, peak.account, peak.name, tuple(errands), tuple(vacant))


def _duties(tx: Tx, peak: Peak, on: dt.date) -> Iterator[tuple[Duty, str]]:
    """Each duty with everybody in the team who has its function; with "" where nobody does."""
    members = teams.members(tx.conn, peak.account_id, on)
    for duty in DUTIES:
        logins = [member.who for member in members if member.function is duty.function]
        yield from ((duty, who) for who in logins or [""])


def _give(tx: Tx, peak: Peak, duty: Duty, title: str, owner: str, on: dt.date) -> Errand:
    product = products.resolve(tx.conn, peak.product)
    rules = policies.in_force(tx.conn, on).supply
    day = due(peak, duty.function, rules, None if product is None else product.lead_days, on)
    values = {
        "account_id": peak.account_id,
        "title": title,
        "due_on": day.isoformat(),
        "owner": owner,
        "on_date": on.isoformat(),
        "signal": SIGNAL,
        "peak_id": peak.id,
        "recorded_at": instant(tx.now),
    }
    return Errand(tx.insert("task", values), title, owner, day)


def _move_tasks(tx: Tx, peak_id: int, moved: dt.timedelta) -> int:
    count = 0
    for task, day in peaks.open_tasks(tx.conn, peak_id):
        if day is not None:
            later = max(tx.today, day + moved)
            count += tx.update("task", task, {"due_on": later.isoformat()})
    return count


def _refuse_days(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise BadInput(t("it ends on {last}, before it starts on {first}", first=first, last=last))
    if (last - first).days >= LONGEST:
        raise BadInput(t("a peak has at most {days} days", days=LONGEST))


def _checked(tx: Tx, fields: Mapping[str, object]) -> dict[str, object]:
    """The columns that `fields` mean; raises BadInput, NotFound."""
    values = dict(fields)
    for field in ("name", "unit", "note"):
        if field in values:
            values[field] = str(values[field] or "").strip()
    if "name" in values and not values["name"]:
        raise BadInput(t("a peak needs a name"))
    if "product" in values:
        values["product"] = catalogued(tx, str(values["product"] or ""))
    days = values.get("lead_days")
    if days is not None and not (isinstance(days, int) and 0 <= days <= LONGEST_LEAD):
        raise BadInput(t("a peak is prepared 0 to {days} days before it starts", days=LONGEST_LEAD))
    quantity = values.get("quantity")
    if isinstance(quantity, int) and quantity < 0:
        raise BadInput(t("a quantity is not below zero"))
    return values
