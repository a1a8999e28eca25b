"""Two accounts become one, and two again: nothing is deleted, everything knows its way back (P8)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from kamtui.domain.names import fold, name_key
from kamtui.domain.outcomes.structure import AccountsMerged, AccountUnmerged, Merging
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import n, t
from kamtui.ops import groups
from kamtui.ops.core import operation
from kamtui.store import duplicates, merges, owners, statuses, tiers
from kamtui.store import groups as grouping
from kamtui.store.journal import Entry, Fields
from kamtui.store.tx import Tx

Later = Sequence[tuple[str, int]] | Literal["all"]
"""What came since a merge, as (table, row)."""

NAMED = 5
"""Things that are named one by one where both accounts say the same."""


@operation("account.merge")
def merge_accounts(tx: Tx, account_id: int, victim_id: int, *, on: dt.date | None = None) -> AccountsMerged:
    """Merge an account into another.

    What happened and who is there goes to `account_id`; what was decided of `victim_id` stays with it, archived from
    `on` (today if not said), and is shown as of its name. Its name and external id find the survivor from then on.
    `account.unmerge` takes it back at any time. Raises NotFound, BadInput.
    """
    survivor, victim = tx.row("account", account_id), tx.row("account", victim_id)
    _refuse(tx, survivor, victim)
    if on is not None and on > tx.today:
        raise BadInput(t("{on} has not come: what is moved must be there; say it on the day", on=on))
    conflicts = tuple(_conflicts(tx, survivor, victim))
    stayed = tuple(Merging(*row) for row in merges.staying(tx.conn, victim_id))
    moved = Counter[str]()
    keys = _keys(tx, survivor, victim)
    for table, columns in merges.MOVES.items():
        if table == "parentage":
            continue
        for column in columns:
            for row in merges.rows_of(tx.conn, table, column, victim_id):
                moved[table] += _carry(tx, table, row, column, account_id, keys.get((table, row), {}))
    moved["parentage"] = _take_children(tx, account_id, victim_id)
    _also_called(tx, survivor, victim)
    day = victim["archived_on"] or (on or tx.today).isoformat()
    tx.update("account", victim_id, {"merged_into": account_id, "archived_on": day})
    for key in (account_id, victim_id):
        groups.refuse_circles(tx, key)
    tx.moved((account_id, victim_id))
    return AccountsMerged(
        account_id, str(survivor["name"]), victim_id, str(victim["name"]), _counted(moved), stayed, conflicts
    )


@operation("account.unmerge")
def unmerge_accounts(tx: Tx, victim_id: int, *, later: Later = ()) -> AccountUnmerged:
    """Take a merge back, also after later changes.

    Everything that came with `victim_id` and is still there goes back to it. What was added since stays with the
    survivor, but for what `later` names. Raises NotFound, NothingToDo, BadInput.
    """
    victim = tx.row("account", victim_id)
    survivor_id = victim["merged_into"]
    entries = merges.last_merge(tx.conn, victim_id)
    if not isinstance(survivor_id, int) or not entries:
        raise NothingToDo(t("{name} is not merged into another account", name=victim["name"]))
    survivor = tx.row("account", survivor_id)
    onward = merges.went_to(tx.conn, survivor_id)
    if onward is not None:
        name = tx.row("account", onward)["name"]
        message = "{name} was merged into {other} since; take that back first: kamtui account unmerge {id}"
        raise BadInput(t(message, name=survivor["name"], other=name, id=survivor_id))
    moved = Counter(entry.table for entry in entries if _give_back(tx, entry))
    newest = max(entry.id for entry in entries)
    since = merges.came_later(tx.conn, survivor_id, newest, ((entry.table, entry.row) for entry in entries))
    chosen = since if later == "all" else _known(later, since)
    for table, row in chosen:
        column = merges.MOVES[table][0]
        moved[table] += _carry(tx, table, row, column, victim_id, {})
    for key in {survivor_id, victim_id, *_children(tx, survivor_id), *_children(tx, victim_id)}:
        groups.keep(tx, key)
        groups.refuse_circles(tx, key)
    tx.moved((survivor_id, victim_id))
    left = tuple(f"{table}:{row}" for table, row in since if (table, row) not in set(chosen))
    return AccountUnmerged(victim_id, str(victim["name"]), survivor_id, str(survivor["name"]), _counted(moved), left)


def _refuse(tx: Tx, survivor: Fields, victim: Fields) -> None:
    if survivor["id"] == victim["id"]:
        raise BadInput(t("an account cannot be merged with itself"))
    for account in (survivor, victim):
        if isinstance(account["merged_into"], int):
            name = tx.row("account", account["merged_into"])["name"]
            raise BadInput(t("{name} is merged into {other} already", name=account["name"], other=name))


def _conflicts(tx: Tx, survivor: Fields, victim: Fields) -> Iterable[str]:
    """What both accounts say, and which of it is in force then."""
    one, other = int(str(survivor["id"])), int(str(victim["id"]))
    conn, today = tx.conn, tx.today
    decisions = (
        (t("tier"), tiers.in_force(conn, one, today), tiers.in_force(conn, other, today)),
        (t("status"), statuses.in_force(conn, one, today)[0], statuses.in_force(conn, other, today)[0]),
        (t("owner"), owners.in_force(conn, one, today), owners.in_force(conn, other, today)),
        (t("parent"), _parent(tx, one), _parent(tx, other)),
    )
    for what, ours, theirs in decisions:
        if theirs and ours != theirs:
            shown = t(str(ours)) if ours else "–"
            yield t("{what}: {ours} stays in force, not {theirs}", what=what, ours=shown, theirs=t(str(theirs)))
    numbers = merges.same_documents(conn, one, other)
    if numbers:
        one_, many = "both have a document {names}; it counts twice", "both have documents {names}; they count twice"
        yield n(one_, many, len(numbers), names=_listed(numbers))
    figures = [f"{t(metric)} {period}" for metric, period in merges.rival_facts(conn, one, other)]
    if figures:
        yield t("both have figures: {names}; the newest of each counts", names=_listed(figures))
    if duplicates.is_told_apart(conn, one, other):
        yield t("somebody said that they are not the same")


def _parent(tx: Tx, account: int) -> str:
    above = grouping.parent_of(tx.conn, account, tx.today)
    return "" if above is None else str(tx.row("account", above)["name"])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _keys(tx: Tx, survivor: Fields, victim: Fields) -> dict[tuple[str, int], dict[str, object]]:
    """(table, row) -> what a row is called from now on, so that it clashes with none of the survivor's.

    Every document is marked: a file that names the victim finds its own again."""
    one, other = int(str(survivor["id"])), int(str(victim["id"]))
    mark = merges.mark(victim["external_id"], other)
    found: dict[tuple[str, int], dict[str, object]] = {}
    for table in ("sale", "invoice", "payment"):
        for row, key in merges.documents(tx.conn, table, other):
            found[table, row] = {"key": f"{key}{mark}"}
    for row, (_, _, source) in merges.same_facts(tx.conn, one, other).items():
        found["fact", row] = {"source": f"{source}{mark}.{row}"}
    return found


def _carry(tx: Tx, table: str, row: int, column: str, account: int, also: Mapping[str, object]) -> int:
    """Let a row belong to an account; 0 where it would then tie the account to itself."""
    if table == "link":
        other = "to_account_id" if column == "account_id" else "account_id"
        if tx.row(table, row)[other] == account:
            return 0
    return int(tx.update(table, row, {column: account, **also}))


def _take_children(tx: Tx, account_id: int, victim_id: int) -> int:
    """Those below the victim stand below the survivor on the same days; the survivor takes the victim's own place."""
    rows = merges.rows_of(tx.conn, "parentage", "parent_id", victim_id)
    children = _children(tx, victim_id)
    for row in rows:
        before = tx.row("parentage", row)
        parent: int | None = account_id
        if before["account_id"] == account_id:
            day = str(before["on_date"])
            parent = grouping.parent_of(tx.conn, victim_id, dt.date.fromisoformat(day) if day else dt.date.min)
        tx.update("parentage", row, {"parent_id": parent})
    if grouping.parent_of(tx.conn, victim_id, tx.today) is not None:
        groups.place(tx, victim_id, None, on=tx.today)
    for child in {account_id, *children}:
        groups.keep(tx, child)
    return len(rows)


def _children(tx: Tx, account: int) -> set[int]:
    rows = merges.rows_of(tx.conn, "parentage", "parent_id", account)
    return {int(str(tx.row("parentage", row)["account_id"])) for row in rows}


def _also_called(tx: Tx, survivor: Fields, victim: Fields) -> None:
    """The victim's name and id as other names of the survivor, so that imports and lookups find it."""
    one = int(str(survivor["id"]))
    known = {*merges.account_aliases(tx.conn, [one]), ("name", survivor["name_key"])}
    names = [("name", str(victim["name"]), name_key(str(victim["name"])))]
    if victim["external_id"]:
        text = str(victim["external_id"])
        names.append(("id", text, fold(text).replace(" ", "")))
    for kind, text, key in names:
        if (kind, key) not in known:
            tx.insert("alias", {"account_id": one, "kind": kind, "text": text, "key": key})


def _give_back(tx: Tx, entry: Entry) -> bool:
    """Take back what a merge did to one row, if the row is still where the merge put it."""
    now = tx.row_or_none(entry.table, entry.row)
    if now is None or entry.after is None:
        return False
    if entry.before is None:
        if now == entry.after:
            tx.delete(entry.table, entry.row)
        return False
    changed = {name: entry.before[name] for name, value in entry.after.items() if entry.before[name] != value}
    if entry.table == "account":
        changed.pop("parent_id", None)
    elif any(now[name] != entry.after[name] for name in changed if name in _TIES):
        return False
    same = {name: value for name, value in changed.items() if now[name] == entry.after[name]}
    return tx.update(entry.table, entry.row, same) and entry.table != "account"


_TIES = frozenset({"account_id", "to_account_id", "parent_id"})
"""Columns that say where a row belongs."""


def _known(later: Iterable[tuple[str, int]], since: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    for table, row in later:
        if (table, row) not in since:
            raise BadInput(t("{table}:{row} did not come since the merge", table=table, row=row))
    return [one for one in since if one in set(later)]


def _counted(moved: Mapping[str, int]) -> tuple[Merging, ...]:
    return tuple(Merging(table, count) for table, count in moved.items() if count)
