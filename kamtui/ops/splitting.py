"""A part of an account becomes an account of its own from a day on; the original keeps the past (P9)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from kamtui.domain.outcomes.structure import AccountSplit, Merging
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.accounts import add_account, assign_account
from kamtui.ops.core import operation
from kamtui.ops.termsparting import continue_terms
from kamtui.store import contacts, owners, splits
from kamtui.store.tx import Tx, instant

KEPT = ("kind", "industry", "region", "country", "city", "currency")
"""What the new account is as the original was."""

OF_PEOPLE = ("influence", "cover", "opinion", "profile", "red_flag")
"""What is said of people there goes with them, from the day on."""


@operation("account.split")
def split_account(
    tx: Tx,
    account_id: int,
    name: str,
    *,
    on: dt.date,
    people: Sequence[int] = (),
    sales: Sequence[str] | None = (),
    invoices: Sequence[str] | None = (),
    facts: bool = False,
    bare: bool = False,
    external_id: str = "",
    opportunities: Sequence[int] = (),
    terms: Sequence[int] = (),
) -> AccountSplit:
    """Split an account in two.

    From the day `on` these `people` are at the new account `name`, with the touches that nobody else took part in
    (`bare`: those with nobody at all, too), what is open with them, and what is judged of them from then on or was in
    force then; these `opportunities` and `terms`; the sales documents and `invoices` of these numbers, None for all,
    those with their payments, and the figures and peaks of periods from then on where `facts`. The original keeps the
    past. Raises NotFound, BadInput.
    """
    origin = tx.row("account", account_id)
    if on > tx.today:
        raise BadInput(t("{on} has not come: what is moved must be there; say it on the day", on=on))
    _refuse(tx, account_id, people, {"sale": sales, "invoice": invoices}, on)
    fields = {field: origin[field] for field in KEPT} | ({"external_id": external_id} if external_id else {})
    new = add_account.within(tx, name, fields=fields).account_id
    owner = owners.in_force(tx.conn, account_id, tx.today)
    if owner:
        assign_account.within(tx, new, owner, on=on)
    moved = Counter[str]()
    moved["position"] = _move_people(tx, account_id, new, people, on)
    touched = splits.touches(tx.conn, account_id, people, on, bare=bare) if people or bare else []
    seasons = splits.peaks(tx.conn, account_id, on) if facts else []
    billed = splits.invoices(tx.conn, account_id, on, invoices)
    rows = {
        "touch": touched,
        "task": sorted({*splits.tasks(tx.conn, account_id, people, touched), *splits.errands(tx.conn, seasons)}),
        "issue": splits.issues(tx.conn, account_id, people, touched, on),
        "sale": splits.sales(tx.conn, account_id, on, sales),
        "invoice": billed,
        "payment": splits.payments(tx.conn, account_id, billed, on if invoices is None else None),
        "fact": splits.facts(tx.conn, account_id, on) if facts else [],
        "peak": seasons,
        "opportunity": splits.opportunities(tx.conn, account_id, opportunities),
        **{table: splits.of_people(tx.conn, table, account_id, people, on) for table in OF_PEOPLE},
    }
    moved["terms"] = continue_terms(tx, account_id, new, terms, on)
    for table in splits.JUDGED:
        for key in splits.in_force(tx.conn, table, account_id, people, on):
            _carry(tx, table, key, new, on)
    for table, keys in rows.items():
        for key in keys:
            tx.update(table, key, {"account_id": new})
        moved[table] = len(keys)
    tx.moved((account_id, new))
    counted = tuple(Merging(table, count) for table, count in moved.items() if count)
    return AccountSplit(new, name, account_id, str(origin["name"]), on, counted)


def _carry(tx: Tx, table: str, key: int, new: int, on: dt.date) -> None:
    """A judgement in force is known at the new account, too, as old as it is; nobody covers anybody at both."""
    before = tx.row(table, key)
    del before["id"]
    if before.get("ended"):
        return
    tx.insert(table, {**before, "account_id": new})
    if table == "cover":
        ended = {"on_date": on.isoformat(), "ended": 1, "author": tx.author, "recorded_at": instant(tx.now)}
        tx.insert(table, {**before, **ended})


def _refuse(
    tx: Tx, account_id: int, people: Sequence[int], documents: Mapping[str, Sequence[str] | None], on: dt.date
) -> None:
    for person in people:
        if not splits.positions(tx.conn, account_id, [person], on):
            who = contacts.one(tx.conn, person).name
            raise BadInput(t("{name} is not at this account on {on}", name=who, on=on))
    for table, numbers in documents.items():
        missing = splits.unknown_numbers(tx.conn, account_id, on, numbers, table=table) if numbers else []
        if missing:
            raise BadInput(t("there is no document {number} from {on} on", number=missing[0], on=on))


def _move_people(tx: Tx, account_id: int, new: int, people: Sequence[int], on: dt.date) -> int:
    """End their positions on the day and begin the same ones at the new account; those not begun yet just move."""
    day, went = on.isoformat(), dict[int, int]()
    keys = splits.positions(tx.conn, account_id, people, on)
    for key in keys:
        before = tx.row("position", key)
        boss = went.get(int(str(before["reports_to"]))) if before["reports_to"] is not None else None
        if before["from_on"] is not None and str(before["from_on"]) >= day:
            tx.update("position", key, {"account_id": new, "reports_to": boss})
            went[key] = key
            continue
        copied = {name: before[name] for name in ("contact_id", "title", "function", "level", "is_key", "to_on")}
        went[key] = tx.insert("position", {**copied, "account_id": new, "reports_to": boss, "from_on": day})
        tx.update("position", key, {"to_on": day, "end_reason": "moved_inside"})
    return len(keys)
