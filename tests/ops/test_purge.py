"""Personal data that were taken out are nowhere any more: not in rows, not in the journal, not after any undo (P19)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from kamtui.domain.links import LinkKind
from kamtui.domain.personal import MENTIONS, QUOTED, SAID, emptied_person, without
from kamtui.domain.touches import Kind
from kamtui.errors import Conflict, KamError, NothingToDo, NotPermitted
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact, edit_contact, leave
from kamtui.ops.history import undo
from kamtui.ops.influences import judge_influence
from kamtui.ops.links import add_link
from kamtui.ops.moves import join
from kamtui.ops.personal import purge
from kamtui.ops.profiles import set_profile
from kamtui.ops.samepeople import merge
from kamtui.ops.stages import reset_status
from kamtui.ops.tasks import add_task, edit_task
from kamtui.ops.touches import add_touch
from kamtui.store import contacts, dumps, journal, look, persons, touches
from kamtui.store.book import Book
from kamtui.store.merges import MOVES, STAYS
from tests.conftest import TODAY, Run

CHEN, WANG, LINA = 1, 2, 3

SECRETS = ("王伟", "wangwei", "Wang Wei", "wang@", "13900001111", "divorced", "promotion", "1975-03-31", "golf")

NO_PROSE = re.compile(
    r"on_date|\w+_(on|at|by|key)|at|by|who|owner|author|about|kind|state|status|grade|tier|stage|level|function"
    r"|end_reason|degree|mode|roles|purpose|direction|feedback|metric|unit|currency|confidence|period|criterion|answer|field|section"
    r"|signal|repeat|evidence|covers|cautions|key|search|number|external_id"
)
"""Columns with days, logins, words of ours and numbers."""

OF_A_FIRM = {
    *(("account", field) for field in ("name", "pinyin_key", "kind", "industry", "region", "country", "city")),
    *(("account", field) for field in ("address", "phone", "website", "segments")),
    *(("fact", field) for field in ("product", "source")),
    *((table, "source") for table in ("goal_actual", "judgement", "plan_section", "profile", "rival")),
    *(("rival", field) for field in ("name", "product")),
    ("position", "title"),
    ("invoice", "order_ref"),
    *((table, "product") for table in ("issue", "opportunity", "peak")),
    *(("opportunity", field) for field in ("origin", "outcome")),
    *(("issue", field) for field in ("department",)),
}
"""Columns that say what a firm or a thing is called."""


@pytest.fixture
def known(book: Book, acme: int) -> int:
    """王伟, of whom much is known everywhere; he left, and was entered twice."""
    other = add_account(book, "华为技术有限公司").value.account_id
    edit_contact(book, WANG, {"email": "wang@acme.example", "note": "divorced"})
    edit_contact(book, WANG, {"note": "golf", "phone": "13900001111"})
    add_touch(book, acme, kind=Kind.VISIT, people=[WANG, CHEN], on=dt.date(2026, 11, 2), summary="王伟 wants golf")
    judge_influence(book, acme, WANG, {"roles": "economic", "win": "promotion"}, on=dt.date(2026, 11, 2))
    set_profile(book, None, "birthday", "1975-03-31", contact_id=WANG, confidential=True)
    set_profile(book, acme, "interests", "golf", contact_id=WANG)
    add_link(book, acme, LinkKind.INFLUENCES, contact_id=CHEN, to_contact_id=WANG, note="they golf")
    task = add_task(book, "ask 王伟 for the plan", account_id=acme).value.task_id
    edit_task(book, task, {"title": "ask 王伟 for the new plan"})
    twin = add_contact(book, other, "Wang Wei", fields={"email": "wang@huawei.example"}).value.contact_id
    merge(book, WANG, twin)
    leave(book, WANG, account_id=acme, on=TODAY, successor=True)
    reset_status(book, acme, on=TODAY)
    join(book, WANG, add_account(book, "Third AG").value.account_id, fields={"email": "wang@third.example"})
    return acme


def written(book: Book) -> str:
    """Everything in the file but what was said at touches, as one text; packed blocks of the journal unpacked."""
    tables = book.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = [
        row for (name,) in tables if name != "touch" for row in book.conn.execute(f"SELECT * FROM {name}").fetchall()
    ]
    touched = book.conn.execute("SELECT id FROM journal WHERE tbl = 'touch'").fetchall()
    text = [repr(row) for row in rows if not (row[2:3] == ("touch",) and (row[0],) in touched)]
    packed = book.conn.execute("SELECT packed FROM journal WHERE packed IS NOT NULL").fetchall()
    return "\n".join([*text, *(repr(journal.unpack(block)) for (block,) in packed)])


def _pragma(book: Book, name: str, table: str) -> list[tuple[object, ...]]:
    return book.conn.execute(f"PRAGMA {name}({table})").fetchall()


def test_nothing_of_them_is_left_and_what_was_done_is(book: Book, known: int) -> None:
    assert all(secret in written(book) for secret in SECRETS)
    counted = len(touches.ids(book.conn, contact=WANG)), len(contacts.positions_of(book.conn, WANG))
    done = purge(book, WANG).value
    assert [secret for secret in SECRETS if secret in written(book)] == []
    assert counted == (len(touches.ids(book.conn, contact=WANG)), len(contacts.positions_of(book.conn, WANG)))
    assert (done.touches, done.texts) == (1, False)
    (touch,) = touches.rows(book.conn, touches.ids(book.conn, contact=WANG))
    assert (touch.summary, {person.name for person in touch.people}) == ("王伟 wants golf", {"Chen Li", "#2"})
    assert {row[2] for row in book.conn.execute("SELECT * FROM contact WHERE placeholder = 1")} == {
        "unknown successor of #2"
    }


def test_whatever_names_a_person_by_number_is_of_them(book: Book) -> None:
    tables = [name for (name,) in book.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    keys = {
        (table, row[3]) for table in tables for row in _pragma(book, "foreign_key_list", table) if row[2] == "contact"
    }
    assert keys - {("contact", "merged_into")} == {*persons.OWNED}


@pytest.mark.parametrize("table", ["account", "contact", *sorted({*MOVES, *STAYS, "told_apart"})])
def test_every_text_that_somebody_types_about_an_account_is_searched_for_the_name(book: Book, table: str) -> None:
    texts = {str(row[1]) for row in _pragma(book, "table_info", table) if row[2] == "TEXT"}
    searched = {field for kept in (SAID, QUOTED, MENTIONS) for field in kept.get(table, ())}
    assert {
        field
        for field in texts - searched - {*emptied_person(1)}
        if not NO_PROSE.fullmatch(field) and (table, field) not in OF_A_FIRM
    } == set()


def test_what_was_said_goes_where_that_is_asked_for(book: Book, known: int) -> None:
    purge(book, WANG)
    with pytest.raises(NothingToDo):
        purge(book, WANG)
    purge(book, WANG, texts=True)
    assert touches.rows(book.conn, touches.ids(book.conn, contact=WANG))[0].summary == ""
    assert "golf" not in written(book) + repr(book.conn.execute("SELECT before, after FROM journal").fetchall())
    book.close()
    # nor in pages that SQLite has set free
    assert [secret for secret in SECRETS if secret.encode() in book.path.read_bytes()] == []


def test_no_undo_of_an_earlier_change_brings_them_back(book: Book, known: int) -> None:
    purge(book, WANG)
    undone = 0
    for change in journal.changes(book.conn):
        try:
            undo(book, change.id)
            undone += 1
        except KamError:
            continue
        assert [secret for secret in SECRETS if secret in written(book)] == []
    # what is of others, or says nothing of them any more, is still taken back
    assert undone > 3


def test_undo_of_it_refuses_with_a_sentence_and_so_does_undo_of_their_name(book: Book, known: int) -> None:
    renamed = edit_contact(book, WANG, {"name": "王小伟"}).change
    done = purge(book, WANG)
    with pytest.raises(Conflict, match="took personal data out for good"):
        undo(book, done.change)
    with pytest.raises(Conflict, match="purged_on"):
        undo(book, renamed)


def test_the_book_as_it_was_known_does_not_know_them_either(book: Book, known: int) -> None:
    purge(book, WANG)
    look.look(book.conn, TODAY, as_known=TODAY - dt.timedelta(days=1))
    look.look(book.conn, TODAY, as_known=TODAY)
    assert contacts.one(book.conn, WANG).name == "#2"


def test_the_whole_book_as_lines_does_not_know_them_either(book: Book, known: int) -> None:
    purge(book, WANG, texts=True)
    said = "".join(dumps.lines(book.conn))
    assert [secret for secret in SECRETS if secret in said] == []


def test_it_is_a_heads_to_do(book: Book, known: int, open_book: Callable[[str], Book]) -> None:
    with pytest.raises(NotPermitted):
        purge(open_book("chen.jing"), WANG)


def test_a_file_does_not_bring_them_back(book: Book, acme: int, run: Run) -> None:
    edit_contact(book, WANG, {"external_id": "P2"})
    purge(book, WANG)
    file = book.path.parent / "contacts.csv"
    file.write_text("id,account,name,email\nP2,Acme Holdings Ltd,王伟,wang@acme.example\n", encoding="utf-8")
    found = run("import", str(file), "--json").json
    assert "were taken out" in found["rejected"][0]["reason"]
    assert contacts.one(book.conn, WANG).name == "#2"


def test_what_an_import_brought_and_undo_took_away_does_not_come_back_either(book: Book, acme: int, run: Run) -> None:
    file = book.path.parent / "contacts.csv"
    file.write_text("account,name,email\nAcme Holdings Ltd,赵六,zhao@acme.example\n", encoding="utf-8")
    assert run("import", str(file)).code == 0
    assert run("undo").code == 0
    assert run("import", str(file)).code == 0
    (person,) = (one.id for one in contacts.rows(book.conn, contacts.ids(book.conn)) if one.name == "赵六")
    purge(book, person)
    for change in journal.changes(book.conn):
        run("undo", str(change.id))
        assert "赵六" not in written(book)
        assert "zhao@" not in written(book)


def test_a_command_asks_first_and_says_that_it_is_for_good(book: Book, known: int, run: Run) -> None:
    refused = run("contact", "purge", "王伟")
    assert (refused.code, "cannot be undone" in refused.err) == (2, True)
    done = run("contact", "purge", "王伟", "--yes")
    assert "this cannot be undone, and backups made before still have it" in done.out
    assert run("contact", "ls", "--json").out.count("王伟") == 0


def test_a_name_is_taken_out_where_it_stands_alone() -> None:
    said = ["Li", "王伟", "li@a.example"]
    assert without("Li met Lina, LI; 王伟说 li@a.example", said, "#2") == "#2 met Lina, #2; #2说 #2"
    assert without("nothing", [], "#2") == "nothing"


def test_a_namesake_and_who_was_taken_for_them_by_mistake_keep_their_names(book: Book, known: int) -> None:
    namesake = add_contact(book, known, "王伟").value.contact_id
    add_task(book, "ask Chen Li and 王伟", account_id=known)
    merge(book, CHEN, LINA)
    undo(book)
    purge(book, CHEN)
    assert [contacts.one(book.conn, person).name for person in (CHEN, LINA)] == ["#1", "李娜"]
    purge(book, WANG)
    assert contacts.one(book.conn, namesake).name == "王伟"
    assert [title for (title,) in book.conn.execute("SELECT title FROM task WHERE title LIKE 'ask #1%'")] == [
        "ask #1 and #2"
    ]
