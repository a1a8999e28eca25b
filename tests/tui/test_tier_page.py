"""Why an account has its tier: what the page says of it, and what can be decided there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.policy import Method
from kamtui.domain.tiers import Tier
from kamtui.ops.judgements import judge
from kamtui.ops.policies import set_policy
from kamtui.ops.tiers import set_tier
from kamtui.render.glyphs import ASCII
from kamtui.store import judgements, policies, proposals, tiers
from kamtui.store.book import Book
from kamtui.tui import tierlines, tierstory
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.review import Review
from kamtui.tui.screens.tier import TierPage
from kamtui.tui.text import line_width
from tests.conftest import TODAY
from tests.tui import quarter
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, SIEMENS, ago
from tests.tui.seen import line_with, page_of, press, screen_text, settle

HOSTILE = "[bold]not bold[/] [@click=app.quit]quit[/] \x1b[31mred"


@pytest.fixture(scope="session")
def scored_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk after the quarter, judged by the scorecard of a distributor since spring."""
    path = tmp_path_factory.mktemp("scored") / "scored.kam"
    quarter.build(path)
    book = Book.open(path, who="wang.fang", clock=Clock(TODAY))
    set_policy(book, policies.starting("distributor"), on=ago(200), note="three axes from spring on")
    book.close()
    return path


@pytest.fixture
def scored(scored_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the book."""
    return Path(shutil.copyfile(scored_file, tmp_path / "scored.kam"))


def whole_page(app: Kamtui) -> str:
    """The text of all lines of the page, also those below the edge."""
    story = page_of(app, TierPage).story
    assert story is not None
    lines = tierlines.page(story, app.screen.size.width, app.glyphs)
    return "\n".join("".join(text for text, _ in line) for line in lines)


async def test_m_explains_with_three_bars_and_never_one_number_alone(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "G", "m")
        assert page_of(app, TierPage).account == HUAWEI
        text = screen_text(app)
        assert "TIER  华为技术有限公司 #2" in text
        for label in (" A attractiveness", " P potential", " R relationship", " score  "):
            assert "%" in line_with(app, label)
            assert "–" in line_with(app, label)
        assert "too little is known" in text
        assert "collect:" in text
        assert max(map(len, text.splitlines())) <= 80


async def test_the_page_tells_everything_that_a_tier_rests_on(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "G", "m")
        text = whole_page(app)
        for part in (
            "single indicator",
            "pyramid",
            "▸ scorecard",
            "goal impact",
            "unknown",
            "of 6 marks of a key account",
            "! our product fits  no",
            "RFM cell",
            "share of wallet",
            "fit with the ideal profile",
            "Fulfil duties",
            "what would move it",
            "policy distributor",
            "from 2026-05-04 policy 1: three axes from spring on",
            "2025-07-08    first tier → regular",
        ):
            assert part in text, part


async def test_a_wide_terminal_has_two_columns(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "A", "G", "m")
        assert "│" in line_with(app, "of 6 marks of a key account")
        assert "decisions" in screen_text(app)


@pytest.mark.parametrize("cells", [40, 80, 119, 120, 140])
def test_no_line_is_wider_than_the_page_and_ascii_draws_it_too(scored: Path, cells: int) -> None:
    book = Book.open(scored, who="li.wei", clock=Clock(TODAY))
    story = tierstory.read(book.conn, HUAWEI, TODAY)
    lines = tierlines.page(story, cells, ASCII)
    book.close()
    if cells >= 80:
        assert max(map(line_width, lines)) <= cells
    assert any("##" in text for line in lines for text, _ in line)


async def test_m_there_decides_by_hand_and_shows_what_speaks_against_key(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test() as pilot:
        await press(pilot, "A", "G", "m", "m", *"key")
        assert "against it: only" in screen_text(app)
        await press(pilot, "enter", *"strategic", "enter")
        decision = tiers.history(app.book.conn, HUAWEI)[-1]
        assert (decision.tier, decision.reason, decision.on) == (Tier.KEY, "strategic", TODAY)
        assert "our product does not fit" in str(decision.evidence["objections"])
        assert "key since 11-20" in screen_text(app)


async def test_a_reason_with_markup_and_controls_is_shown_as_it_was_typed(sit: Sit, scored: Path) -> None:
    book = Book.open(scored, who="wang.fang", clock=Clock(TODAY))
    set_tier(book, QUIET, Tier.REGULAR, on=ago(3), reason=HOSTILE)
    book.close()
    app = sit(scored)
    async with app.run_test(size=(80, 60)) as pilot:
        await press(pilot, "A", "slash", *"quiet", "enter", "m", "G")
        assert "[bold]not bold[/] [@click=app.quit]quit[/] ␛[31mred" in screen_text(app)


async def test_brackets_walk_the_list_one_came_from_and_back_stands_there(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "m", "right_square_bracket")
        assert page_of(app, TierPage).account == HUAWEI
        assert "2/4" in screen_text(app)
        await press(pilot, "q")
        assert page_of(app, Review).shown.cursor == HUAWEI


async def test_walking_ranks_the_book_once_until_something_bears_on_scores(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test() as pilot:
        await press(pilot, "m")
        page = page_of(app, TierPage)
        first = page.reviews
        await press(pilot, "right_square_bracket")
        assert first is not None
        assert page.reviews is first
        await press(pilot, "i", *"goal", "tab", "enter", *"8", "enter", "enter")
        assert page.reviews is not first


async def test_the_three_methods_show_the_scores_of_the_newest_review(scored: Path) -> None:
    book = Book.open(scored, who="li.wei", clock=Clock(TODAY))
    judge(book, HUAWEI, "goal_impact", score=0, on=TODAY)
    story = tierstory.read(book.conn, HUAWEI, TODAY)
    lines = ["".join(text for text, _ in line) for line in tierlines.page(story, 80, ASCII)]
    book.close()
    (pyramid,) = [line for line in lines if " pyramid  " in line]
    (card,) = [line for line in lines if " scorecard  " in line]
    assert f" {story.found.scores[Method.PYRAMID]:.0f}  line" in pyramid
    assert story.found.proposal.card.composite is not None
    assert Method.SCORECARD not in story.found.scores
    assert f" {ASCII.dash}  line" in card


async def test_m_on_the_page_of_an_account_walks_with_it(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "enter", "m", "right_square_bracket", "q")
        assert page_of(app, AccountPage).account == HUAWEI
        assert "华为" in screen_text(app).splitlines()[0]


async def test_several_marked_accounts_get_one_tier_without_the_page(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "space", "space", "m", *"regular", "enter", *"same group", "enter", "y", "enter")
        for account in (ACME, HUAWEI):
            decision = tiers.history(app.book.conn, account)[-1]
            assert (decision.tier, decision.reason) == (Tier.REGULAR, "same group")


async def test_i_judges_an_unknown_criterion_with_its_scale_in_sight(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test() as pilot:
        await press(pilot, "A", "G", "m", "i")
        assert "wallet headroom · " in screen_text(app)
        await press(pilot, *"goal", "tab", "enter")
        assert "0 no goal depends on it · 5 one goal would be late · 10 a goal fails without it" in screen_text(app)
        await press(pilot, "8")
        assert " 5 one goal would be late · 10 a goal fails without it" in screen_text(app)
        await press(pilot, "enter", *"cust", "tab", "enter")
        found = judgements.newest(app.book.conn, TODAY, [HUAWEI])[HUAWEI]["goal_impact"]
        assert (found.score, found.source, found.by, found.on) == (8, "customer", "li.wei", TODAY)
        assert "8  ████████    li.wei  2026-11-20  customer" in whole_page(app)


async def test_i_answers_a_qualification_test_by_a_word(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test() as pilot:
        await press(pilot, "A", "G", "m", "i", *"purchasing", "enter", *"disp", "tab", "enter", "enter")
        assert judgements.newest(app.book.conn, TODAY, [HUAWEI])[HUAWEI]["purchasing"].answer == "dispersed"
        assert "its purchasing is dispersed" in whole_page(app)


async def test_what_was_accepted_or_put_off_stands_among_the_decisions(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"siemens", "enter", "m", "z", *"7 their budget is late", "enter")
        (answer,) = proposals.answers(app.book.conn, SIEMENS)
        assert (answer.answer, answer.until) == ("deferred", ago(-7))
        assert "deferred until 2026-11-27" in screen_text(app)
        await press(pilot, "a", "enter")
        assert tiers.in_force(app.book.conn, SIEMENS, TODAY) is Tier.REGULAR
        text = whole_page(app)
        assert text.index("prospect → regular") < text.index("their budget is late")


async def test_where_nothing_is_proposed_accept_says_so(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test() as pilot:
        await press(pilot, "A", "G", "m", "a")
        assert "no other tier is proposed" in screen_text(app)
        assert len(tiers.history(app.book.conn, HUAWEI)) == 1


async def test_an_archived_account_says_why_there_is_nothing(sit: Sit, scored: Path) -> None:
    app = sit(scored)
    async with app.run_test() as pilot:
        await press(pilot, "A", "slash", *"siemens", "enter", "x", "y", "enter", "escape")
        await press(pilot, "slash", *"is:archived", "enter", "m")
        assert "archived" in screen_text(app)


async def test_a_terminal_without_colour_shows_the_same(
    sit: Sit, scored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = sit(scored)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "G", "m")
        assert "░" in line_with(app, "A attractiveness")
        assert "collect:" in screen_text(app)


async def test_it_speaks_chinese(sit: Sit, scored: Path) -> None:
    app = sit(scored, language="zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "G", "m")
        text = screen_text(app)
        for part in ("等级", "A 吸引力", "三种方法", "了解太少"):
            assert part in text
