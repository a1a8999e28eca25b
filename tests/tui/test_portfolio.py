"""The book as a whole: four views, the accounts behind what is chosen in them, and what is read when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.portfolio import Quadrant
from kamtui.domain.statuses import Status
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.judgements import judge
from kamtui.ops.sales import add_sale
from kamtui.ops.touches import add_touch
from kamtui.render.glyphs import ASCII
from kamtui.store import portfolio as store
from kamtui.store import statuses, touches
from kamtui.store.book import Book
from kamtui.tui.app import Kamtui
from kamtui.tui.portfolioread import Part, Reading
from kamtui.tui.screens import readingaside
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.portfolio import PortfolioPage
from tests.conftest import TODAY
from tests.render.hostile import HOSTILE
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, SIEMENS, THEIRS, ago
from tests.tui.seen import is_harmless, line_with, page_of, press, screen_text, settle

Opened = Callable[[str], Book]

MATRIX, PROFIT, CONCENTRATION = ("tab",), ("tab", "tab"), ("tab", "tab", "tab")


def listed(app: Kamtui) -> list[int]:
    """The accounts below the view."""
    return list(page_of(app, PortfolioPage).shown.ids)


@pytest.fixture
def sold(at_desk: Path) -> Path:
    """The desk with sales whose profit is known: 华为 earns a little, Quiet loses, Siemens and Theirs break even."""
    book = Book.open(at_desk, who="li.wei", clock=_clock())
    for account, amount, profit in ((HUAWEI, 6_000, 1_200), (QUIET, 2_000, -400), (SIEMENS, 1_000, 0)):
        add_sale(book, account, on=ago(10), amount=amount * 10_000, profit=profit * 10_000, currency="CNY")
    book.close()
    return at_desk


def _clock() -> Clock:
    return Clock(TODAY)


# -- pyramid and time --------------------------------------------------------------------------------------------------


async def test_the_pyramid_says_have_and_goal_and_how_much_of_the_time_is_known(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        text = screen_text(app)
        assert "[Pyramid and time]" in text
        # two key accounts of five where one is the goal
        assert line_with(app, "   key  ").split()[1:3] == ["2/1", "40%"]
        assert "~ key: 1 account too many" in text
        assert "0.5 h logged of" in text
        assert "? too little is logged to say where the time went" in text
        assert "2 key accounts get less than 2 h a week: Acme [Holdings] Ltd, Quiet AG" in text
        assert "li.wei 2/9" in text
        assert len(listed(app)) == 5


async def test_amber_and_red_drift_have_marks_and_words(sit: Sit, at_desk: Path) -> None:
    book = Book.open(at_desk, who="li.wei", clock=_clock())
    for day in range(0, 28, 2):
        add_touch(book, SIEMENS, kind=Kind.WORKSHOP, minutes=400, on=ago(day))
    add_touch(book, QUIET, kind=Kind.WORKSHOP, minutes=2400, on=ago(3))
    book.close()
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        assert "!! prospect: 60 points too much time" in screen_text(app)
        assert "!!" in line_with(app, "   prospect  ")


async def test_e_shows_my_time_and_my_accounts_or_everybodys(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        assert "PORTFOLIO of everybody" in screen_text(app)
        await press(pilot, "E")
        assert "of everybody" not in screen_text(app)
        assert set(listed(app)) == {ACME, HUAWEI, SIEMENS, QUIET}
        assert "chen.jing" not in screen_text(app)
        await press(pilot, "E")
        assert THEIRS in listed(app)


async def test_wide_screens_have_the_managers_and_the_preview_beside(sit: Sit, sample_file: Path) -> None:
    app = sit(sample_file)
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "P")
        assert "│ time %" in screen_text(app)
        assert "│ chen.jing" in screen_text(app)
        assert "邹立群" in screen_text(app)


# -- the groups --------------------------------------------------------------------------------------------------------


async def test_right_and_left_go_through_the_tiers_and_back_to_all(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", "right")
        assert set(listed(app)) == {ACME, QUIET}
        assert "▸ key" in screen_text(app)
        assert "filter key" in screen_text(app)
        await press(pilot, "l")
        assert set(listed(app)) == {HUAWEI, THEIRS}
        await press(pilot, "left", "h")
        assert len(listed(app)) == 5
        await press(pilot, "right", "escape")
        assert len(listed(app)) == 5


async def test_f_names_a_group_of_any_view_and_tab_completes_it(sit: Sit, sold: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", "f", *"dra", "tab")
        assert "draining" in screen_text(app)
        await press(pilot, "enter")
        assert listed(app) == [QUIET]
        await press(pilot, "f", *"PROSPECT", "enter")
        assert listed(app) == [SIEMENS]
        await press(pilot, "f", *"no such group", "enter")
        assert "is no group of accounts" in screen_text(app)
        assert listed(app) == [SIEMENS]


async def test_the_group_stays_from_view_to_view_and_a_filter_narrows_it(sit: Sit, sold: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", "right", "tab")
        assert set(listed(app)) == {ACME, QUIET}
        await press(pilot, "slash", *"quiet", "enter")
        assert listed(app) == [QUIET]
        assert "filter key quiet" in screen_text(app)
        await press(pilot, "escape", "escape")
        assert len(listed(app)) == 5


# -- matrix ------------------------------------------------------------------------------------------------------------


async def test_the_matrix_has_cut_lines_quadrants_guesses_and_counts_who_is_not_placed(
    sit: Sit, sample_file: Path
) -> None:
    app = sit(sample_file)
    placed = [row.placed for row in store.portfolio(app.book.conn, TODAY).rows]
    count = Counter(each.quadrant for each in placed)
    guesses = sum(each.quadrant is not None and each.spot.is_guess for each in placed)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *MATRIX)
        text = screen_text(app)
        for quadrant in Quadrant:
            assert f"{quadrant} {count[quadrant]}" in text
        for part in ("50│", "┼", f"? our own guess: {guesses}", f"{count[None]} not placed; unknown:"):
            assert part in text
        await press(pilot, "right")
        assert len(listed(app)) == count[Quadrant.STRATEGIC]
        assert f"▸strategic {count[Quadrant.STRATEGIC]}" in screen_text(app)
        await press(pilot, *["right"] * 4)
        assert len(listed(app)) == count[None]


async def test_the_account_at_the_cursor_is_pointed_at_on_the_matrix(sit: Sit, sold: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *MATRIX)
        upper = screen_text(app).splitlines()[:14]
        assert [line for line in upper if "▌?" in line]
        await press(pilot, "G")
        lower = screen_text(app).splitlines()[:14]
        assert not [line for line in lower if "▌?" in line]
        assert "▌  not placed" in screen_text(app)


async def test_what_a_customer_said_has_no_question_mark(sit: Sit, sold: Path) -> None:
    app = sit()
    judge(app.book, HUAWEI, "relative_strength", score=8.0, source="customer", on=TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *MATRIX)
        assert "80 " in line_with(app, "华为")
        assert "●" in "".join(line[:50] for line in screen_text(app).splitlines()[:14])


# -- Pareto and profit -------------------------------------------------------------------------------------------------


async def test_pareto_and_whale_stand_side_by_side_with_their_marks(sit: Sit, sold: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *PROFIT)
        text = screen_text(app)
        assert "▲ 1 bring 80%" in text
        assert "peak 150% after 1" in text
        assert "profitable 1   micro 0   break even 1   draining 1   profit unknown 1" in text
        assert "! 1 account loses money, -400: Quiet AG -400" in text
        await press(pilot, "right", "right", "right", "right")
        assert "filter profitable" in text or "filter profitable" in screen_text(app)
        assert listed(app) == [HUAWEI]


async def test_who_was_archived_this_year_is_listed_in_the_class_it_counts_in(sit: Sit, sold: Path) -> None:
    app = sit()
    archive_account(app.book, QUIET, on=TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *PROFIT)
        assert QUIET not in listed(app)
        await press(pilot, "f", *"draining", "enter")
        assert listed(app) == [QUIET]


async def test_s_sorts_by_sales_profit_score_and_name(sit: Sit, sold: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        assert listed(app)[:4] == [ACME, HUAWEI, QUIET, SIEMENS]
        await press(pilot, "s")
        assert listed(app)[:3] == [HUAWEI, SIEMENS, QUIET]
        await press(pilot, "s")
        assert "sort score" in screen_text(app)
        assert listed(app)[-1] == THEIRS
        await press(pilot, "s")
        assert listed(app)[0] == ACME
        assert "sort name" in screen_text(app)


# -- concentration -----------------------------------------------------------------------------------------------------


async def test_concentration_says_critical_and_the_cursor_says_what_would_go(sit: Sit, sold: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *CONCENTRATION)
        text = screen_text(app)
        assert ": critical" in line_with(app, "effective")
        assert line_with(app, "top 1").count("!!") == 2
        assert "if Acme [Holdings] Ltd left" in text
        await press(pilot, "j")
        assert "if 华为技术有限公司 left" in screen_text(app)
        assert "profit 1.2k (100%)" in screen_text(app)
        await press(pilot, "right")
        assert listed(app) == [ACME]


# -- the list, verbs, other people -------------------------------------------------------------------------------------


async def test_enter_opens_the_account_and_brackets_walk(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        second = listed(app)[1]
        await press(pilot, "right_square_bracket", "enter")
        assert page_of(app, AccountPage).account == second
        await press(pilot, "left_square_bracket", "q")
        assert page_of(app, PortfolioPage).shown.cursor == ACME


async def test_verbs_apply_to_the_account_at_the_cursor_and_the_view_follows(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", "4", "enter")
        assert statuses.history(app.book.conn, ACME)[-1].status is Status.DECLINING
        before = line_with(app, "h logged of")
        await press(pilot, "t", *"v 300m plan", "enter")
        assert len(touches.ids(app.book.conn, account=ACME)) == 2
        assert line_with(app, "h logged of") != before


async def test_what_is_written_while_another_page_is_shown_is_there_when_one_comes_back(sit: Sit, sold: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *PROFIT, "A")
        await settle(pilot)
        await app.do(add_sale, THEIRS, on=TODAY, amount=50_000_000, profit=10_000_000, currency="CNY")
        await press(pilot, "P")
        assert "profitable 2" in screen_text(app)


async def test_a_part_is_read_again_only_when_a_table_it_rests_on_changed(book: Book) -> None:
    account = add_account(book, "Acme").value.account_id
    reading, seen = Reading(book), book.since(0).seen
    for part in Part:
        reading.read(part)
    assert reading.missing(Part) == []
    add_touch(book, account, kind=Kind.CALL)
    reading.note(book.since(seen))
    assert reading.missing(Part) == [Part.TIME, Part.PLACES]
    reading.read(Part.TIME)
    assert reading.missing([Part.TIME]) == []


async def test_moving_the_cursor_reads_nothing_again(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *CONCENTRATION)
        parts: list[Part] = []
        monkeypatch.setattr(Reading, "read", lambda self, part: parts.append(part))
        await press(pilot, "j", "k", "j", "tab", "tab", "tab", "tab")
        assert set(parts) <= {Part.PLACES, Part.TIME}
        assert Part.MONEY not in parts


async def test_a_large_book_is_read_aside(sit: Sit, sold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readingaside, "LARGE", 1)
    monkeypatch.setattr(readingaside, "PAUSE_S", 0.0)
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", *CONCENTRATION)
        await app.workers.wait_for_complete()
        await settle(pilot)
        await app.workers.wait_for_complete()
        assert ": critical" in line_with(app, "effective")
        assert "if Acme [Holdings] Ltd left" in screen_text(app)


async def test_who_may_only_read_has_no_verbs_here(sit: Sit) -> None:
    app = sit(readonly=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P", "4")
        assert "because" not in screen_text(app)
        bar = screen_text(app).splitlines()[-1]
        assert "touch" not in bar
        assert "group" in bar
        await press(pilot, "right")
        assert set(listed(app)) == {ACME, QUIET}


# -- how it looks ------------------------------------------------------------------------------------------------------


async def test_every_view_is_drawn_with_ascii_glyphs_alone(sit: Sit, sold: Path) -> None:
    app = sit()
    app.glyphs = ASCII
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        for _ in range(4):
            drawn = screen_text(app).replace("华为技术有限公司", "").replace("…", "")
            assert [line for line in drawn.splitlines() if not line.isascii()] == []
            await press(pilot, "tab")


async def test_everything_is_said_in_chinese(sit: Sit, sold: Path) -> None:
    app = sit(language="zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        seen = ""
        for _ in range(4):
            seen += screen_text(app)
            await press(pilot, "tab")
        for word in ("金字塔与时间", "现有/目标", "主动开发", "帕累托与利润", "坑害", "集中度", "等效户数", "如果失去"):
            assert word in seen
        await press(pilot, "f", *"重点客户", "enter")
        assert set(listed(app)) == {ACME, QUIET}


ODD = ((60, 20), (40, 15), (200, 60))


@pytest.mark.parametrize("size", [(80, 24), (120, 30), *(pytest.param(size, marks=pytest.mark.slow) for size in ODD)])
async def test_hostile_names_stay_harmless_at_any_size(sit: Sit, at_desk: Path, size: tuple[int, int]) -> None:
    book = Book.open(at_desk, who="li.wei", clock=_clock())
    for number, text in enumerate([*HOSTILE.values()][:20]):
        # a book takes no NUL
        name = text.replace("\0", "")
        if name.strip():
            account = add_account(book, name, owner="li.wei").value.account_id
            add_sale(book, account, on=ago(3), amount=10**13 - number, profit=-(10**9), currency="CNY")
    book.close()
    app = sit()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "P")
        for _ in range(4):
            text = screen_text(app)
            assert all(is_harmless(character) or character == "\n" for character in text)
            await press(pilot, "j", "tab")


async def test_an_empty_book_says_so(sit: Sit, path: Path) -> None:
    app = sit(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "P")
        assert "no account has a tier yet" in screen_text(app)
        await press(pilot, "tab")
        assert "nobody is placed yet" in screen_text(app)
        await press(pilot, "tab")
        assert "no sales in twelve months" in screen_text(app)
        assert "nobody's profit is known" in screen_text(app)
        await press(pilot, "tab")
        assert "– of 0" in line_with(app, "effective")
