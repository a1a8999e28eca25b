"""The personal data of somebody are taken out of the book and of its journal; what was done and when stays (P19)."""

from __future__ import annotations

from typing import NamedTuple

from kamtui.domain.outcomes.people import ContactPurged
from kamtui.domain.personal import MENTIONS, QUOTED, SAID, emptied_person, remains, unnamed
from kamtui.errors import BadInput, NothingToDo, NotPermitted
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import contacts, permits, personal, persons
from kamtui.store.journal import Fields
from kamtui.store.tx import Tx


@operation("contact.purge")
def purge(tx: Tx, contact_id: int, *, texts: bool = False) -> ContactPurged:
    """Take the personal data of somebody out of the book, for good.

    Name, mail, phone, note, other names, facts, notes of links, wins and results are emptied, and the name is taken
    out of what else is written at their accounts; also in the journal, so that no undo brings it back. Touches,
    positions and counts stay; what was said at touches is emptied only with `texts`. Only heads do it. This cannot be
    undone. Raises NotFound, NotPermitted, BadInput, NothingToDo.
    """
    found = contacts.one(tx.conn, contact_id)
    if not permits.may_decide(tx.conn, tx.author, tx.today):
        raise NotPermitted(t("personal data are taken out by a head; {who} is none", who=tx.author))
    if found.merged_into is not None:
        raise BadInput(t("{name} is contact {id} now", name=found.name, id=found.merged_into))
    if found.placeholder:
        raise NothingToDo(t("{name} is nobody yet", name=found.name))
    if found.purged_on is not None and not texts:
        raise NothingToDo(t("the data of {name} were taken out on {on}", name=found.name, on=found.purged_on))
    tx.forgets = True
    people = [contact_id, *persons.merged_into(tx.conn, contact_id)]
    where = personal.accounts_of(tx.conn, people)
    said = personal.known_as(tx.conn, people) - {remains(one) for one in people}
    about = _About(
        frozenset(people) | personal.removed(tx.conn, said),
        frozenset(said),
        frozenset(where),
        frozenset(personal.colleagues(tx.conn, where)),
        frozenset(personal.touched(tx.conn, people)),
        remains(contact_id),
        texts,
    )
    rows = _empty_rows(tx, people, about)
    tables = {"contact", *SAID, *MENTIONS, *(QUOTED if texts else ())}
    entries = personal.forget(tx, tables, about.less)
    return ContactPurged(contact_id, about.instead, rows, entries, len(about.touches), texts)


class _About(NamedTuple):
    """Whose data go, and what they are."""

    people: frozenset[int]
    """They, who turned out to be them, and their entries that were undone."""
    said: frozenset[str]
    """Every name, mail and phone of theirs."""
    accounts: frozenset[int]
    """Where they work, worked, or were touched."""
    colleagues: frozenset[int]
    """Everybody there."""
    touches: frozenset[int]
    instead: str
    texts: bool
    """Whether what was said at touches goes, too."""

    def less(self, table: str, row: Fields) -> Fields:
        """The fields of a row that say something else from now on."""
        if table == "contact" and row.get("id") in self.people:
            return emptied_person(int(str(row["id"])))
        found: Fields = {}
        if {row.get("contact_id"), row.get("to_contact_id")} & self.people:
            found = dict.fromkeys(SAID.get(table, ()), "")
            if self.texts and table in ("opinion", "issue"):
                found["text"] = ""
        if self.texts and table == "touch" and row.get("id") in self.touches:
            found = dict.fromkeys(QUOTED["touch"], "")
        if self._is_there(table, row):
            found = {**unnamed(table, row, self.said, self.instead), **found}
        return found

    def _is_there(self, table: str, row: Fields) -> bool:
        if table in ("account", "contact"):
            return row.get("id") in (self.accounts if table == "account" else self.colleagues)
        return row.get("account_id") in self.accounts or (
            table == "profile" and row.get("contact_id") in self.colleagues
        )


def _empty_rows(tx: Tx, people: list[int], about: _About) -> int:
    """Empty the rows of the book; returns how many."""
    count = 0
    for person in people:
        for own in persons.rows_of(tx.conn, person):
            if own.table == "alias":
                tx.delete("alias", own.id)
                count += 1
            else:
                count += _empty(tx, own.table, own.id, about, own.account_id)
        values = {**emptied_person(person), "purged_on": tx.today.isoformat()}
        count += tx.update("contact", person, values, of=min(about.accounts, default=None))
    if about.texts:
        count += sum(_empty(tx, "touch", touch, about) for touch in about.touches)
    for place in personal.mentioning(tx.conn, sorted(about.accounts), about.said):
        count += _empty(tx, place.table, place.id, about)
    return count


def _empty(tx: Tx, table: str, row: int, about: _About, of: int | None = None) -> bool:
    values = about.less(table, tx.row(table, row))
    return bool(values) and tx.update(table, row, values, of=of)
