"""The audit: whatever is changed past kamtui is found, and nothing else is; flipped bits too."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.errors import KamError
from kamtui.ops.accounts import edit_account
from kamtui.ops.history import redo, undo
from kamtui.ops.touches import edit_touch
from kamtui.store import backups, doctor, journal, schema, verify
from kamtui.store.refusals import SENSELESS
from kamtui.store.sqlite import Connection, sqlite3
from tests.conftest import TODAY, Run
from tests.ops.examples import EXAMPLES
from tests.reliability.audited import another_tool, copied, dump, faults, lived, lived_file, opened
from tests.reliability.books import sample_book_file
from tests.reliability.tamperings import TAMPERINGS
from tests.store.test_migrations import GOLDEN, old_book

__all__ = ["lived", "lived_file", "sample_book_file"]

pytestmark = pytest.mark.reliability

NAMES = sorted(set(EXAMPLES) - {"contact.purge"})
FLIPS = 300
OLDER = [
    version
    for version in sorted(int(path.stem.removeprefix("v")) for path in GOLDEN.glob("v*.sql"))
    if version < schema.SCHEMA_VERSION
]


def test_a_book_that_was_only_written_by_kamtui_has_no_fault(lived: Path) -> None:
    assert faults(lived) == []


@pytest.mark.parametrize("name", sorted(TAMPERINGS))
def test_a_tampering_is_found(lived: Path, name: str) -> None:
    TAMPERINGS[name](lived)
    assert faults(lived), f"{name} is not seen"


def test_there_are_fifty_kinds_of_tampering() -> None:
    assert len(TAMPERINGS) >= 50


def test_without_the_anchor_a_cut_end_and_a_new_chain_are_not_seen(lived: Path) -> None:
    """The control: what only the log outside can say, the book alone does not."""
    for name in ("the last change is taken out whole", "a row, its entry and the whole chain are made anew"):
        path = copied(lived, lived.with_name(f"{name}.kam"))
        TAMPERINGS[name](path)
        path.with_name(f"{name}.kam.anchor").unlink()
        assert faults(path) == []


def test_a_fault_says_where_who_and_what_it_was(lived: Path) -> None:
    with another_tool(lived) as conn:
        conn.execute("UPDATE touch SET summary = 'never happened' WHERE id = 1")
    [fault] = faults(lived)
    assert (fault.what, fault.table, fault.row) == ("row", "touch", 1)
    assert "(in summary)" in fault.text
    assert "of li.wei at" in fault.text
    assert fault.was is not None
    assert fault.was["summary"] == "first call"


def test_writing_a_row_through_kamtui_makes_it_good_again(lived: Path) -> None:
    with another_tool(lived) as conn:
        conn.execute("UPDATE touch SET summary = 'never happened' WHERE id = 1")
    book = opened(lived)
    edit_touch(book, 1, {"summary": "it did happen"})
    book.close()
    assert faults(lived) == []


def test_the_command_says_where_and_exits_6(lived: Path, run: Run) -> None:
    where = ("--book", str(lived))
    assert run("journal", "verify", *where).code == 0
    assert run("journal", "verify", "--json", *where).json == {"whole": True, "faults": [], "backup": None}
    with another_tool(lived) as conn:
        conn.execute("UPDATE touch SET summary = 'never happened' WHERE id = 1")
    done = run("journal", "verify", *where)
    assert done.code == 6
    assert "touch 1 is not as it was last written" in done.out
    [fault] = run("journal", "verify", "--json", *where).json["faults"]
    assert (fault["by"], fault["was"]["summary"]) == ("li.wei", "first call")
    assert run("doctor", *where).code == 6


def test_the_command_tells_no_confidence(lived: Path, run: Run) -> None:
    with another_tool(lived) as conn:
        conn.execute("UPDATE opinion SET confidential = 1, author = 'li.wei', text = 'a secret' WHERE id = 1")
    done = run("journal", "verify", "--json", "--book", str(lived), who="chen.jing")
    assert "a secret" not in done.out


# -- no false alarms -------------------------------------------------------------------------------------------------

ACTIONS = st.lists(
    st.one_of(
        st.sampled_from(NAMES), st.sampled_from(["undo", "redo", "repair", "reopen", "tomorrow", "back", "purge"])
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_no_honest_history_is_a_fault(
    lived_file: Path, tmp_path_factory: pytest.TempPathFactory, actions: list[str]
) -> None:
    path = copied(lived_file, tmp_path_factory.mktemp("honest") / "book.kam")
    assert live(path, actions) == []


def test_no_operation_nor_its_undo_nor_its_redo_is_a_fault(lived: Path) -> None:
    seed = random.randrange(1 << 30)
    names = random.Random(seed).sample(NAMES, len(NAMES))
    done = 0
    for name in names:
        path = copied(lived, lived.with_name(f"{name}.kam"))
        assert live(path, [name, "undo", "redo", "undo"]) == [], f"seed {seed}, {name}"
        done += length(path) > length(lived)
    assert done > 0.9 * len(names), "the control: they were done"


def length(path: Path) -> int:
    """How many changes a book has."""
    with another_tool(path) as conn:
        (count,) = conn.execute("SELECT count(*) FROM change").fetchone()
    return int(count)


def live(path: Path, actions: list[str]) -> list[verify.Fault]:
    """Do one thing after the other, as honest people; what is refused is refused."""
    today = TODAY
    book = opened(path)
    for number, action in enumerate(actions):
        with suppress(KamError, StopIteration, LookupError):
            match action:
                case "undo":
                    undo(book)
                case "redo":
                    redo(book)
                case "repair":
                    doctor.repair(book)
                case "purge":
                    EXAMPLES["contact.purge"](book, 1)
                case "back":
                    copy = path.with_name(f"copy{number}")
                    backups.write(book.conn, copy)
                    edit_account(book, 1, {"note": f"after {number}"})
                    backups.restore(book, copy)
                case "reopen" | "tomorrow":
                    book.close()
                    today += dt.timedelta(days=action == "tomorrow")
                    book = opened(path, today=today)
                case _:
                    EXAMPLES[action](book, 1)
    book.close()
    return faults(path)


@pytest.mark.parametrize("version", OLDER)
def test_an_upgraded_book_has_no_fault_and_is_watched_from_then_on(
    version: int, lived_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "old.kam"
    old_book(path, version)
    assert fill(path, lived_file) > 100
    book = opened(path)
    edit_account(book, 1, {"note": "after the upgrade"})
    undo(book)
    book.close()
    assert faults(path) == []
    with another_tool(path) as conn:
        conn.execute("UPDATE contact SET name = 'Somebody' WHERE id = 2")
    assert [fault.row for fault in faults(path)] == [2]
    # what was written before there was a chain is sealed, later entries have a hash of their own
    is_sealed = version < schema.CHAINED
    with another_tool(path) as conn:
        conn.execute(
            "UPDATE seal SET digest = zeroblob(length(digest)) WHERE tbl = 'contact'"
            if is_sealed
            else "UPDATE journal SET after = '{}' WHERE tbl = 'contact'"
        )
    found = [fault.text for fault in faults(path)]
    if is_sealed:
        assert any("seal" in text or "change 1 " in text for text in found)
    else:
        assert any("says something else than was written" in text for text in found)


def fill(path: Path, source: Path) -> int:
    """Put what an old book can hold of a new one into it; returns how many rows."""
    count = 0
    conn = another_tool(path)
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("ATTACH ? AS new", (str(source),))
    conn.execute("DELETE FROM standing_day")
    tables = conn.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    if is_chained := ("chain",) in tables:
        # its chain begins with what the book is called
        conn.execute("DELETE FROM book")
    for (table,) in tables:
        if table.startswith(("sqlite_", "_")) or (table == "book" and not is_chained):
            continue
        there = {name for _, name, *_ in conn.execute(f"PRAGMA new.table_info({table})")}
        names = [name for _, name, *_ in conn.execute(f"PRAGMA main.table_info({table})") if name in there]
        listed = ", ".join(f'"{name}"' for name in names)
        with suppress(sqlite3.DatabaseError):
            count += conn.execute(f"INSERT INTO main.{table} ({listed}) SELECT {listed} FROM new.{table}").rowcount
    for table, column, parent in ORPHANS:
        with suppress(sqlite3.DatabaseError):
            conn.execute(f"DELETE FROM main.{table} WHERE {column} NOT IN (SELECT id FROM main.{parent})")
    for table, *_ in conn.execute("PRAGMA foreign_key_check").fetchall():
        conn.execute(f"DELETE FROM main.{table}")
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    conn.close()
    return count


ORPHANS = (("journal", "change_id", "change"),)


def test_an_import_that_a_crash_cut_off_leaves_no_fault(lived: Path) -> None:
    child = os.fork()
    if child == 0:
        _import_and_die(lived)
    os.waitpid(child, 0)
    with another_tool(lived) as conn:
        assert conn.execute("SELECT count(*) FROM change WHERE state = 'open'").fetchone() == (1,)
    opened(lived).close()
    assert faults(lived) == []


def test_an_import_that_a_crash_cut_off_is_not_sealed_by_an_upgrade(lived_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.kam"
    old_book(path, 10)
    fill(path, lived_file)
    with another_tool(path) as conn:
        conn.execute(
            "INSERT INTO change (id, at, by, op, state)"
            " VALUES (9000, '2026-01-01T00:00:00Z', 'x', 'import.apply', 'open')"
        )
        conn.execute("INSERT INTO account (id, name, name_key) VALUES (9000, 'half', 'half')")
        conn.execute("INSERT INTO journal (change_id, tbl, row, last) VALUES (9000, 'account', 9000, 9000)")
    book = opened(path)
    assert book.conn.execute("SELECT count(*) FROM account WHERE id = 9000").fetchone() == (0,)
    assert journal.change(book.conn, 9000) is None
    book.close()
    assert faults(path) == []


def _import_and_die(path: Path) -> None:
    def rows() -> object:
        for number in range(12_000):
            if number == 11_000:
                os._exit(9)
            yield (1, f"X{number}", "2026-09-01", "order", number, "CNY", f"X{number}")

    book = opened(path)
    with book.write("import.apply") as tx:
        tx.may_breathe = True
        columns = ("account_id", "number", "on_date", "kind", "amount", "currency", "key")
        tx.insert_block("sale", columns, rows(), accounts=[1])  # type: ignore[arg-type]
    os._exit(1)


# -- flipped bits ----------------------------------------------------------------------------------------------------


def test_every_flipped_bit_that_changes_a_row_is_found(sample_book_file: Path, tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    path = Path(shutil.copyfile(sample_book_file, tmp_path / "flipped.kam"))
    whole = reading(path, dump)
    assert whole is not None
    found = seen_by_sqlite = missed = tried = 0
    with path.open("r+b") as file:
        size = path.stat().st_size
        while found + missed < FLIPS:
            tried += 1
            place, bit = chance.randrange(100, size), 1 << chance.randrange(8)
            byte = os.pread(file.fileno(), 1, place)[0]
            os.pwrite(file.fileno(), bytes([byte ^ bit]), place)
            is_sound = reading(path, lambda conn: conn.execute("PRAGMA integrity_check(1)").fetchone()) == ("ok",)
            if reading(path, dump) != whole:
                if not is_sound or reading(path, lambda conn: _first_fault(conn, path)) != "":
                    found += 1
                    seen_by_sqlite += not is_sound
                else:
                    missed += 1
                    print(
                        f"seed {seed}: not found: bit {bit} of byte {place}: {_different(whole, reading(path, dump))}"
                    )
            os.pwrite(file.fileno(), bytes([byte]), place)
    print(f"seed {seed}: {found} of {found + missed} found, {seen_by_sqlite} by SQLite alone, {tried} bits flipped")
    assert missed == 0, f"seed {seed}"
    assert seen_by_sqlite < FLIPS // 2, "the control: SQLite's own check does not see them"


def _different(whole: object, now: object) -> list[object]:
    """The tables of which two looks differ, and how."""
    assert isinstance(whole, dict)
    assert isinstance(now, dict)
    return [name for name in whole.keys() | now.keys() if now.get(name) != whole.get(name)]


def reading(path: Path, look: Callable[[Connection], object]) -> object:
    """What a look at a file gives; None where it cannot be read."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as conn:
        conn.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            return look(conn)
        except SENSELESS:
            return None


def _first_fault(conn: Connection, path: Path) -> str:
    conn.create_function("viewer", 0, lambda: "li.wei")
    conn.create_function("viewed_on", 0, lambda: "2026-11-20")
    return next((fault.text for fault in verify.faults(conn, path)), "")
