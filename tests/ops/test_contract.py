"""What every operation promises: journaled, undone byte for byte, redone, and never over a colleague's change."""

from __future__ import annotations

import datetime as dt
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain import periods
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import Conflict
from kamtui.ops.accounts import add_account
from kamtui.ops.core import load_all
from kamtui.ops.exceptions import raise_exception
from kamtui.ops.history import redo, undo
from kamtui.ops.judgements import judge
from kamtui.ops.opinions import add_opinion
from kamtui.ops.sales import add_sale
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch, join_touch
from kamtui.store import journal, settlements, standing
from kamtui.store.book import Book
from tests.conftest import found_acme
from tests.ops.examples import EXAMPLES, TODAY
from tests.ops.influenceexamples import judge_something
from tests.ops.invoiceexamples import bill_something
from tests.ops.issueexamples import complain
from tests.ops.marketexamples import know_something
from tests.ops.opportunityexamples import hope_for_something
from tests.ops.peopleexamples import NOT_UNDONE, come_and_go
from tests.ops.planexamples import plan_something
from tests.ops.structureexamples import merge_something
from tests.ops.supplyexamples import supply_something
from tests.ops.teamexamples import work_together
from tests.ops.termsexamples import grant_something

OPERATIONS = sorted(set(load_all()) - {"history.undo", "history.redo"})

ACME = 1
"""The account that everything happens at."""


@pytest.fixture(scope="session")
def lived_in_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book in which something has happened already; every test has a copy of it."""
    path = tmp_path_factory.mktemp("contract") / "lived_in.kam"
    shutil.copyfile(empty_file, path)
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    assert found_acme(book) == ACME
    live_in(book, ACME)
    book.close()
    return path


@pytest.fixture
def path(lived_in_file: Path, tmp_path: Path) -> Path:
    target = tmp_path / "book.kam"
    shutil.copyfile(lived_in_file, target)
    return target


@pytest.fixture
def acme() -> int:
    return ACME


@pytest.fixture
def lived_in(book: Book) -> Book:
    return book


def live_in(book: Book, acme: int) -> None:
    """Let something happen."""
    add_touch(book, acme, kind=Kind.CALL, people=[1], on=dt.date(2026, 10, 1), summary="first call")
    add_touch(book, acme, kind=Kind.CALL, people=[1], on=dt.date(2026, 10, 1), by="chen.jing")
    add_touch(book, acme, kind=Kind.CALL, people=[2], on=dt.date(2026, 10, 1), by="a.meyer")
    join_touch(book, 3, 2)
    add_opinion(book, acme, 8, contact_id=2, on=dt.date(2026, 10, 2), is_touch=False)
    add_task(book, "send the report", account_id=acme, due_on=TODAY)
    raise_exception(book, "18 % discount", proposal="15 % and two years", on=TODAY, account_id=acme)
    for month in range(1, 11):
        add_sale(
            book, acme, number=f"A{month}", on=dt.date(2026, month, 15), amount=10_000_0000, currency="CNY", profit=1
        )
    buyer = add_account(book, "Novák s.r.o.", owner="chen.jing", tier=Tier.PROSPECT).value.account_id
    add_sale(book, buyer, number="N1", on=dt.date(2026, 11, 2), amount=900_0000, currency="CNY", profit=None)
    mills = add_account(book, "Gorey Mills", tier=Tier.REGULAR).value.account_id
    for month in range(1, 37, 3):
        on = periods.add_months(dt.date(2023, 12, 10), month)
        amount = (40 - month) * 100_0000
        add_sale(book, mills, number=f"G{month}", on=on, amount=amount, currency="CNY", profit=-amount // 10)
    judge(book, mills, "growth", score=0, on=dt.date(2026, 9, 1), source="internal")
    merge_something(book, acme)
    judge_something(book, acme)
    know_something(book, acme)
    bill_something(book, acme)
    complain(book, acme)
    plan_something(book, acme)
    hope_for_something(book, acme)
    work_together(book, acme)
    come_and_go(book, acme)
    supply_something(book, acme)
    grant_something(book, acme)
    with book.write("service.change") as tx:
        values = {"account_id": acme, "on_date": "2026-01-01", "change": "by phone", "decided_by": "li.wei"}
        tx.insert("service_change", {**values, "recorded_at": "2026-01-01T00:00:00Z"})


def everything(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the log itself and the counters of ids."""
    tables = book.conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT IN ('journal', 'change', 'chain', 'sqlite_sequence')"
    ).fetchall()
    return {name: sorted(book.conn.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for (name,) in tables}


def test_every_operation_has_an_example() -> None:
    assert set(OPERATIONS) == set(EXAMPLES)


@pytest.mark.parametrize("name", OPERATIONS)
class TestContract:
    def test_the_journal_names_it(self, lived_in: Book, acme: int, name: str) -> None:
        done = EXAMPLES[name](lived_in, acme)
        assert done.change is not None
        change = journal.change(lived_in.conn, done.change)
        assert change is not None
        assert (change.op, change.by, change.state) == (name, "li.wei", "done")
        assert change.rows > 0

    def test_a_dry_run_leaves_no_trace(self, lived_in: Book, acme: int, name: str) -> None:
        whole = {**everything(lived_in), "changes": journal.changes(lived_in.conn)}
        with lived_in.write(name, dry_run=True) as tx:
            EXAMPLES[name](Within(lived_in, tx), acme)  # type: ignore[arg-type]
        assert {**everything(lived_in), "changes": journal.changes(lived_in.conn)} == whole


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - set(NOT_UNDONE)))
class TestUndo:
    def test_undo_restores_every_byte_and_redo_repeats_it(self, lived_in: Book, acme: int, name: str) -> None:
        before = everything(lived_in)
        done = EXAMPLES[name](lived_in, acme)
        after = everything(lived_in)
        assert after != before
        undo(lived_in, done.change)
        assert everything(lived_in) == before
        redo(lived_in)
        assert everything(lived_in) == after
        undo(lived_in, done.change)
        assert everything(lived_in) == before

    def test_what_is_kept_agrees_with_the_facts(self, lived_in: Book, acme: int, name: str) -> None:
        done = EXAMPLES[name](lived_in, acme)
        assert standing.differences(lived_in.conn) == []
        assert settlements.differences(lived_in.conn) == []
        undo(lived_in, done.change)
        assert standing.differences(lived_in.conn) == []
        assert settlements.differences(lived_in.conn) == []

    def test_undo_refuses_over_a_colleagues_change(
        self, lived_in: Book, acme: int, name: str, open_book: Callable[[str], Book]
    ) -> None:
        done = EXAMPLES[name](lived_in, acme)
        assert done.change is not None
        colleague = open_book("chen.jing")
        spoil(colleague, journal.entries(colleague.conn, done.change)[-1])
        state = everything(lived_in)
        with pytest.raises(Conflict, match=r"chen\.jing"):
            undo(lived_in, done.change)
        assert everything(lived_in) == state


@pytest.mark.parametrize("name", sorted(NOT_UNDONE))
def test_what_cannot_be_undone_says_so(lived_in: Book, acme: int, name: str) -> None:
    done = EXAMPLES[name](lived_in, acme)
    after = everything(lived_in)
    for number in (None, done.change):
        with pytest.raises(Conflict, match="for good"):
            undo(lived_in, number)
    assert everything(lived_in) == after
    assert standing.differences(lived_in.conn) == []


class Within:
    """A book whose write door opens into a transaction that is running already."""

    def __init__(self, book: Book, tx: object) -> None:
        self._tx = tx
        self.conn = book.conn

    def write(self, op: str) -> Within:
        return self

    def __enter__(self) -> object:
        return self._tx

    def __exit__(self, *reason: object) -> None:
        return None


def spoil(book: Book, entry: journal.Entry) -> None:
    """Change, as somebody else, the row that an operation wrote first: any text or number it has."""
    with book.unguarded(), book.write("spoil") as tx:
        if entry.before is not None and entry.after is None:
            # it is gone: somebody puts it back
            tx.insert(entry.table, entry.before)
            return
        row = tx.row(entry.table, entry.row)
        texts = {
            "account": "note", "contact": "note", "position": "title", "touch": "summary", "ownership": "owner",
            "tier_decision": "reason", "status_decision": "reason", "task": "title", "sale": "owner", "ack": "reason",
            "user": "name", "policy": "note", "touch_contact": "contact_id", "judgement": "note", "fact": "source",
            "proposal_answer": "reason", "service_change": "reason", "exception": "answer", "exception_comment": "text",
            "invoice": "note", "payment": "note", "product": "note", "product_alias": "said", "peak": "note",
            "team_member": "who", "cover": "author", "manager_rating": "note",
            "credit_decision": "reason", "terms": "title",
            "opportunity": "note", "quota": "author",
            "opinion": "text", "issue": "text", "rival": "counter", "partnership": "note",
            "parentage": "decided_by", "told_apart": "reason",
            "profile": "value", "alias": "text",
            "influence": "win", "link": "note", "red_flag": "strength",
            "rate": "source", "export": "what",
            "plan": "owner", "plan_section": "text", "plan_review": "text", "goal": "title", "goal_actual": "source",
        }  # fmt: skip
        column = texts[entry.table]
        value = 2 if column == "contact_id" else f"{row[column]}!{zlib.crc32(b'!')}"
        tx.update(entry.table, entry.row, {column: value})
