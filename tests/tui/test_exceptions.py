"""The head's screen, from the keyboard: what waits, what each key decides, what only a head may do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.exceptions import Kind, State
from kamtui.domain.statuses import Status
from kamtui.domain.touches import Kind as TouchKind
from kamtui.ops.accounts import add_account
from kamtui.ops.exceptions import raise_exception
from kamtui.ops.reviews import mark_done
from kamtui.ops.statuses import set_status
from kamtui.ops.touches import add_touch
from kamtui.store import accounts, appraisals, exceptions, owners
from kamtui.store.book import Book
from kamtui.store.exceptions import ExceptionRow
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.exceptions import Exceptions
from kamtui.tui.screens.proposals import Proposals
from tests.conftest import TODAY
from tests.tui import quarter
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, THEIRS, ago
from tests.tui.seen import line_with, page_of, press, press_until, screen_text, settle

Beside = Callable[[str], Book]


@pytest.fixture(scope="session")
def heads_file(desk_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk with three exceptions of chen.jing; li.wei is the head."""
    path = Path(shutil.copyfile(desk_file, tmp_path_factory.mktemp("head") / "head.kam"))
    book = Book.open(path, who="chen.jing", clock=Clock(TODAY))
    with book.unguarded():
        raise_exception(
            book, "18 % discount", proposal="15 % and two years", on=ago(6), account_id=QUIET, kind=Kind.TERMS
        )
        raise_exception(book, "账期90天", proposal="60天，预付三成", on=ago(4), account_id=THEIRS, kind=Kind.CREDIT)
        raise_exception(book, "one week more", proposal="overtime", on=ago(3), kind=Kind.TIME)
    book.close()
    return path


@pytest.fixture
def at_head(heads_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the book."""
    return Path(shutil.copyfile(heads_file, tmp_path / "head.kam"))


@pytest.fixture
def beside(at_head: Path) -> Beside:
    """Opens the book as the process of somebody else would, who is a head or whose account it is."""
    return lambda who: Book.open(at_head, who=who, clock=Clock(TODAY))


def exception(app: Kamtui, key: int) -> ExceptionRow:
    return exceptions.one(app.book.conn, key)


def stands_on(app: Kamtui) -> str:
    """The line at the cursor, without its mark."""
    return line_with(app, "▌")[1:].strip()


async def test_what_waits_stands_first_with_its_proposal_and_what_was_said(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "X")
        text = screen_text(app)
        assert "EXCEPTIONS  3 to decide" in text
        assert stands_on(app).split() == ["decide", "Quiet", "AG", "18", "%", "discount", "chen.jing", "6d"]
        assert "proposed: 15 % and two years" in text
        assert "one week more" in line_with(app, "time")
        assert line_with(app, "at risk  Acme [Holdings] Ltd")
        # silent for 60 days of at most 45: red since Friday two weeks ago, which is ten working days
        row = line_with(app, "at risk  华为技术有限公司")
        assert "15d over max 45" in row
        assert row.endswith("li.wei      10 wd")
        await press(pilot, "c", *"why two?", "enter")
        assert stands_on(app).startswith("decide   Quiet AG")
        assert "11-20 li.wei: why two?" in screen_text(app)


async def test_one_key_approves_and_the_cursor_stands_on_the_next(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X", "a")
        assert (exception(app, 1).state, exception(app, 1).decided_by) == (State.APPROVED, "li.wei")
        assert "2 to decide" in screen_text(app)
        assert "Their Company" in stands_on(app)
        assert "Quiet AG: exception 1: 18 % discount is approved" in screen_text(app)
        await press(pilot, "u")
        assert exception(app, 1).state is State.WAITING
        assert "3 to decide" in screen_text(app)


async def test_a_refusal_and_a_change_ask_for_words_and_nothing_happens_without(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X", "r", "enter")
        assert "say why it is refused" in screen_text(app)
        await press(pilot, "e", "escape")
        assert exception(app, 1).state is State.WAITING
        await press(pilot, "r", *"no room", "enter")
        assert (exception(app, 1).state, exception(app, 1).answer) == (State.REFUSED, "no room")
        await press(pilot, "e", *"45 days", "enter")
        assert (exception(app, 2).state, exception(app, 2).answer) == (State.CHANGED, "45 days")


async def test_words_that_were_kept_for_a_refusal_are_no_decision_to_change(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X", "r", *"no room")
        page_of(app, Exceptions).bottom.cancel()
        await press(pilot, "e")
        assert "instead:" in screen_text(app)
        assert "instead: no room" not in screen_text(app)
        await press(pilot, "escape", "r")
        assert "refused, because: no room" in screen_text(app)


async def test_marked_ones_are_approved_together_after_a_question(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        # after the third the cursor stands on a red account
        await press(pilot, "X", "space", "space", "space", "a")
        assert "For 3 exceptions?" in screen_text(app)
        await press(pilot, "y", "enter")
        assert [exception(app, key).state for key in (1, 2, 3)] == [State.APPROVED] * 3
        await press(pilot, "u")
        assert [exception(app, key).state for key in (1, 2, 3)] == [State.WAITING] * 3


async def test_who_is_no_head_has_no_keys_to_decide_and_may_comment(sit: Sit, at_head: Path) -> None:
    app = sit(at_head, who="chen.jing")
    async with app.run_test() as pilot:
        await press(pilot, "X", "a")
        assert exception(app, 1).state is State.WAITING
        assert "approve" not in screen_text(app).splitlines()[-1]
        await press(pilot, "c", *"please", "enter")
        assert exceptions.comments(app.book.conn, [1])[1][0].text == "please"


async def test_the_keys_that_decide_are_there_only_where_something_is_to_be_decided(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "X")
        keys = screen_text(app).splitlines()[-1]
        assert "a approve  r refuse  e change  c comment" in keys
        # the third is about no account
        await press(pilot, "j", "j")
        assert "1-4 status" not in screen_text(app).splitlines()[-1]
        await press(pilot, "j")
        keys = screen_text(app).splitlines()[-1]
        assert "a approve" not in keys
        assert "1-4 status" in keys
        await press(pilot, "tab")
        assert "1-4 status" not in screen_text(app).splitlines()[-1]


async def test_on_a_red_account_the_usual_verbs_work(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X")
        page_of(app, Exceptions).stand_on(HUAWEI)
        await settle(pilot)
        assert "nothing was done about it" in screen_text(app)
        await press(pilot, "z", *"7 they move", "enter")
        page_of(app, Exceptions).stand_on(HUAWEI)
        await settle(pilot)
        assert "put off until 2026-11-27 by li.wei: they move" in screen_text(app)
        await press(pilot, "o", *"chen.jing", "enter")
        assert owners.in_force(app.book.conn, HUAWEI, TODAY) == "chen.jing"
        assert "chen.jing" in line_with(app, "at risk  华为")
        await press(pilot, "t", *"c back in touch", "enter")
        assert not line_with(app, "at risk  华为")


async def test_e_on_an_account_changes_its_field(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X", "j", "j", "j", "e", *"region", "enter", *"East", "enter")
        assert accounts.one(app.book.conn, ACME).region == "East"


async def test_enter_opens_the_account_and_back_stands_on_it(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X", "enter")
        assert page_of(app, AccountPage)
        await press(pilot, "right_square_bracket", "q")
        assert "Their Company" in stands_on(app)


async def test_a_handover_is_given_to_somebody_with_o(sit: Sit, at_head: Path, beside: Beside) -> None:
    book = beside("wang.fang")
    with book.write("user.edit") as tx:
        tx.update("user", 2, {"left_on": ago(1).isoformat()})
    book.close()
    app = sit(at_head)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "X", "G")
        assert stands_on(app).startswith("owner    Their Company")
        assert "chen.jing left on 2026-11-19" in screen_text(app)
        await press(pilot, "o", *"li.wei", "enter")
        assert owners.in_force(app.book.conn, THEIRS, TODAY) == "li.wei"
        assert not line_with(app, "owner    Their Company")


async def test_of_each_manager_five_reds_are_shown_and_the_rest_counted(
    sit: Sit, at_head: Path, beside: Beside
) -> None:
    book = beside("wang.fang")
    for number in range(7):
        key = add_account(book, f"Slipping {number}", owner="chen.jing").value.account_id
        set_status(book, key, Status.DECLINING, on=ago(10), reason="rival")
    book.close()
    app = sit(at_head)
    async with app.run_test(size=(80, 50)) as pilot:
        await press(pilot, "X")
        assert screen_text(app).count("at risk  Slipping") == 5
        assert line_with(app, "2 more").split() == ["red", "2", "more", "chen.jing"]


async def test_the_tier_proposals_are_one_line_that_opens_the_quarterly_review(sit: Sit, tmp_path: Path) -> None:
    quarter.build(tmp_path / "quarter.kam")
    app = sit(tmp_path / "quarter.kam")
    async with app.run_test(size=(80, 50)) as pilot:
        await press(pilot, "X")
        assert "5 tier proposals" in line_with(app, "tiers ")
        assert "chen.jing 1, li.wei 4" in line_with(app, "tiers ")
        await press(pilot, "G")
        await press_until(pilot, "k", lambda: stands_on(app).startswith("tiers"))
        await press(pilot, "enter")
        assert page_of(app, Proposals)


async def test_what_others_raise_appears_and_what_others_decide_leaves(sit: Sit, at_head: Path, beside: Beside) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X", "j")
        book = beside("chen.jing")
        raise_exception(book, "oldest of all", proposal="p", on=ago(9))
        book.close()
        app.catch_up()
        await settle(pilot)
        assert "4 to decide" in screen_text(app)
        assert "chen.jing" in screen_text(app).splitlines()[-2]
        # the cursor stays on what one was reading
        assert "Their Company" in stands_on(app)


async def test_a_change_elsewhere_is_read_when_one_comes_back(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "X", "R")
        await app.do(add_touch, HUAWEI, kind=TouchKind.CALL, on=TODAY)
        await press(pilot, "X")
        assert not line_with(app, "at risk  华为")


async def test_regularity_stands_by_login_with_shares_and_no_counts(sit: Sit, at_head: Path, beside: Beside) -> None:
    book = beside("li.wei")
    mark_done(book, ACME, on=ago(1))
    book.close()
    app = sit(at_head)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "X", "tab")
        text = screen_text(app)
        assert "REGULARITY  4 weeks up to today  by login, no ranking" in text
        rows = [line for line in text.splitlines() if "/20" in line]
        assert [row[3:].split()[0] for row in rows] == ["chen.jing", "li.wei"]
        assert "1/20" in rows[1]
        await press(pilot, "j")
        assert "a card was answered on 1 of 20 working days in 4 weeks" in screen_text(app)
        assert "1 of 2 key accounts were touched within the maximum" in screen_text(app)
        await press(pilot, "tab")
        assert "EXCEPTIONS" in screen_text(app)


async def test_one_is_raised_from_the_palette_on_the_chosen_account(sit: Sit, at_head: Path) -> None:
    app = sit(at_head)
    async with app.run_test() as pilot:
        await press(pilot, "A", "colon", *"raise an exc", "enter")
        await press(pilot, *"half price", "enter", "enter")
        assert "cannot be left out" in screen_text(app) or "what you would do" in screen_text(app)
        await press(pilot, *"a third", "enter", *"terms", "enter")
        found = exception(app, 4)
        assert (found.title, found.proposal, found.kind) == ("half price", "a third", Kind.TERMS)
        assert found.account_id is not None


async def test_in_a_large_book_it_is_read_while_the_page_is_there(
    sit: Sit, at_head: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appraisals, "MOST", 2)
    monkeypatch.setattr("kamtui.tui.screens.exceptions.LARGE", 2)
    app = sit(at_head)
    async with app.run_test(size=(80, 50)) as pilot:
        await press(pilot, "X")
        await app.workers.wait_for_complete()
        await settle(pilot)
        assert "3 to decide" in screen_text(app)
        assert "not counted in a book" in line_with(app, "tier proposals")


async def test_in_a_large_book_others_changes_are_counted_and_mine_are_read(
    sit: Sit, at_head: Path, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kamtui.tui.screens.exceptions.LARGE", 2)
    app = sit(at_head)
    async with app.run_test(size=(80, 50)) as pilot:
        await press(pilot, "X")
        await app.workers.wait_for_complete()
        book = beside("wang.fang")
        add_touch(book, HUAWEI, kind=TouchKind.CALL, on=TODAY)
        book.close()
        app.catch_up()
        await settle(pilot)
        assert line_with(app, "at risk  华为")
        assert "↻ 1" in screen_text(app)
        await press(pilot, "ctrl+l")
        await app.workers.wait_for_complete()
        await settle(pilot)
        assert not line_with(app, "at risk  华为")
        assert "↻" not in screen_text(app)


async def test_a_book_that_may_not_be_written_shows_it_without_the_keys(sit: Sit, at_head: Path) -> None:
    app = sit(at_head, readonly=True)
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "X", "a")
        assert exception(app, 1).state is State.WAITING
        assert "approve" not in screen_text(app).splitlines()[-1]


async def test_an_empty_desk_says_that_nothing_needs_a_head(sit: Sit, empty_file: Path, tmp_path: Path) -> None:
    app = sit(Path(shutil.copyfile(empty_file, tmp_path / "empty.kam")))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "X")
        assert "nothing needs a head" in screen_text(app)
        assert "nothing to decide" in screen_text(app)
        await press(pilot, "a", "j", "enter", "tab", "enter", "tab")
        assert page_of(app, Exceptions)
