"""Nothing that was typed is lost: refused, interrupted or cut off, it stands in the line when that is opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kamtui import i18n, paths
from kamtui.domain.statuses import Status
from kamtui.errors import Busy
from kamtui.ops.accounts import add_account
from kamtui.ops.history import undo
from kamtui.store import accounts, journal, locks, statuses, touches
from kamtui.store.book import Book
from kamtui.store.refusals import translated
from kamtui.store.sqlite import sqlite3
from kamtui.tui.app import Kamtui
from kamtui.tui.drafts import MOST, Draft, Drafts
from kamtui.tui.pages import PAGES, START, providers
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.review import Review
from tests.tui.conftest import PROFILE, Sit
from tests.tui.desk import ACME, HUAWEI
from tests.tui.seen import line_with, page_of, press, screen_text, settle, until

Opened = Callable[[str], Book]


def refuse(book: Book, table: str) -> None:
    """From now on nothing can be written into a table, as on a full disk."""
    book.conn.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END")


def accept(book: Book) -> None:
    book.conn.execute("DROP TRIGGER refuse")


def sit_with(book: Book, drafts: Path) -> Kamtui:
    """The app that keeps lines in a folder."""
    i18n.use("en")
    seen = journal.newest(book.conn)
    app = Kamtui(book, PROFILE, pages=PAGES, start=START, seen=seen, now=book.clock.now, drafts=drafts)
    app.offer(*providers(app))
    return app


# -- refused -----------------------------------------------------------------------------------------------------------


async def test_a_line_that_was_refused_is_there_when_it_is_opened_again(sit: Sit, opened: Opened) -> None:
    other = opened("chen.jing")
    app = sit()
    async with app.run_test() as pilot:
        refuse(other, "touch")
        await press(pilot, "t", *"c price agreed", "enter")
        assert line_with(app, "! not saved: the book refuses this").endswith("t opens the line again")
        await press(pilot, "t")
        assert line_with(app, "t›") == "t› c price agreed"
        accept(other)
        await press(pilot, "enter")
        assert touches.one(app.book.conn, max(touches.ids(app.book.conn))).summary == "price agreed"
        await press(pilot, "A", "t")
        assert line_with(app, "t›") == "t›"


async def test_a_refused_reason_is_that_of_its_status_and_its_account(sit: Sit, opened: Opened) -> None:
    other = opened("chen.jing")
    app = sit()
    async with app.run_test() as pilot:
        refuse(other, "status_decision")
        await press(pilot, "4", *"lost the tender", "enter")
        assert line_with(app, "! not saved").endswith("4 opens the line again")
        await press(pilot, "3")
        assert line_with(app, "because").endswith("(Enter: no reason):")
        await press(pilot, "escape")
        page_of(app, Review).stand_on(HUAWEI)
        await press(pilot, "4")
        assert line_with(app, "because").endswith("(Enter: no reason):")
        await press(pilot, "escape")
        page_of(app, Review).stand_on(ACME)
        accept(other)
        await press(pilot, "4", "enter")
        assert statuses.history(app.book.conn, ACME)[-1].reason == "lost the tender"


async def test_a_snooze_that_was_refused_does_not_go_on(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        refuse(opened("chen.jing"), "ack")
        await press(pilot, "z", *"7 on holiday", "enter")
        assert page_of(app, Review).shown.cursor == ACME
        await press(pilot, "z")
        assert line_with(app, "until").endswith("7 on holiday")


async def test_every_field_of_a_form_comes_back(sit: Sit, opened: Opened) -> None:
    other = opened("chen.jing")
    app = sit()
    async with app.run_test() as pilot:
        refuse(other, "touch")
        await press(pilot, "A", "enter", "T", *"visit", "enter", "enter", "enter", *"45m", *["enter"] * 6)
        assert "not saved" in screen_text(app)
        await press(pilot, "T")
        assert line_with(app, "kind (Tab").endswith("visit")
        await press(pilot, "enter", "enter", "enter")
        assert line_with(app, "how long").endswith("45m")


async def test_what_is_no_date_is_asked_for_again_as_it_was_typed(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "f2", *"splendid", "enter")
        assert line_with(app, "status:") == "status: splendid"
        await press(pilot, "ctrl+u", *"declining", "enter", "enter")
        assert accounts.row(app.book.conn, ACME).status is Status.DECLINING


async def test_no_to_a_question_behind_a_line_keeps_the_line(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c @Lii price", "enter", "n", "enter")
        assert "the line is kept" in screen_text(app)
        await press(pilot, "t")
        assert line_with(app, "t›") == "t› c @Lii price"


async def test_an_account_that_is_taken_away_meanwhile_leaves_the_line(sit: Sit, opened: Opened) -> None:
    other = opened("chen.jing")
    added = add_account(other, "Zulu Ltd", owner="li.wei").value.account_id
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A")
        page_of(app, Accounts).stand_on(added)
        await press(pilot, "t", *"c hello")
        undo(other)
        await press(pilot, "enter")
        assert app.is_running
        assert app.drafts.text(f"touch:{added}") == "c hello"


# -- busy --------------------------------------------------------------------------------------------------------------


async def test_while_the_book_is_locked_one_goes_on_working_and_nothing_is_lost(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        lock = locks.FileLock(app.book.path.with_name(app.book.path.name + ".lock"))
        lock.take()
        await pilot.press("t", *"c price agreed", "enter")
        await until(pilot, lambda: "waiting to be written" in screen_text(app))
        before = page_of(app, Review).shown.cursor
        await pilot.press("G")
        await pilot.pause()
        assert page_of(app, Review).shown.cursor != before
        app.keep_draft()
        assert app.drafts.text(f"touch:{ACME}") == "c price agreed"
        lock.close()
        await settle(pilot)
        assert touches.one(app.book.conn, max(touches.ids(app.book.conn))).summary == "price agreed"
        assert app.drafts.kept() == []


def test_the_lock_of_a_tool_that_knows_nothing_of_ours_is_busy_too(tmp_path: Path) -> None:
    assert isinstance(translated(sqlite3.OperationalError("database is locked"), tmp_path), Busy)


# -- interrupted -------------------------------------------------------------------------------------------------------


async def test_a_second_line_keeps_the_first(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half", "f3", "escape")
        assert line_with(app, "the line is kept").endswith("t opens the line again")
        await press(pilot, "t")
        assert line_with(app, "t›") == "t› c half"


async def test_a_line_opened_twice_goes_on(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half", "f4", *" a line")
        assert line_with(app, "t›") == "t› c half a line"


async def test_another_size_leaves_the_line_as_it_is(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half")
        for size in ((140, 40), (40, 10), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert "t› c half" in screen_text(app)
        await press(pilot, *" a line")
        assert line_with(app, "t›") == "t› c half a line"


async def test_a_screen_that_is_left_keeps_its_line(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "enter", "t", *"c half", "f10", "t")
        assert page_of(app, Accounts)
        assert line_with(app, "t›") == "t› c half"


async def test_another_page_leaves_the_line_open_where_it_is(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half", "ctrl+p", *"siemens", "enter")
        assert "ACCOUNT  Siemens AG" in screen_text(app)
        await press(pilot, "q", *" a line")
        assert line_with(app, "t›") == "t› c half a line"


async def test_escape_gives_a_line_up_for_good(sit: Sit, opened: Opened, tmp_path: Path) -> None:
    app = sit_with(opened("li.wei"), tmp_path / "drafts")
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half", "f3", "escape", "t", "escape", "t")
        assert line_with(app, "t›") == "t›"
        assert [*(tmp_path / "drafts").iterdir()] == []


# -- cut off -----------------------------------------------------------------------------------------------------------


async def test_what_is_open_when_the_app_ends_is_said_once_and_goes_on(opened: Opened, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    app = sit_with(opened("li.wei"), drafts)
    async with app.run_test() as pilot:
        page_of(app, Review).stand_on(HUAWEI)
        await press(pilot, "n", *"fri send the contract", "ctrl+q")
    again = sit_with(opened("li.wei"), drafts)
    async with again.run_test() as pilot:
        await settle(pilot)
        said = line_with(again, "a line you had not finished is kept")
        assert "华为技术有限公司" in said
        assert said.endswith("n continues it")
        await press(pilot, "A", "R")
        page_of(again, Review).stand_on(HUAWEI)
        await press(pilot, "n")
        assert line_with(again, "next step:").endswith("fri send the contract")
        await press(pilot, "enter")
        assert "not saved" not in screen_text(again)
    third = sit_with(opened("li.wei"), drafts)
    async with third.run_test() as pilot:
        await settle(pilot)
        assert "not finished" not in screen_text(third)


async def test_several_lines_are_kept_side_by_side(opened: Opened, tmp_path: Path) -> None:
    app = sit_with(opened("li.wei"), tmp_path)
    async with app.run_test() as pilot:
        for verb, text in (("t", "c half"), ("4", "lost"), ("z", "7 holiday"), ("n", "fri offer")):
            await press(pilot, verb, *text, "f3", "escape")
    again = sit_with(opened("li.wei"), tmp_path)
    async with again.run_test() as pilot:
        await settle(pilot)
        assert "4 lines you had not finished are kept" in screen_text(again)
        for verb, text in (("t", "c half"), ("4", "lost"), ("z", "7 holiday"), ("n", "fri offer")):
            await press(pilot, verb)
            assert screen_text(again).splitlines()[-2].endswith(text)
            await press(pilot, "f3", "escape")


async def test_a_reason_behind_a_status_is_kept_with_the_app_cut_off(opened: Opened, tmp_path: Path) -> None:
    """The line is answered, and a question is open behind it."""
    app = sit_with(opened("li.wei"), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "A", "space", "space", "4", *"lost", "enter")
        assert "For 2 accounts?" in screen_text(app)
        app.keep_draft()
    assert [draft.text for draft in Drafts(tmp_path).kept()] == ["lost"]


async def test_a_bug_keeps_what_is_typed(opened: Opened, tmp_path: Path) -> None:
    app = sit_with(opened("li.wei"), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half")
        app._handle_exception(RuntimeError())
        app._exception = None
    assert Drafts(tmp_path).text(f"touch:{ACME}") == "c half"


def test_lines_are_kept_apart_by_book_and_by_user(tmp_path: Path) -> None:
    folders = {paths.drafts(tmp_path / book, who) for book in ("a.kam", "b.kam") for who in ("li.wei", "chen.jing")}
    assert len(folders) == 4
    assert paths.drafts(tmp_path / "x" / ".." / "a.kam", "li.wei") in folders


def test_lines_are_for_their_owner_only(tmp_path: Path) -> None:
    Drafts(tmp_path / "state" / "drafts").keep([Draft("touch:1", "华为 c half", "t")])
    (file,) = (tmp_path / "state" / "drafts").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_damaged_file_is_no_line(tmp_path: Path) -> None:
    Drafts(tmp_path).keep([Draft("touch:1", "c half", "t"), Draft("touch:2", "c whole", "t")])
    sorted(tmp_path.iterdir())[0].write_text("{")
    assert len(Drafts(tmp_path).kept()) == 1


def test_two_sessions_cut_off_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, two = Drafts(tmp_path), Drafts(tmp_path)
    one.keep([Draft("touch:1", "mine", "t")])
    two.keep([Draft("touch:2", "mine too", "t")])
    assert {draft.text for draft in Drafts(tmp_path).kept()} == {"mine", "mine too"}
    assert one.text("touch:2") == "mine too"


def test_where_nothing_can_be_written_lines_live_as_long_as_the_app(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be")
    drafts = Drafts(tmp_path / "drafts")
    drafts.keep([Draft("touch:1", "c half", "t")])
    assert drafts.text("touch:1") == "c half"


@given(st.lists(st.tuples(st.integers(1, 3 * MOST), st.text(min_size=1)), max_size=4 * MOST))
def test_the_newest_line_of_a_key_counts_and_the_oldest_keys_go(typed: list[tuple[int, str]]) -> None:
    drafts = Drafts()
    for key, text in typed:
        drafts.keep([Draft(f"touch:{key}", text)])
    newest = dict.fromkeys(key for key, _ in reversed(typed))
    assert [draft.account for draft in drafts.kept()] == [*newest][:MOST]
    assert all(drafts.text(f"touch:{key}") == dict(typed)[key] for key in [*newest][:MOST])
