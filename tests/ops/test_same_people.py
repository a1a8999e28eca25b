"""Two entries of one person are made one, and taken apart again with what came later staying where it is."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.links import LinkKind
from kamtui.domain.samepeople import pairs
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, NotFound
from kamtui.ops.contacts import add_contact, edit_contact
from kamtui.ops.history import undo
from kamtui.ops.influences import judge_influence
from kamtui.ops.links import add_link
from kamtui.ops.samepeople import merge, unmerge
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import contacts, influences, links, lookup, persons, touches
from kamtui.store.book import Book
from tests.conftest import TODAY, Run
from tests.ops.test_contract import everything

CHEN, WANG, LINA = 1, 2, 3


@pytest.fixture
def twin(book: Book, acme: int) -> int:
    """李娜 entered again as Li Na, boss of 王伟, with a life of her own."""
    person = {"email": "LINA@acme.example", "phone": "+86 139-0000-0000", "external_id": "P9"}
    edit_contact(book, LINA, {"email": "lina@acme.example", "external_id": "P3"})
    twin = add_contact(book, acme, "Li Na", title="店长", fields=person).value.contact_id
    edit_contact(book, WANG, {"reports_to": twin})
    for people in ([twin], [twin, LINA], [LINA]):
        add_touch(book, acme, kind=Kind.CALL, people=people, on=dt.date(2026, 11, 2), summary=f"with {len(people)}")
    judge_influence(book, acme, twin, {"roles": "user"}, on=dt.date(2026, 11, 3))
    add_task(book, "call Li Na", account_id=acme, contact_id=twin)
    add_link(book, acme, LinkKind.INFLUENCES, contact_id=twin, to_contact_id=CHEN)
    add_link(book, acme, LinkKind.OTHER, contact_id=twin, to_contact_id=LINA)
    return twin


def test_the_twins_are_found_by_what_they_share(book: Book, acme: int, twin: int) -> None:
    (pair,) = pairs(persons.known(book.conn))
    assert (pair.one.id, pair.other.id, pair.why) == (LINA, twin, ("email",))


def test_all_that_is_of_the_other_goes_over(book: Book, acme: int, twin: int) -> None:
    merge(book, LINA, twin)
    assert len(touches.ids(book.conn, contact=LINA)) == 3
    (place,) = contacts.positions_of(book.conn, LINA)
    assert place.title == "店长"
    (wang,) = contacts.positions_of(book.conn, WANG)
    assert wang.boss_id == LINA
    assert influences.at_account(book.conn, acme, TODAY)[LINA].letters == "U"
    assert [link.kind for link in links.rows(book.conn, links.ids(book.conn, contact=LINA))] == [LinkKind.INFLUENCES]
    for known_as in ("Li Na", "P9", str(twin), "P3"):
        assert lookup.contact(book.conn, known_as) == LINA
    assert contacts.one(book.conn, LINA).phone == "+86 139-0000-0000"
    assert twin not in contacts.ids(book.conn)
    assert pairs(persons.known(book.conn)) == []


def test_undo_and_unmerge_at_once_restore_every_byte(book: Book, acme: int, twin: int) -> None:
    before = everything(book)
    merge(book, LINA, twin)
    undo(book)
    assert everything(book) == before
    merge(book, LINA, twin)
    done = unmerge(book, twin).value
    assert everything(book) == before
    assert (done.stayed, done.gone) == (0, 0)


def test_what_came_later_stays_and_is_counted(book: Book, acme: int, twin: int) -> None:
    merge(book, LINA, twin)
    later = add_touch(book, acme, kind=Kind.VISIT, people=[LINA], summary="later").value.touch_id
    edit_contact(book, LINA, {"title": "副总", "phone": "12345678"})
    done = unmerge(book, twin).value
    assert done.stayed == 1
    assert [person.contact_id for person in touches.one(book.conn, later).people] == [LINA]
    assert len(touches.ids(book.conn, contact=twin)) == 2
    # what somebody changed meanwhile is theirs
    (place,) = contacts.positions_of(book.conn, LINA)
    assert (place.title, contacts.one(book.conn, LINA).phone) == ("副总", "12345678")
    (wang,) = contacts.positions_of(book.conn, WANG)
    assert wang.boss_id == twin


def test_merges_upon_merges_are_taken_apart_one_by_one(book: Book, acme: int, twin: int) -> None:
    before = everything(book)
    merge(book, LINA, twin)
    between = everything(book)
    merge(book, CHEN, LINA)
    assert contacts.one(book.conn, twin).merged_into == CHEN
    with pytest.raises(BadInput, match=f"take that back first: kamtui contact unmerge {LINA}"):
        unmerge(book, twin)
    unmerge(book, LINA)
    assert everything(book) == between
    unmerge(book, twin)
    assert everything(book) == before
    with pytest.raises(NotFound):
        unmerge(book, twin)


def test_who_is_merged_is_not_merged_again(book: Book, acme: int, twin: int) -> None:
    merge(book, LINA, twin)
    with pytest.raises(BadInput, match="is contact 3 already"):
        merge(book, CHEN, twin)


def test_a_file_that_has_both_does_not_part_them_again(book: Book, acme: int, twin: int, run: Run) -> None:
    merge(book, LINA, twin)
    rows = "P9,Acme Holdings Ltd,Li Na,\n,Acme Holdings Ltd,Li Na,\nP3,Acme Holdings Ltd,李娜,副总\n"
    before = len(contacts.ids(book.conn))
    file = book.path.parent / "contacts.csv"
    file.write_text(f"id,account,name,title\n{rows}", encoding="utf-8")
    assert run("import", str(file)).code == 0
    assert len(contacts.ids(book.conn)) == before
    found = contacts.one(book.conn, LINA)
    assert (found.name, found.external_id) == ("李娜", "P3")
