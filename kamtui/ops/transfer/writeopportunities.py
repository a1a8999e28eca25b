"""Opportunities of an import: recognised by the key of the other program, else by what they say; corrected, added."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from kamtui.domain.opportunities import LONGEST_NAME, Kind, Level, Outcome
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.transfer.opportunityrows import OpportunityRow
from kamtui.ops.transfer.ours import own_id
from kamtui.ops.transfer.rowkeys import RowKeys
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch
from kamtui.ops.transfer.who import Who
from kamtui.store import known, owners
from kamtui.store.products import catalogue
from kamtui.store.tx import Tx, instant

USUAL_LEVEL = {Outcome.OPEN: Level.UNIVERSE, Outcome.LOST: Level.IN, Outcome.WON: Level.IN}
"""How near an opportunity is taken to have been where the file does not say it; before it was won nobody knew."""

SHOWN = 5
"""Names listed in one warning."""

_BACKWARDS = (
    "{count} opportunity was won before it was opened",
    "{count} opportunities were won before they were opened",
)
_AHEAD = (
    "{count} opportunity is decided on a day to come",
    "{count} opportunities are decided on days to come",
)
_UNDATED = (
    "{count} opportunity has no day: it counts as opened on the last day of its file",
    "{count} opportunities have no day: they count as opened on the last day of their file",
)
_KEPT = (
    "{count} opportunity is open in the file and decided here: it stays so",
    "{count} opportunities are open in the file and decided here: they stay so",
)

_STAYED = (
    "{count} opportunity was moved here and is on another level in the file: it stays",
    "{count} opportunities were moved here and are on other levels in the file: they stay",
)

Values = dict[str, object]
"""Column -> value, of those that a row says something of."""


class OpportunityWriter:
    """Writes batches of opportunities; new ones go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._owners = owners.of_all(tx.conn, tx.today)
        self._parted = known.parted(tx.conn, "opportunity")
        self._moved = known.done_here(tx.conn, "opportunity", "opportunity.move")
        self._recorded = instant(tx.now)
        self._products = Counter[str]()
        self._new_accounts: list[str] = []
        self._backwards = self._ahead = self._undated = self._kept = self._stayed = 0
        self._begin("")

    def write(self, batch: Batch[OpportunityRow]) -> None:
        """Write one batch; what says no day at all waits for the end of its file."""
        if batch.file != self._file:
            self._place_undated()
            self._begin(batch.file)
        self._take(self.tally.taken(batch, self._values))

    def finish(self) -> None:
        """Write what waited, and say what the files leave open."""
        self._place_undated()
        self._warn_of_products()
        if self._new_accounts:
            names = ", ".join(self._new_accounts[:SHOWN])
            one = "an opportunity names an account that was not there, it was added: {names}"
            many = "opportunities name {count} accounts that were not there, they were added: {names}"
            self.tally.warn(n(one, many, len(self._new_accounts), names=names))
        for count, one, many in (
            (self._backwards, *_BACKWARDS),
            (self._ahead, *_AHEAD),
            (self._undated, *_UNDATED),
            (self._kept, *_KEPT),
            (self._stayed, *_STAYED),
        ):
            if count:
                self.tally.warn(n(one, many, count))

    def _begin(self, file: str) -> None:
        """Another file: what it says again is no second opportunity, but the same one."""
        self._file = file
        self._keys = RowKeys()
        self._seen: set[str] = set()
        self._waiting: list[Values] = []
        self._last: dt.date | None = None
        """The latest day up to today that the file has named."""

    def _values(self, row: OpportunityRow) -> Values:
        """The columns that a row says something of. Raises BadInput where its key came before."""
        key = row.id or self._keys.of(row.account, row.name, row.product, row.opened, row.amount)
        if key in self._seen:
            raise BadInput(t("opportunity {key} came before in the file", key=key))
        if row.name and len(row.name) > LONGEST_NAME:
            raise BadInput(t("a text has at most {limit} characters", limit=LONGEST_NAME))
        self._seen.add(key)
        account = self._account(row)
        self.tally.unattributed += account is None
        if row.product:
            self._products[row.product] += 1
        outcome = row.stage.outcome if row.stage else Outcome.OPEN
        self._note_days(row, outcome)
        said: Mapping[str, object] = {
            "account_id": account,
            "name": row.name,
            "kind": row.kind,
            "level": row.stage.level if row.stage else None,
            "amount": row.amount,
            "currency": row.currency,
            "product": row.product,
            "owner": self.who.login(row.owner) or None,
            "origin": row.origin,
            "opened_on": None if row.opened is None else row.opened.isoformat(),
            "expected_on": None if row.expected is None else row.expected.isoformat(),
            "reason": row.reason,
            "note": row.note,
        }
        values: Values = {"external_id": key, **{name: value for name, value in said.items() if value is not None}}
        if row.stage is not None:
            values["outcome"] = outcome.value
            decided = row.closed or row.expected or row.opened
            values["closed_on"] = decided.isoformat() if decided and outcome is not Outcome.OPEN else None
        return values

    def _account(self, row: OpportunityRow) -> int | None:
        if not row.account:
            return None
        before = self.who.new_accounts
        account = self.who.account(row.account, row.account_name)
        if self.who.new_accounts > before:
            self._new_accounts.append(row.account_name or row.account)
        return account

    def _note_days(self, row: OpportunityRow, outcome: Outcome) -> None:
        days = [day for day in (row.opened, row.closed, row.expected) if day is not None and day <= self.tx.today]
        self._last = max([*days, *([self._last] if self._last else [])], default=None)
        if outcome is Outcome.OPEN or row.closed is None:
            return
        self._ahead += row.closed > self.tx.today
        self._backwards += outcome is Outcome.WON and row.opened is not None and row.closed < row.opened

    def _take(self, found: Sequence[Values]) -> None:
        """Correct what is in the book already and add the rest."""
        fresh = []
        there = known.external_rows(self.tx.conn, "opportunity", [str(values["external_id"]) for values in found])
        for values in found:
            row = there.get(str(values["external_id"]))
            if row is None and (row := self._own(values)) is not None:
                del values["external_id"]
            if row is not None:
                self._correct(row, values)
            elif not self._is_dated(values):
                self._waiting.append(values)
            else:
                fresh.append(values)
        self._insert(fresh)

    def _own(self, values: Values) -> int | None:
        """The opportunity that an exported list calls by the book's own id, if it is still called so."""
        key = own_id(str(values["external_id"]))
        row = None if key is None else self.tx.row_or_none("opportunity", key)
        return key if row is not None and row["name"] == values.get("name") else None

    def _is_dated(self, values: Values) -> bool:
        """Whether its first day is known, or a later one that has come: it was there by then."""
        if "opened_on" in values:
            return True
        values["opened_said"] = 0
        today = self.tx.today.isoformat()
        days = [
            day for name in ("closed_on", "expected_on") if isinstance(day := values.get(name), str) and day <= today
        ]
        if days:
            values["opened_on"] = min(days)
        elif values.get("outcome"):
            values["opened_on"] = today
        return "opened_on" in values

    def _place_undated(self) -> None:
        """What says no day was there by the last day of its file."""
        day = (self._last or self.tx.today).isoformat()
        self._undated += len(self._waiting)
        self._insert([{**values, "opened_on": day} for values in self._waiting])
        self._waiting = []

    def _correct(self, row: int, values: Values) -> None:
        before = self.tx.row("opportunity", row)
        if self._parted.get(row) == values.get("account_id"):
            # a file that still names the account it was before a split
            values.pop("account_id", None)
        if "opened_on" in values:
            values["opened_said"] = 1
        if values.get("level", before["level"]) != before["level"]:
            if row in self._moved:
                # where it stands was said here; an older file does not move it back
                self._stayed += 1
                del values["level"]
            else:
                values["level_on"] = self.tx.today.isoformat()
        if before["outcome"] and not values.get("outcome"):
            # what was decided here since is not taken back by an older file
            self._kept += "outcome" in values
            values.pop("outcome", None)
        if not values.get("outcome") or values.get("closed_on") is None:
            values.pop("closed_on", None)
        changed = self.tx.update("opportunity", row, values)
        (self.tally.updated if changed else self.tally.unchanged)["opportunities"] += 1

    def _insert(self, found: Sequence[Values]) -> None:
        rows = [tuple(self._whole(values).values()) for values in found]
        if rows:
            self.tx.insert_block("opportunity", COLUMNS, rows)
        self.tally.created["opportunities"] += len(rows)

    def _whole(self, values: Values) -> Values:
        """A new row: what the file says, and what is usual where it is silent."""
        account = values.get("account_id")
        outcome = Outcome(str(values.get("outcome", "")))
        key = account if isinstance(account, int) else 0
        usual: Values = {
            "account_id": None,
            "kind": Kind.NEW_BUSINESS.value,
            "level": USUAL_LEVEL[outcome].value,
            "level_on": values["opened_on"],
            "amount": None,
            "currency": self.who.currency(key),
            "product": "",
            "owner": self._owners.get(key, ""),
            "origin": "",
            "opened_said": 1,
            "expected_on": None,
            "outcome": "",
            "closed_on": values["opened_on"] if outcome is not Outcome.OPEN else None,
            "reason": "",
            "note": "",
            "recorded_at": self._recorded,
        }
        said = {name: value for name, value in values.items() if value is not None}
        whole = usual | said
        return {column: whole[column] for column in COLUMNS}

    def _warn_of_products(self) -> None:
        """Products that the catalogue does not have, each with what it may mean and how to say so (MV-1)."""
        there = catalogue(self.tx.conn)
        if there.is_empty:
            return
        for product, count in self._products.most_common():
            if there.find(product) is not None:
                continue
            near = there.suggestion(product)
            unknown = n(
                "{count} opportunity names a product that the catalogue does not have: {product}",
                "{count} opportunities name a product that the catalogue does not have: {product}",
                count,
                product=product,
            )
            hint = t("see: kamtui product ls")
            if near is not None:
                values = {"name": near.name, "product": product}
                hint = t("is it {name}? Then: kamtui product alias '{name}' '{product}'", **values)
            self.tally.warn(f"{unknown}; {hint}")


COLUMNS = (
    "external_id", "account_id", "name", "kind", "level", "level_on", "amount", "currency", "product", "owner",
    "origin", "opened_on", "opened_said", "expected_on", "outcome", "closed_on", "reason", "note", "recorded_at",
)  # fmt: skip
