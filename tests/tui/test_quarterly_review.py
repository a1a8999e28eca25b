"""The quarterly review, from the keyboard: what is proposed, what each key decides, what is left."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.tiers import Tier
from kamtui.ops.proposals import reject_proposal
from kamtui.ops.sales import add_sale
from kamtui.ops.users import edit_user
from kamtui.store import proposals, tasks, tiers
from kamtui.store.book import Book
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.proposals import Proposals
from kamtui.tui.screens.tier import TierPage
from tests.conftest import TODAY
from tests.tui import quarter
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, SIEMENS, THEIRS, ago
from tests.tui.quarter import FORMER, FRESH
from tests.tui.seen import line_with, page_of, press, screen_text, settle

MINE = [HUAWEI, SIEMENS, ACME, FORMER]


@pytest.fixture(scope="session")
def quarter_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quarter") / "quarter.kam"
    quarter.build(path)
    return path


@pytest.fixture
def at_quarter(quarter_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the book."""
    return Path(shutil.copyfile(quarter_file, tmp_path / "quarter.kam"))


@pytest.fixture
def beside(at_quarter: Path) -> Callable[[str], Book]:
    """Opens the book as somebody else's process would."""
    return lambda who: Book.open(at_quarter, who=who, clock=Clock(TODAY))


def held(app: Kamtui, account: int) -> Tier | None:
    """The tier of an account today."""
    return tiers.in_force(app.book.conn, account, TODAY)


def listed(app: Kamtui) -> list[int]:
    """The accounts on the list, in its order."""
    return list(page_of(app, Proposals).shown.ids)


async def test_it_lists_my_proposals_with_bars_line_and_objections(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "Q")
        assert listed(app) == MINE
        text = screen_text(app)
        assert "QUARTERLY REVIEW" in text
        assert "4 left" in text
        row = line_with(app, "▲ key")
        for part in ("华为技术有限公司", "100/100", "100 %", "!1"):
            assert part in row
        assert "▼ prospect" in line_with(app, "Former Star AG")
        for part in ("! our product does not fit", "~ it stands on one axis only", "above the line at 2 reviews"):
            assert part in text


async def test_of_a_large_book_what_stays_is_read_when_it_is_asked_for(
    sit: Sit, at_quarter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = sit(at_quarter)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "Q", "+")
        everything = listed(app)
    monkeypatch.setattr("kamtui.tui.screens.proposals.LARGE", 1)
    app = sit(at_quarter)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "Q")
        await app.workers.wait_for_complete()
        await settle(pilot)
        assert listed(app) == MINE
        assert "4 left" in screen_text(app)
        await press(pilot, "j", "a", "enter")
        assert listed(app) == [key for key in MINE if key != SIEMENS]
        await press(pilot, "u", "+")
        await app.workers.wait_for_complete()
        await settle(pilot)
        assert set(listed(app)) == set(everything)


async def test_a_and_enter_accept_with_the_reason_of_the_proposal(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "j", "a", "enter")
        assert held(app, SIEMENS) is Tier.REGULAR
        assert tiers.history(app.book.conn, SIEMENS)[-1].reason == "first order on 2026-08-12"
        assert listed(app) == [HUAWEI, ACME, FORMER]
        assert page_of(app, Proposals).shown.cursor == ACME
        assert "3 left" in screen_text(app)
        assert "Siemens AG: tier prospect → regular" in screen_text(app)


async def test_the_playbook_of_an_accepted_tier_is_offered_for_that_account(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "j", "a", "enter")
        assert "p playbook" in screen_text(app)
        await press(pilot, "p")
        assert tasks.ids(app.book.conn, account=SIEMENS)
        assert not tasks.ids(app.book.conn, account=ACME)


async def test_an_objection_is_shown_and_needs_an_answer(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "a")
        assert "! 1  our product does not fit" in screen_text(app)
        await press(pilot, "enter")
        assert held(app, HUAWEI) is Tier.REGULAR
        assert "every objection needs an answer" in screen_text(app)
        await press(pilot, "a", *"we will adapt it", "enter", *"largest buyer", "enter")
        decision = tiers.history(app.book.conn, HUAWEI)[-1]
        assert (decision.tier, decision.reason) == (Tier.KEY, "largest buyer")
        assert decision.evidence["override"] == "we will adapt it"
        assert listed(app) == [SIEMENS, ACME, FORMER]


async def test_where_there_is_no_room_somebody_makes_it(
    sit: Sit, at_quarter: Path, beside: Callable[[str], Book]
) -> None:
    book = beside("wang.fang")
    edit_user(book, "li.wei", hours_per_week=7)
    book.close()
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "a")
        assert "who makes room" in screen_text(app)
        await press(pilot, *"former", "tab", "enter", *"we will adapt it", "enter", "enter")
        assert (held(app, HUAWEI), held(app, FORMER)) == (Tier.KEY, Tier.REGULAR)
        assert tiers.history(app.book.conn, FORMER)[-1].reason == "makes room for 华为技术有限公司"
        await press(pilot, "u")
        assert (held(app, HUAWEI), held(app, FORMER)) == (Tier.REGULAR, Tier.KEY)
        assert listed(app) == MINE


async def test_r_rejects_with_a_reason_and_not_without(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "G", "r", "enter")
        assert not proposals.answers(app.book.conn, FORMER)
        assert "say why" in screen_text(app)
        await press(pilot, "r", *"they signed yesterday", "enter")
        (answer,) = proposals.answers(app.book.conn, FORMER)
        assert (answer.answer, answer.tier, answer.reason) == ("rejected", Tier.PROSPECT, "they signed yesterday")
        assert listed(app) == [HUAWEI, SIEMENS, ACME]


async def test_z_puts_off_and_plus_shows_what_was_answered_and_what_stays(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test(size=(160, 45)) as pilot:
        await press(pilot, "Q", "z", *"3 ask the buyer first", "enter")
        (answer,) = proposals.answers(app.book.conn, HUAWEI)
        assert (answer.answer, answer.until, answer.reason) == ("deferred", ago(-3), "ask the buyer first")
        assert HUAWEI not in listed(app)
        await press(pilot, "plus")
        assert HUAWEI in listed(app)
        await press(pilot, "g")
        assert "deferred until 2026-11-23" in screen_text(app)


async def test_e_shows_everybodys(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "E")
        assert set(listed(app)) == {*MINE, FRESH}
        assert "QUARTERLY REVIEW of everybody" in screen_text(app)
        await press(pilot, "plus")
        assert THEIRS in listed(app)
        await press(pilot, "plus", "E")
        assert listed(app) == MINE


async def test_a_filter_narrows_it(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "slash", *"tier:key", "enter")
        assert listed(app) == [ACME, FORMER]
        assert "4 left" in screen_text(app)


async def test_u_brings_a_proposal_back(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "j", "a", "enter", "u")
        assert held(app, SIEMENS) is Tier.PROSPECT
        assert listed(app) == MINE


async def test_marked_ones_are_accepted_together_but_never_over_an_objection(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "space", "space", "a")
        assert "decide these one by one" in screen_text(app)
        assert "华为技术有限公司" in line_with(app, "one by one")
        await press(pilot, "escape", "j", "g", "j", "space", "space", "a", *"as computed", "enter", "y", "enter")
        assert (held(app, SIEMENS), held(app, ACME)) == (Tier.REGULAR, Tier.REGULAR)
        assert {tiers.history(app.book.conn, key)[-1].reason for key in (SIEMENS, ACME)} == {"as computed"}


async def test_an_override_is_not_repeated_on_the_next_account(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "a", *"yes", "enter", "enter")
        await press(pilot, "full_stop")
        assert held(app, SIEMENS) is Tier.PROSPECT
        assert "nothing to repeat" in screen_text(app)


async def test_m_and_enter_explain_and_an_answer_there_goes_on_to_the_next(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "j", "enter")
        assert page_of(app, TierPage).account == SIEMENS
        await press(pilot, "a", "enter")
        assert held(app, SIEMENS) is Tier.REGULAR
        assert page_of(app, TierPage).account == ACME
        await press(pilot, "r", *"wait for the tender", "enter")
        assert page_of(app, TierPage).account == FORMER
        await press(pilot, "q")
        assert listed(app) == [HUAWEI, FORMER]
        assert page_of(app, Proposals).shown.cursor == FORMER
        assert "2 left" in screen_text(app)


async def test_what_somebody_else_answered_leaves_the_list(
    sit: Sit, at_quarter: Path, beside: Callable[[str], Book]
) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q")
        book = beside("wang.fang")
        reject_proposal(book, ACME, on=TODAY, reason="I know better")
        book.close()
        app.catch_up()
        await settle(pilot)
        assert listed(app) == [HUAWEI, SIEMENS, FORMER]


async def test_a_sale_imported_meanwhile_is_seen_when_one_comes_back(
    sit: Sit, at_quarter: Path, beside: Callable[[str], Book]
) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "A")
        book = beside("wang.fang")
        add_sale(book, FORMER, on=ago(200), amount=900_000_000_000, currency="CNY")
        book.close()
        app.catch_up()
        await press(pilot, "Q")
        assert FORMER not in listed(app)


async def test_when_all_is_decided_it_says_so(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "j", "a", "enter", "a", "enter", "a", "enter", "z", "7", "enter")
        assert listed(app) == []
        assert "all decided" in screen_text(app)
        assert "nothing is proposed" in screen_text(app)


async def test_who_may_only_read_sees_it_and_has_no_verbs(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter, readonly=True)
    async with app.run_test() as pilot:
        await press(pilot, "Q", "a", "r", "z")
        assert listed(app) == MINE
        assert "because" not in screen_text(app)
        await press(pilot, "m")
        assert page_of(app, TierPage).account == HUAWEI


async def test_it_speaks_chinese(sit: Sit, at_quarter: Path) -> None:
    app = sit(at_quarter, language="zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "Q")
        text = screen_text(app)
        for part in ("季度评审", "还剩 4 项", "▲ 重点客户", "我们的产品不适合", "a 接受"):
            assert part in text
