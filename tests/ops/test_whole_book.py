"""The whole book out and in again: the same lines, the same journal, and nothing of what is not whole."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.clock import Clock
from kamtui.errors import KamError
from kamtui.ops.accounts import add_account
from kamtui.ops.history import undo
from kamtui.store import doctor, dumps, schema, tabledocs
from kamtui.store.book import Book
from kamtui.store.sqlite import one_moment, sqlite3
from tests.conftest import Run
from tests.ops.examples import EXAMPLES, TODAY
from tests.ops.test_contract import ACME, OPERATIONS, lived_in_file, path  # noqa: F401  fixtures
from tests.store.test_migrations import old_book

HEAD = "li.wei"


def lines(book: Book) -> list[str]:
    with one_moment(book.conn):
        return list(dumps.lines(book.conn))


def rebuilt(path: Path, said: Sequence[str]) -> Book:  # noqa: F811
    dumps.rebuild(path, said, "lines", who=HEAD, clock=Clock(TODAY))
    return Book.open(path, who=HEAD, clock=Clock(TODAY))


def test_a_book_is_the_same_again_and_lives_on(book: Book, tmp_path: Path) -> None:
    said = lines(book)
    again = rebuilt(tmp_path / "again.kam", said)
    assert lines(again) == said
    assert [each.text for each in doctor.examine(again) if each.level == "error"] == []
    undo(again)
    assert lines(again) != said
    again.close()


OF_EACH_NOUN = [*{name.partition(".")[0]: name for name in OPERATIONS}.values()]
"""One operation of each noun: what they write is in the same tables."""


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_EACH_NOUN)
def test_whatever_was_done_is_in_the_book_again(name: str, book: Book, tmp_path: Path) -> None:
    EXAMPLES[name](book, ACME)
    said = lines(book)
    again = rebuilt(tmp_path / "again.kam", said)
    assert lines(again) == said
    again.close()


def test_names_numbers_and_bytes_are_kept_exactly(book: Book, tmp_path: Path) -> None:
    names = ["\u2028 line", "é", "😀 \\u0041", '"quoted"', "a\tb"]
    for name in names:
        add_account(book, name, fields={"note": name})
    again = rebuilt(tmp_path / "again.kam", lines(book))
    known = "SELECT name, note, typeof(id) FROM account ORDER BY id"
    assert again.conn.execute(known).fetchall() == book.conn.execute(known).fetchall()
    # no number is given twice, also not that of a row that is gone
    counts = "SELECT name, seq FROM sqlite_sequence ORDER BY name"
    assert again.conn.execute(counts).fetchall() == book.conn.execute(counts).fetchall()
    again.close()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_is_one_line_and_comes_back(tmp_path: Path, text: str) -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(conn, name=text, currency="CNY", fiscal_start=1, today=TODAY)
    said = list(dumps.lines(conn))
    conn.close()
    assert all(line.count("\n") == 1 and len(line.splitlines()) == 1 for line in said)
    target = tmp_path / "again.kam"
    again = rebuilt(target, said)
    assert (again.info().name, lines(again)) == (text, said)
    again.close()
    target.unlink()


def test_lines_of_an_older_schema_become_a_book_of_this_one(tmp_path: Path) -> None:
    old_book(tmp_path / "old.kam", dumps.FIRST_SCHEMA)
    conn = sqlite3.connect(tmp_path / "old.kam", isolation_level=None)
    said = list(dumps.lines(conn))
    conn.close()
    assert json.loads(said[0])["schema"] == dumps.FIRST_SCHEMA
    again = rebuilt(tmp_path / "again.kam", said)
    assert json.loads(lines(again)[0])["schema"] == schema.SCHEMA_VERSION
    assert schema.objects(again.conn) == schema.described()
    again.close()


def test_every_table_and_column_of_the_lines_is_described(book: Book, run: Run) -> None:
    described = list(tabledocs.documented(book.conn))
    assert [each.name for each in described] == dumps.tables(book.conn)
    assert {each.name for each in described} == set(tabledocs.TABLES)
    assert all(column.text for each in described for column in each.columns)
    known = {
        name for each in described for column in each.columns for name in (column.name, f"{each.name}.{column.name}")
    }
    assert set(tabledocs.COLUMNS) <= known
    told = run("export", "all", "--describe").out
    assert "account: customers" in told
    assert "TEXT required; end_user | distributor" in told


def _with_row(values: str) -> Callable[[list[str]], list[str]]:
    """The lines, with a row that can be none of the table `account`."""

    def spoilt(said: list[str]) -> list[str]:
        number = next(at for at, line in enumerate(said) if line.startswith('{"account":'))
        width = len(json.loads(said[number])["account"])
        row = "[" + ",".join([values] * width) + "]\n"
        return [*said[: number + 1], row, *said[number + 1 :]]

    return spoilt


def _without(said: list[str], number: int) -> list[str]:
    return said[:number] + said[number + 1 :]


def _altered(said: list[str]) -> list[str]:
    number = next(at for at, line in enumerate(said) if '"Acme' in line and line[0] == "[")
    return [*said[:number], said[number].replace('"Acme', '"Acne', 1), *said[number + 1 :]]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda said: [], "line 0: this is no book"),
        (lambda said: ["[1]\n"], "line 1: this is no book"),
        (lambda said: [json.dumps({**json.loads(said[0]), "schema": 3}), *said[1:]], "written by another version"),
        (lambda said: said[:40], "the file ends too early"),
        (lambda said: [*said[:9], said[9][:20]], "^lines, line 10: not JSON"),
        (lambda said: [*said, "[1, 2, 3]\n"], "this is no row of the table above"),
        (lambda said: [*said, '{"account": ["id"]}\n'], "no such table, or not these columns"),
        (lambda said: [said[0], '{"sqlite_master": ["name"]}\n'], "no such table"),
        (lambda said: ["[" * 100_000], "not JSON"),
        (_with_row(str(2**70)), "line 3: this is no row"),
        (_with_row('"\\ud800"'), "line 3: this is no row"),
        (_with_row('{"base64": "??"}'), "line 3: this is no row"),
        (_with_row("[1]"), "line 3"),
        (_with_row("1e999"), "line 3"),
        (_with_row("null"), "line 3"),
        (_altered, "is not what its journal says"),
        (lambda said: _without(said, 3), "refers to a row that is not there|is not what its journal says"),
    ],
    ids=[
        "empty",
        "list",
        "old",
        "cut",
        "torn",
        "extra",
        "columns",
        "foreign",
        "deep",
        "big",
        "half",
        "bytes",
        "list-in-row",
        "infinite",
        "null",
        "altered",
        "missing",
    ],
)
def test_what_is_not_whole_becomes_no_book(book: Book, tmp_path: Path, spoil: object, reason: str) -> None:
    assert callable(spoil)
    target = tmp_path / "again.kam"
    with pytest.raises(KamError, match=reason):
        dumps.rebuild(target, spoil(lines(book)), "lines", who=HEAD, clock=Clock(TODAY))
    assert [*tmp_path.glob("again*")] == []


def test_a_head_takes_it_packed_and_makes_the_same_book_of_it(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz"
    assert run("export", "all", "-o", str(first)).code == 0
    other = str(tmp_path / "sub" / "other.kam")
    made = run("init", "--from", str(first), "--book", other)
    assert (made.code, made.err) == (0, "")
    assert run("export", "all", "-o", str(second), "--book", other).code == 0
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(gzip.decompress(first.read_bytes()).splitlines()[0])["kind"] == dumps.KIND
    assert "all as jsonl" in run("journal", "--exports").out
    assert run("init", "--from", str(first), "--book", other).code == 2
    assert run("export", "all", "tier:key").code == 2
    assert run("export", "accounts", "--describe").code == 2
    assert run("export", "all", "--as-of", "2026-01-01").code == 2
    refused = run("export", "all", who="chen.jing")
    assert (refused.code, refused.out) == (7, "")
