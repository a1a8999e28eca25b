"""The people map: who decides and who is missing at a glance, and every verb on a person, from the keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.statuses import Status
from kamtui.ops.influences import judge_influence
from kamtui.render.glyphs import ASCII
from kamtui.render.text import width
from kamtui.store import accounts, contacts, influences, redflags, tasks, teams, touches
from kamtui.store.book import Book
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.people import PeoplePage
from kamtui.tui.screens.person import PersonPage
from tests import crowd
from tests.conftest import TODAY
from tests.crowd import CROWD, NEXT
from tests.tui.conftest import Sit
from tests.tui.seen import line_with, page_of, press, screen_text, settle


@pytest.fixture(scope="session")
def crowd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "crowd.kam"
    crowd.build(path)
    return path


@pytest.fixture
def among_them(crowd_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the book with the crowd."""
    return Path(shutil.copyfile(crowd_file, tmp_path / "crowd.kam"))


def named(book: Book, name: str) -> int:
    """Somebody at the account with the crowd."""
    return next(place.contact_id for place in contacts.positions(book.conn, CROWD, on=TODAY) if place.contact == name)


@pytest.mark.parametrize("is_ascii", [False, True])
async def test_two_keys_say_who_decides_and_who_is_missing_among_thirty_people_at_80_by_24(
    sit: Sit, among_them: Path, is_ascii: bool
) -> None:
    app = sit(among_them)
    if is_ascii:
        app.glyphs = ASCII
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w")
        above = "\n".join(screen_text(app).splitlines()[1:5])
        for text in ("economic 王建国", "user 吴磊 +1", "technical 李娜 +1", "coach ! unknown", "15 of 30 active"):
            assert text in above
        assert "! -" in line_with(app, "王建国  总经理")
        for _ in range(5):
            assert all(width(line) <= 80 for line in screen_text(app).splitlines())
            await press(pilot, "tab")


async def test_the_grid_shows_levels_functions_and_gaps_and_one_walks_in_it(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "tab")
        assert "mid 8/13" in line_with(app, "exec 1/3")
        assert "▌王建国 E" in line_with(app, " management")
        assert "nobody" not in line_with(app, " legal")
        levels = []
        for key in ("l", "j", "h", "G"):
            await press(pilot, key)
            person = page_of(app, PeoplePage).person
            assert person is not None
            assert f"▌{person.name[:4]}" in screen_text(app)
            levels.append(person.level)
        assert levels == ["mid", "mid", "exec", None]
        assert all(text in screen_text(app) for text in ("李娜 T 5d", "!300d", "+1"))


async def test_the_chart_is_a_tree_and_the_cursor_stays_on_its_person(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "A", "w", "j", "tab", "tab")
        assert line_with(app, "▌").startswith("▌  └ 李娜")
        assert "   │ ├ Dr. Ingrid Sørensen" in screen_text(app)
        await press(pilot, "tab")
        assert "4>5 5d" in line_with(app, "▌")


async def test_a_line_judges_and_says_what_it_understands(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "j", "e", *"+C s-2 win: 升")
        assert "TC · high · even keel · -1 · works against us" in screen_text(app)
        await press(pilot, "enter")
        said = influences.at_account(app.book.conn, CROWD, TODAY)[named(app.book, "李娜")]
        assert (said.letters, said.degree, said.stance, said.win) == ("TC", "high", -2, "升")
        assert "coach 李娜" in screen_text(app)
        await press(pilot, "e", *"wha", "enter")
        assert "what is wha?" in screen_text(app)
        await press(pilot, "escape", "u")
        assert "coach ! unknown" in screen_text(app)


async def test_d_says_that_it_is_still_true_and_goes_on(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w")
        assert "!120d" in line_with(app, "王建国  总经理")
        await press(pilot, "d")
        assert " 0d" in line_with(app, "王建国  总经理")
        assert line_with(app, "▌").startswith("▌  李娜")


async def test_a_buyer_left_and_nobody_knows_who_follows_is_four_keys_beside_the_text(
    sit: Sit, among_them: Path
) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w")
        await press(pilot, "x", *"left", "enter")
        assert "anew as developing" in screen_text(app)
        await press(pilot, "enter")
        conn = app.book.conn
        assert accounts.row(conn, CROWD).status is Status.DEVELOPING
        assert "? unknown successor" in line_with(app, "▌")
        assert any("王建国" in task.title for task in tasks.rows(conn, tasks.ids(conn, account=CROWD)))
        assert "economic ! unknown" in screen_text(app)
        await press(pilot, "a", *"Lu Yu", "enter")
        assert "Lu Yu" in line_with(app, "▌")


async def test_somebody_new_is_one_line(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "a", *"Eva,CFO,exec,>王建国", "enter")
        assert line_with(app, "▌").startswith("▌  Eva  CFO")
        (eva,) = (each for each in contacts.positions(app.book.conn, CROWD, on=TODAY) if each.contact == "Eva")
        assert (eva.title, eva.level, eva.boss) == ("CFO", "exec", "王建国")


async def test_who_of_us_covers_whom_is_said_and_taken_back(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "c", *"chen 2>5", "enter")
        boss = named(app.book, "王建国")
        (cover,) = (each for each in teams.covers(app.book.conn, CROWD, TODAY) if each.contact_id == boss)
        assert (cover.who, cover.strength, cover.wanted) == ("chen.jing", 2, 5)
        await press(pilot, "c", *"-chen", "enter")
        assert boss not in {each.contact_id for each in teams.covers(app.book.conn, CROWD, TODAY)}


async def test_a_touch_and_a_next_step_are_with_the_person_at_the_cursor(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "t", *"c 谈妥", "enter", "n", *"fri send it", "enter")
        conn, boss = app.book.conn, named(app.book, "王建国")
        (touch,) = touches.rows(conn, touches.ids(conn, contact=boss, since=TODAY))
        assert (touch.kind, touch.summary) == ("call", "谈妥")
        (task,) = tasks.rows(conn, tasks.ids(conn, account=CROWD))
        assert (task.title, task.contact_id) == ("send it", boss)


async def test_what_is_in_doubt_is_flagged_and_answered_with_a_strength_and_a_task(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "f", *"new", "enter", "shift+tab")
        assert "[Flags]" in screen_text(app)
        raised = redflags.at_account(app.book.conn, CROWD, TODAY).flags
        assert [each.flag.contact for each in raised if each.by_hand] == ["王建国"]
        await press(pilot, "f", *"lab > fri call", "enter")
        first = redflags.at_account(app.book.conn, CROWD, TODAY).flags[0]
        assert first.kept is not None
        assert (first.kept.strength, first.kept.task) == ("lab", "call")
        assert "lab" in line_with(app, "▌")


async def test_whose_word_counts_is_shown_in_the_chart(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "i", *"吴磊", "enter", "tab", "tab")
        assert "listens to 吴磊" in line_with(app, "▌")


async def test_enter_tells_everything_about_somebody_and_a_wide_terminal_at_once(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "enter")
        assert page_of(app, PersonPage)
        assert "supports us" in screen_text(app)
        await press(pilot, "right_square_bracket", "q")
        assert line_with(app, "▌").startswith("▌  李娜")
        await pilot.resize_terminal(140, 40)
        await settle(pilot)
        assert "prefers another" in screen_text(app)


async def test_a_page_of_one_person_names_no_key_that_works_on_the_map_only(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "A", "w", "G")
        assert "nothing is judged of them; e judges" in screen_text(app)
        await press(pilot, "enter")
        assert "nothing is judged of 何平" in screen_text(app)
        assert "e judges" not in screen_text(app)


async def test_brackets_walk_the_accounts_and_q_comes_back_to_the_one_walked_to(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "enter", "w", "right_square_bracket")
        assert page_of(app, PeoplePage).account == NEXT
        assert "nobody is known" in screen_text(app)
        await press(pilot, "tab", "tab", "d", "e", "x", "c", "q")
        assert page_of(app, AccountPage).account == NEXT


async def test_what_a_colleague_judges_is_seen_and_not_overwritten_unasked(sit: Sit, among_them: Path) -> None:
    app = sit(among_them)
    other = Book.open(among_them, who="chen.jing", clock=Clock(TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "w", "e", *"s2")
        judge_influence(other, CROWD, named(other, "王建国"), {"stance": -2})
        other.close()
        await press(pilot, "enter")
        assert "Yours all the same?" in screen_text(app)
        await press(pilot, "n", "enter")
        assert influences.at_account(app.book.conn, CROWD, TODAY)[named(app.book, "王建国")].stance == -2
        app.catch_up()
        await settle(pilot)
        assert " -2 " in line_with(app, "王建国  总经理")
