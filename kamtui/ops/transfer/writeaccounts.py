"""Accounts of an import: matched, completed, corrected, added."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.domain.names import is_mixed
from kamtui.errors import Ambiguous, BadInput
from kamtui.i18n import t
from kamtui.ops import groups
from kamtui.ops.accounts import checked
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import AccountRow, Batch
from kamtui.ops.transfer.who import Who
from kamtui.store import owners, statuses, tiers
from kamtui.store.known import SEVERAL
from kamtui.store.tx import Tx, instant

PLAIN = (
    *("kind", "segments", "industry", "region", "country", "city", "address", "phone", "website", "currency", "note"),
)
COLUMNS = ("external_id", "name", "name_key", "pinyin_key", "search", *PLAIN)
ABSENT: Mapping[str, object] = {"kind": "end_user", "currency": None, "external_id": None}
"""What a column holds that the file does not fill; "" for the others."""

DATED = {
    "ownership": ("account_id", "on_date", "owner", "recorded_at"),
    "tier_decision": ("account_id", "on_date", "tier", "reason", "decided_by", "recorded_at"),
    "status_decision": ("account_id", "on_date", "status", "reason", "decided_by", "recorded_at"),
}
"""What stands beside an account with a date, and its columns."""


class AccountWriter:
    """Writes batches of accounts; new ones go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._fresh: list[tuple[AccountRow, dict[str, object]]] = []
        self._pending: set[str] = set()
        """Ids and name keys of the accounts in `_fresh`."""
        self._parents: list[tuple[int, str]] = []
        self._unchanged: set[int] = set()
        """Accounts that are as their row says, as far as one knows before their parents are looked at."""

    def write(self, batch: Batch[AccountRow]) -> None:
        """Write one batch."""
        self.tally.taken(batch, self._write)
        self._insert()

    def finish(self) -> None:
        """Tie groups together, once everybody is known."""
        for account, reference in self._parents:
            parent = self.who.find_account(reference)
            if parent is None:
                self.tally.warn(t("no account '{name}' to be the parent of others", name=reference))
            elif parent != account:
                self._put_below(account, parent)

    def _put_below(self, account: int, parent: int) -> None:
        """A first parent holds for as long as the account is known, another from today."""
        try:
            if groups.place(self.tx, account, parent) is not None and account in self._unchanged:
                self._unchanged.discard(account)
                self.tally.unchanged["accounts"] -= 1
                self.tally.updated["accounts"] += 1
        except BadInput as error:
            self.tally.warn(t("{name}: {reason}", name=self.tx.row("account", account)["name"], reason=error))

    def _write(self, row: AccountRow) -> None:
        mine = self.who.own_account(row.id, row.name)
        if mine is not None:
            self._correct(mine, row._replace(id=None))
            return
        marks = {f"id {row.id}" if row.id else "", f"name {self.who.key_of(row.name)}"}
        if self._pending & marks:
            # the same account again: it must find the first row written
            self._insert()
        found = self._match(row)
        if found is not None:
            self._correct(found, row)
        else:
            self._fresh.append((row, checked({"name": row.name, **_given(row)}, {})))
            self._pending |= marks - {""}

    def _match(self, row: AccountRow) -> int | None:
        """By id, then by name or alias; an account that has another id already is another account."""
        if row.id and row.id in self.who.account_ids:
            return self.who.account_ids[row.id]
        named = self.who.account_names.get(self.who.key_of(row.name))
        if named == SEVERAL and not row.id:
            raise Ambiguous(t("'{name}' fits several accounts; give the id", name=row.name), [])
        if named is None or named == SEVERAL:
            return None
        if row.id and self.tx.row("account", named)["external_id"] not in (None, row.id):
            if named not in self.who.added:
                self.tally.warn(t("'{name}' has several ids; are they one account?", name=row.name))
            return None
        return named

    def _insert(self) -> None:
        fresh, self._fresh, self._pending = self._fresh, [], set()
        rows = [tuple(values.get(column, ABSENT.get(column, "")) for column in COLUMNS) for _, values in fresh]
        keys = self.tx.insert_block("account", COLUMNS, rows)
        self.tx.moved(keys)
        beside: dict[str, list[tuple[object, ...]]] = {table: [] for table in DATED}
        for key, (row, values) in zip(keys, fresh, strict=True):
            if is_mixed(row.name):
                message = "'{name}' mixes letters of two scripts that look alike"
                self.tally.warn(t(message, name=row.name))
            self.who.know_account(key, row.id, str(values["name_key"]))
            self.tally.created["accounts"] += 1
            for table, value in self._decided(row).items():
                beside[table].append(self._dated(table, key, value))
            self._name_otherwise(key, row)
        for table, decided in beside.items():
            self.tx.insert_block(table, DATED[table], decided)

    def _correct(self, account: int, row: AccountRow) -> None:
        before = self.tx.row("account", account)
        said = {"name": row.name, **_given(row)}
        if self.who.mark(row.id or row.name):
            # it was merged into this one, which keeps what it says of itself
            said = {
                field: value for field, value in _given(row._replace(id=None)).items() if before[field] in ("", None)
            }
            row = row._replace(owner=None, tier=None, status=None, parent=None)
        elif not row.id and before["name_key"] != self.who.key_of(row.name):
            # another name of it is no reason to change its own
            del said["name"]
        given = {field: value for field, value in said.items() if before[field] != value}
        changed = bool(given) and self.tx.update("account", account, checked(given, before))
        now = {
            "ownership": owners.in_force(self.tx.conn, account, self.tx.today),
            "tier_decision": tiers.in_force(self.tx.conn, account, self.tx.today),
            "status_decision": statuses.in_force(self.tx.conn, account, self.tx.today)[0],
        }
        for table, value in self._decided(row).items():
            if now[table] != value:
                self.tx.insert(table, dict(zip(DATED[table], self._dated(table, account, value), strict=True)))
                changed = True
        changed |= self._name_otherwise(account, row)
        if row.id:
            self.who.account_ids[row.id] = account
        (self.tally.updated if changed else self.tally.unchanged)["accounts"] += 1
        if not changed:
            self._unchanged.add(account)

    def _decided(self, row: AccountRow) -> dict[str, str]:
        """What the row says beside the account's own fields."""
        said = {"ownership": self.who.login(row.owner), "tier_decision": row.tier, "status_decision": row.status}
        return {table: value for table, value in said.items() if value}

    def _dated(self, table: str, account: int, value: str) -> tuple[object, ...]:
        day, recorded = self.tx.today.isoformat(), instant(self.tx.now)
        if table == "ownership":
            return account, day, value, recorded
        return account, day, value, t("imported"), self.tx.author, recorded

    def _name_otherwise(self, account: int, row: AccountRow) -> bool:
        """Remember the parent for the end, and enter an alias that is new."""
        if row.parent:
            self._parents.append((account, row.parent))
        key = self.who.key_of(row.alias) if row.alias else ""
        if not key or key in self.who.account_names:
            return False
        self.tx.insert("alias", {"account_id": account, "kind": "name", "text": row.alias, "key": key})
        self.who.account_names[key] = account
        return True


def _given(row: AccountRow) -> dict[str, object]:
    """The fields that the row says something about; an empty cell says nothing."""
    given: dict[str, object] = {field: getattr(row, field) for field in PLAIN if getattr(row, field)}
    return {**given, "external_id": row.id} if row.id else given
