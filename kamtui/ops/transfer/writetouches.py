"""Touches of an import: recognised by key, else by what they say; corrected, added, with the people who were there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.transfer.ours import own_id
from kamtui.ops.transfer.rowkeys import RowKeys
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Anything, Batch, TouchRow
from kamtui.ops.transfer.who import Who
from kamtui.store import known, policies
from kamtui.store.tx import Tx, instant

SAID = ("account_id", "at", "on_date", "kind", "minutes", "summary", "state", "by")
MORE = ("direction", "feedback", "purpose")
"""Columns that a file need not have: what it does not say stays as it is."""

COLUMNS = (*SAID, "key", "recorded_at", *MORE)
COMPARED = (*SAID, *MORE)

MAIL = "mailto:"
"""Stands before the address of somebody who was invited: whom the book does not know is not made a contact."""

SHOWN = 5
"""Addresses listed in one warning."""

Values = tuple[object, ...]


class TouchWriter:
    """Writes batches of touches; new ones go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally, zone: dt.tzinfo) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._zone = zone
        self._file = ""
        self._keys = RowKeys()
        self._recorded = instant(tx.now)
        self._strangers: Counter[str] = Counter()
        """Addresses that were invited and nobody in the book has at that account."""
        self._usual = policies.usual_minutes(tx.conn, tx.today)

    def write(self, batch: Batch[TouchRow]) -> None:
        """Write one batch."""
        if batch.file != self._file:
            # what another file says again is no second touch, but the same one
            self._file, self._keys = batch.file, RowKeys()
        rows = self.tally.taken(batch, self._touch)
        self._insert(self._corrected(rows))

    def finish(self) -> None:
        """Say who was invited and is not on any touch."""
        if self._strangers:
            names = ", ".join(name for name, _ in self._strangers.most_common(SHOWN))
            one, many = (
                "{count} who was invited is not a contact: {names}",
                "{count} who were invited are no contacts: {names}",
            )
            self.tally.warn(n(one, many, len(self._strangers), names=names))

    def _touch(self, row: TouchRow) -> tuple[Values, tuple[int, ...]]:
        if isinstance(row.account, Anything):
            account = self.who.meant_by(row.account)
        elif row.account:
            account = self.who.account(row.account, row.account_name)
        else:
            account = self._account_of(row.contact)
        people = self._people(row.contact, account) if row.contact else ()
        day, at = self._when(row.at)
        summary = row.summary or ""
        minutes = self._usual[row.kind] if row.minutes is None else row.minutes
        key = row.key or self._keys.of(row.account, row.contact, at, row.kind, row.state, summary)
        by = self.who.login(row.by)
        more = (row.direction or "", row.feedback or "", row.purpose or "")
        return (account, at, day, row.kind, minutes, summary, row.state, by, key, self._recorded, *more), people

    def _account_of(self, contact: str | None) -> int:
        """The account of a contact that is named by id alone, or of the most who were invited by mail."""
        names = _names(contact or "")
        invited = [name.removeprefix(MAIL) for name in names if name.startswith(MAIL)]
        found = (
            {self.who.by_mail(address) for address in invited} if invited else {self.who.contact_ids.get(contact or "")}
        )
        places = Counter(account for person, account in self.who.positions if person in found)
        if invited and not places:
            raise BadInput(t("nobody who was invited is in the book: {people}", people=", ".join(invited[:SHOWN])))
        if not places or (len(places) > 1 and not invited):
            raise BadInput(t("a touch needs an account"))
        return places.most_common(1)[0][0]

    def _people(self, reference: str, account: int) -> tuple[int, ...]:
        """One contact, or several parted by semicolons; of those who were invited whom the book knows there."""
        found: dict[int, None] = {}
        for name in _names(reference):
            if not name.startswith(MAIL):
                found[self.who.contact(name, account)] = None
                continue
            person = self.who.by_mail(name.removeprefix(MAIL))
            if person is not None and (person, account) in self.who.positions:
                found[person] = None
            else:
                self._strangers[name.removeprefix(MAIL)] += 1
        return tuple(found)

    def _when(self, at: dt.date) -> tuple[str, str]:
        """The civil date where the author was, and the instant; the start of the day where no time was given."""
        if isinstance(at, dt.datetime):
            return at.astimezone(self._zone).date().isoformat(), instant(at)
        return at.isoformat(), f"{at.isoformat()}T00:00:00Z"

    def _corrected(self, rows: Sequence[tuple[Values, tuple[int, ...]]]) -> list[tuple[Values, tuple[int, ...]]]:
        """Correct what is in the book already; what is not comes back, the last of several with one key."""
        there = known.rows_by_key(self.tx.conn, "touch", COMPARED, (str(values[8]) for values, _ in rows))
        fresh: dict[object, tuple[Values, tuple[int, ...]]] = {}
        for values, people in rows:
            found = next(iter(there.get(str(values[8]), ())), None) or self._own(values)
            if found is None:
                if values[8] in fresh:
                    is_same = fresh[values[8]] == (values, people)
                    (self.tally.unchanged if is_same else self.tally.updated)["touches"] += 1
                fresh[values[8]] = values, people
                continue
            more = (new or old for new, old in zip(values[-len(MORE) :], found[-len(MORE) :], strict=True))
            # the same instant is another day elsewhere: that of who logged it stays
            day = found[3] if found[2] == values[1] else values[2]
            wanted = (*values[:2], day, *values[3 : len(SAID)], *more)
            changed = found[1:] != wanted
            if changed:
                self.tx.update("touch", int(str(found[0])), dict(zip(COMPARED, wanted, strict=True)))
            changed |= self._join(int(str(found[0])), people, int(str(values[0])))
            (self.tally.updated if changed else self.tally.unchanged)["touches"] += 1
        return list(fresh.values())

    def _own(self, values: Values) -> tuple[object, ...] | None:
        """The touch that an exported list calls by the book's own id, if it is still at that account and time."""
        key = own_id(str(values[8]))
        row = None if key is None else self.tx.row_or_none("touch", key)
        if row is None or (row["account_id"], row["at"]) != values[:2]:
            return None
        return (key, *(row[column] for column in COMPARED))

    def _join(self, touch: int, people: Sequence[int], account: int) -> bool:
        """Add people who are not on the touch yet; nobody is taken off."""
        missing = set(people) - known.people_of(self.tx.conn, touch)
        for contact in sorted(missing):
            self.tx.insert("touch_contact", {"touch_id": touch, "contact_id": contact}, of=account)
        return bool(missing)

    def _insert(self, rows: Sequence[tuple[Values, tuple[int, ...]]]) -> None:
        accounts = {int(str(values[0])) for values, _ in rows}
        keys = self.tx.insert_block("touch", COLUMNS, [values for values, _ in rows], accounts=accounts)
        attended = [(key, contact) for key, (_, people) in zip(keys, rows, strict=True) for contact in people]
        self.tx.insert_block("touch_contact", ("touch_id", "contact_id"), attended)
        self.tally.created["touches"] += len(rows)


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]
