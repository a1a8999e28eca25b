"""Files are imported from within the app: chosen, read, tried out, imported, taken back."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kamtui.errors import Conflict
from kamtui.ops.transfer import mapfile
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import accounts, journal
from kamtui.store.book import Book
from kamtui.tui.app import Kamtui
from kamtui.tui.importjob import ImportJob, Stopped
from kamtui.tui.pathnames import completions, told
from kamtui.tui.screens.importing import ImportPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.seen import line_with, page_of, press, screen_text

PLAIN = "name,city,phone\nNeue Mühle GmbH,Ulm,0731\n沧屿港机股份有限公司,宁波,0574\n"

OPEN = (
    "Firma;Ort;Umsatz;Datum\n[bold]Acme[/];Köln;1.234,50;03/04/2026\nOhne Tag AG;Bonn;5,00;\n"
    'Evil;"a\x1b[31mred\x07 [@click=app.quit]q[/]";6,00;09/10/2026\n'
)


def _file(folder: Path, text: str, name: str = "firms.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


async def _open(app: Kamtui, pilot: Pilot[None], path: str) -> ImportPage:
    await press(pilot, "colon", *"import.apply", "enter", *path, "enter")
    return page_of(app, ImportPage)


async def test_a_file_is_shown_tried_out_imported_and_taken_back_with_one_key(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        before = accounts.count(app.book.conn)
        await _open(app, pilot, _file(tmp_path, PLAIN))
        assert "Neue Mühle GmbH · 沧屿港" in line_with(app, "  name ")
        await press(pilot, "tab")
        assert "2 new" in line_with(app, "accounts")
        assert accounts.count(app.book.conn) == before
        await press(pilot, "i", "y", "enter")
        assert "what it did" in screen_text(app)
        assert accounts.count(app.book.conn) == before + 2
        await press(pilot, "u")
        assert accounts.count(app.book.conn) == before
        assert "is read as" in screen_text(app)


async def test_nothing_is_imported_without_a_yes(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        newest = journal.newest(app.book.conn)
        await _open(app, pilot, _file(tmp_path, PLAIN))
        await press(pilot, "i", "n", "enter", "i", "escape", "q")
        assert not isinstance(app.screen, ImportPage)
        assert journal.newest(app.book.conn) == newest


async def test_a_column_becomes_another_field_or_nothing(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await _open(app, pilot, _file(tmp_path, PLAIN))
        while "phone" not in line_with(app, "▌"):
            await press(pilot, "j")
        await press(pilot, "e", *"+note", "enter")
        assert "note" in line_with(app, "▌")
        await press(pilot, "k", "enter", *"none", "enter")
        assert "not imported" in line_with(app, "▌")
        assert page.plan is not None
        (found,) = page.plan.detected
        assert found.mapping == {"accounts": {"name": "name", "note": "phone"}}
        await press(pilot, "i", "y", "enter")
        new = accounts.rows(app.book.conn, accounts.ids(app.book.conn, on=TODAY))
        assert "Neue Mühle GmbH" in {row.name for row in new}


async def test_what_a_file_leaves_open_is_asked_line_by_line(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        page = await _open(app, pilot, _file(tmp_path, OPEN))
        assert "1 question" in screen_text(app)
        await press(pilot, "i")
        assert "first answer what is open" in screen_text(app)
        await press(pilot, "j", "e", *"sales", "enter")
        await press(
            pilot, "e", *"Firma", "enter", "e", *"Datum", "enter", "e", *"Umsatz", "enter", "e", *"dmy", "enter"
        )
        assert page.plan is not None
        assert not page.plan.questions
        assert "decimal comma" in screen_text(app)
        await press(pilot, "tab")
        assert "no date" in line_with(app, "line 3")
        assert "2 new" in line_with(app, "  sales")
        assert "1 row rejected" in screen_text(app)


async def test_hostile_cells_and_rejected_rows_are_shown_cleaned(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        await _open(app, pilot, _file(tmp_path, "name,city\n" + OPEN.splitlines()[3].replace(";", ",") + "\n"))
        await press(pilot, "tab", "j", "j", "j")
        shown = screen_text(app)
        assert "\x1b" not in shown
        assert "␛[31mred" in shown
        assert "[@click=app.quit]" in shown


async def test_each_table_of_a_file_may_be_something_else(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE firms (a TEXT, b TEXT)")
        other.execute("INSERT INTO firms VALUES ('Neue Mühle GmbH', 'Ulm')")
        other.execute("CREATE TABLE people (name TEXT, account TEXT, email TEXT)")
        other.execute("INSERT INTO people VALUES ('Eva Ulm', 'Neue Mühle GmbH', 'eva@example.org')")
    other.close()
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await _open(app, pilot, str(path))
        assert "other.db firms" in screen_text(app)
        await press(pilot, "j", "e", *"accounts", "enter")
        assert page.plan is not None
        assert [question.key.partition(":")[0] for question in page.plan.questions] == ["column"]
        await press(pilot, "g", "j", "e", *"a", "enter", "i", "y", "enter")
        assert "2 new" not in screen_text(app)
        names = {row.name for row in accounts.rows(app.book.conn, accounts.ids(app.book.conn, on=TODAY))}
        assert "Neue Mühle GmbH" in names


async def test_a_file_of_tables_that_nobody_knows_is_shown_to_whoever_does(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE a (x TEXT)")
        other.execute("CREATE TABLE b (y TEXT)")
        other.execute("INSERT INTO b VALUES ('Neue Mühle GmbH')")
    other.close()
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        before = accounts.count(app.book.conn)
        await press(pilot, "ctrl+o", *str(path), "enter", "i")
        assert "say first what the rows are" in screen_text(app)
        while "other.db b" not in line_with(app, "▌"):
            await press(pilot, "j")
        await press(pilot, "j", "e", *"accounts", "enter", "k", "e", *"y", "enter", "i", "y", "enter")
        assert accounts.count(app.book.conn) == before + 1


async def test_a_second_file_joins_the_same_change(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        newest = len(journal.changes(app.book.conn, limit=500))
        await _open(app, pilot, _file(tmp_path, PLAIN))
        people = _file(tmp_path, "name,account,email\nEva Ulm,Neue Mühle GmbH,eva@example.org\n", "people.csv")
        await press(pilot, "a", *people, "enter", "i", "y", "enter")
        assert "1 contact" in screen_text(app)
        assert len(journal.changes(app.book.conn, limit=500)) == newest + 1


async def test_what_cannot_be_read_is_said_and_the_file_before_stays(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test(size=(120, 24)) as pilot:
        page = await _open(app, pilot, _file(tmp_path, PLAIN))
        await press(pilot, "a", *_file(tmp_path, "%PDF-1.7", "x.pdf"), "enter")
        assert "PDF" in screen_text(app)
        await press(pilot, "a", *str(app.book.path), "enter")
        assert "is the book itself" in screen_text(app)
        assert page.plan is not None
        assert len(page.plan.detected) == 1
        await press(pilot, "a", *str(tmp_path / "none.csv"), "enter")
        assert "there is no file" in screen_text(app)


async def test_what_was_decided_is_kept_in_a_map_file_that_the_command_line_reads(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    source = _file(tmp_path, PLAIN.replace("phone", 'p "h\u007f'), "a[1].csv")
    async with app.run_test(size=(240, 24)) as pilot:
        page = await _open(app, pilot, source)
        while 'p "h' not in line_with(app, "▌"):
            await press(pilot, "j")
        await press(pilot, "e", *"note", "enter", "ctrl+s", *str(tmp_path / "map.toml"), "enter")
        assert "written: " in screen_text(app)
        assert page.plan is not None
        general, files = mapfile.load(tmp_path / "map.toml")
        with read_plan([source], Asked(TODAY, map=general, files=files)) as plan:
            assert [found.mapping for found in plan.detected] == [found.mapping for found in page.plan.detected]
            assert plan.detected[0].mapping["accounts"]["note"] == 'p "h\u007f'
        await press(pilot, "ctrl+s", *str(tmp_path / "map.toml"), "enter")
        assert "exists already" in screen_text(app)


async def test_over_the_gate_files_stay_on_the_other_side(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.profile = dataclasses.replace(app.profile, gated=True)
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"import.apply", "enter")
        assert "file to import" not in screen_text(app)


def test_an_import_that_is_stopped_leaves_nothing(sit: Sit, opened: Callable[[str], Book], tmp_path: Path) -> None:
    book = sit().book
    colleague = opened("chen.jing")
    rows = "".join(f"Acme [Holdings] Ltd,D{number},2026-10-01,5\n" for number in range(6_000))
    job = ImportJob()
    job.read([_file(tmp_path, "account,number,date,amount\n" + rows)], Asked(TODAY, book=book.path))
    seen: list[int] = []

    def sales_there() -> int:
        (count,) = colleague.conn.execute("SELECT count(*) FROM sale").fetchone()
        return int(count)

    before = sales_there()

    def stop_in_the_middle(target: str, done: int, expected: int) -> None:
        seen.append(sales_there())
        if done >= 5_000:
            job.stop()

    job._reach = stop_in_the_middle  # type: ignore[method-assign]
    with pytest.raises(Stopped):
        job.write(book)
    assert max(seen) > before
    assert sales_there() == before
    # nothing is left open, so that the same file can be imported after all
    job._reach = ImportJob._reach.__get__(job)  # type: ignore[method-assign]
    assert job.write(book).value.created["sales"] == 6_000


def test_a_file_that_changed_since_it_was_read_is_read_again_first(sit: Sit, tmp_path: Path) -> None:
    book = sit().book
    path = _file(tmp_path, PLAIN)
    job = ImportJob()
    job.read([path], Asked(TODAY, book=book.path))
    _file(tmp_path, PLAIN + "Third AG,Bonn,1\n")
    with pytest.raises(Conflict, match="was changed since it was read"):
        job.write(book)


def test_trying_out_holds_nobody_up(sit: Sit, tmp_path: Path) -> None:
    book = sit().book
    job = ImportJob()
    job.read([_file(tmp_path, PLAIN)], Asked(TODAY, book=book.path))

    def write(target: str, done: int, expected: int) -> None:
        with book.write("account.edit") as tx:
            tx.update("account", 1, {"note": "meanwhile"})

    job._reach = write  # type: ignore[method-assign]
    assert job.rehearse(book).created == {"accounts": 2}
    assert accounts.row(book.conn, 1).name == "Acme [Holdings] Ltd"


def test_paths_are_completed_with_folders_open_to_what_is_in_them(tmp_path: Path) -> None:
    (tmp_path / "客户").mkdir()
    for name in ("a.csv", "B.csv", ".hidden.csv", "客户/甲.csv", "new\x1b[31m.csv"):
        (tmp_path / name).write_text("x")
    here = f"{tmp_path}/"
    assert completions(here) == [f"{here}a.csv", f"{here}B.csv", f"{here}客户/"]
    assert completions(f"{here}b") == [f"{here}B.csv"]
    assert completions(f"{here}客户/") == [f"{here}客户/甲.csv"]
    assert completions(f"{here}.h") == [f"{here}.hidden.csv"]
    assert "1 byte" in told(f"{here}a.csv")[1][0]
    assert "nothing there" in told(f"{here}nothing/at/all")[0][0]
