"""Contacts of an import: people matched, completed, added, each with a position at their account."""

from __future__ import annotations

from kamtui.domain.names import name_key
from kamtui.errors import Ambiguous, BadInput
from kamtui.i18n import n, t
from kamtui.ops.persons import checked_person
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch, ContactRow
from kamtui.ops.transfer.who import Who
from kamtui.store.known import SEVERAL
from kamtui.store.tx import Tx

PERSON = ("external_id", "name", "name_key", "pinyin_key", "email", "phone", "note")
POSITION = ("contact_id", "account_id", "title", "function", "level")

MAIL = "mailto:"
"""Stands before the address of somebody of whom no firm is said: theirs is the one whose people write from there."""


class ContactWriter:
    """Writes batches of contacts; new people and their positions go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._fresh: list[tuple[ContactRow, int | None, dict[str, object]]] = []
        self._pending: set[object] = set()
        self._bosses: list[tuple[int, int, str]] = []
        """(position, account, who the boss is): resolved once everybody is known."""
        self._placed = 0
        """New people of whom no firm was said, but their mail address is that of an account's people."""

    def write(self, batch: Batch[ContactRow]) -> None:
        """Write one batch."""
        self.tally.taken(batch, self._write)
        self._insert()

    def finish(self) -> None:
        """Say who reports to whom, and who was placed by their mail address."""
        if self._placed:
            one, many = (
                "{count} person without a firm has the mail domain of an account and was put there",
                "{count} people without a firm have the mail domain of an account and were put there",
            )
            self.tally.warn(n(one, many, self._placed))
        for position, account, reference in self._bosses:
            boss = self.who.contact_ids.get(reference) or self.who.own_contact(reference, account=account)
            if boss is None:
                boss = self.who.contact_names.get((account, name_key(reference, person=True)))
            place = None if boss is None else self.who.positions.get((boss, account))
            if place is None:
                self.tally.warn(t("nobody called '{name}' to report to", name=reference))
            elif place != position and not self._is_succeeded(place, position):
                self.tx.update("position", position, {"reports_to": place})

    def _is_succeeded(self, boss: int, position: int) -> bool:
        """Whether the boss that a file names has left, and somebody reports to another by now."""
        has_left = self.tx.row("position", boss)["to_on"] is not None
        return has_left and self.tx.row("position", position)["reports_to"] is not None

    def _write(self, row: ContactRow) -> None:
        by_mail = row.account.removeprefix(MAIL) if row.account and row.account.startswith(MAIL) else ""
        account = self.who.account(row.account, row.account_name) if row.account and not by_mail else None
        mine = self.who.own_contact(row.id, name=row.name)
        if mine is not None:
            row = row._replace(id=None)
        values = checked_person({"name": row.name, **_given(row)})
        marks = {("id", row.id), ("name", account, values["name_key"])}
        if self._pending & marks:
            # the same person again: they must find the first row written
            self._insert()
        found = self._match(row, account, str(values["name_key"])) if mine is None else mine
        if found is None and by_mail and (account := self.who.at_host_of(by_mail)) is not None:
            if ("name", account, values["name_key"]) in self._pending:
                self._insert()
            found = self._match(row, account, str(values["name_key"]))
            self._placed += 1
        if found in self.who.purged:
            raise BadInput(t("the data of contact {id} were taken out; a file does not bring them back", id=found))
        if found is not None:
            self._correct(found, account, row, values)
        else:
            self._fresh.append((row, account, values))
            self._pending |= {mark for mark in marks if mark[-1] and (mark[0] == "id" or account is not None)}

    def _match(self, row: ContactRow, account: int | None, key: str) -> int | None:
        """By id, else by name among the people of the account; who has another id already is somebody else."""
        if row.id and row.id in self.who.contact_ids:
            return self.who.contact_ids[row.id]
        named = None if account is None else self.who.contact_names.get((account, key))
        if named == SEVERAL and not row.id:
            raise Ambiguous(t("'{name}' fits several people of the account; give the id", name=row.name), [])
        if named is None or named == SEVERAL:
            return None
        if row.id and self.tx.row("contact", named)["external_id"] not in (None, row.id):
            return None
        return named

    def _insert(self) -> None:
        fresh, self._fresh, self._pending = self._fresh, [], set()
        people = [
            tuple(values.get(column, None if column == "external_id" else "") for column in PERSON)
            for _, _, values in fresh
        ]
        keys = self.tx.insert_block("contact", PERSON, people)
        placed = [
            (key, account, row) for key, (row, account, _) in zip(keys, fresh, strict=True) if account is not None
        ]
        rows = [(key, account, row.title or "", row.function, row.level) for key, account, row in placed]
        positions = self.tx.insert_block("position", POSITION, rows)
        for key, (row, account, values) in zip(keys, fresh, strict=True):
            self.who.know_contact(key, row.id, account, str(values["name_key"]))
            self.tally.created["contacts"] += 1
            if row.mobile and row.phone:
                self._reach_otherwise(key, row.mobile)
        for position, (key, account, row) in zip(positions, placed, strict=True):
            self.who.positions[key, account] = position
            if row.reports_to:
                self._bosses.append((position, account, row.reports_to))

    def _correct(self, contact: int, account: int | None, row: ContactRow, values: dict[str, object]) -> None:
        changed = self.tx.update("contact", contact, self._of_their_own(contact, row, values), of=account)
        self.who.know_contact(contact, row.id, account, str(values["name_key"]))
        if account is not None:
            is_new = (contact, account) not in self.who.positions
            position = self.who.place(contact, account)
            given = {"title": row.title, "function": row.function, "level": row.level}
            known = {field: value for field, value in given.items() if value}
            changed |= bool(known) and self.tx.update("position", position, known)
            changed |= is_new
            if row.reports_to:
                self._bosses.append((position, account, row.reports_to))
        (self.tally.updated if changed else self.tally.unchanged)["contacts"] += 1

    def _of_their_own(self, contact: int, row: ContactRow, values: dict[str, object]) -> dict[str, object]:
        """Fields without the name and id of an entry that was merged into this person."""
        before = self.tx.row("contact", contact)
        if row.id and before["external_id"] == row.id:
            return values
        foreign = {"external_id"} if before["external_id"] is not None else set[str]()
        if before["name_key"] != values["name_key"]:
            foreign |= {"name", "name_key", "pinyin_key"}
        return {field: value for field, value in values.items() if field not in foreign}

    def _reach_otherwise(self, contact: int, phone: str) -> None:
        self.tx.insert("alias", {"contact_id": contact, "kind": "phone", "text": phone, "key": phone})


def _given(row: ContactRow) -> dict[str, object]:
    """The fields that the row says something about; an empty cell says nothing."""
    given = {"email": row.email, "phone": row.phone or row.mobile, "note": row.note, "external_id": row.id}
    return {field: value for field, value in given.items() if value}
