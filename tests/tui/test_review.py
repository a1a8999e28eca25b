"""The review, from the keyboard: what is on the list, what each key does to the book, what is said about it."""

from __future__ import annotations

import datetime as dt
import re
import threading
from pathlib import Path

import pytest
from textual import events

from kamtui.clock import Clock
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.exceptions import raise_exception
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.ops.tiers import set_tier
from kamtui.render.text import width
from kamtui.store import accounts, appraisals, statuses, tasks, touches
from kamtui.store.book import Book
from kamtui.tui.app import Kamtui
from kamtui.tui.pages import PAGES, START
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.tier import TierPage
from tests.conftest import TODAY
from tests.tui.conftest import PROFILE, Sit
from tests.tui.desk import ACME, HUAWEI, QUIET, SIEMENS, ago
from tests.tui.seen import line_with, page_of, press, screen_text, settle

FRIDAY = dt.date(2026, 11, 27)


async def test_it_shows_who_waits_worst_first_and_why(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        lines = screen_text(app).splitlines()
        assert "REVIEW" in lines[0]
        assert "0/4 done" in lines[0]
        assert lines[2].startswith("▌! key")
        assert lines[2].endswith("+7")
        assert "华为技术有限公司" in lines[3]
        assert "Quiet AG" in lines[4]
        assert "Siemens AG" in lines[5]
        assert "never touched" in lines[5]
        assert all(width(line) <= 80 for line in lines)


async def test_what_the_ranking_of_the_book_says_comes_after_the_first_paint_and_moves_no_cursor(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_rank, ranking = threading.Event(), appraisals.ranking
    monkeypatch.setattr(appraisals, "ranking", lambda *asked: may_rank.wait(10) and ranking(*asked))
    app = sit()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("j", "d")
        assert "Quiet AG" not in screen_text(app)
        may_rank.set()
        await settle(pilot)
        assert line_with(app, "Siemens AG").startswith("▌")
        assert "key by relationship" in line_with(app, "Quiet AG")
        assert "✓ regular     华为" in screen_text(app)
        assert "1/4 done" in screen_text(app)


async def test_what_was_decided_about_a_tier_is_not_ranked_again_until_the_list_is_read_again(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "j")
        assert "key by relationship" in line_with(app, "Quiet AG")
        set_tier(app.book, QUIET, Tier.REGULAR, on=TODAY, reason="quiet")
        app.catch_up()
        await settle(pilot)
        assert "taken care of" in line_with(app, "Quiet AG")


async def test_the_card_says_what_to_do_and_with_which_key(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "j")
        card = screen_text(app).split("─" * 80)[1]
        assert re.search(r"! 15d over max 45, silent 60d +t log a touch", card)
        await press(pilot, "k")
        card = screen_text(app).split("─" * 80)[1]
        assert re.search(r"people active in 90d, 3 needed +w see who there is", card)
        assert re.search(r"1-4 rate it anew", card)


async def test_what_waits_for_a_decision_names_the_page_where_it_falls(sit: Sit, at_desk: Path) -> None:
    book = Book.open(at_desk, who="li.wei", clock=Clock(ago(4)))
    raise_exception(book, "90 days of payment", proposal="30 days", on=ago(4), account_id=ACME)
    book.close()
    app = sit()
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        assert "X see exceptions" in line_with(app, "90 days of payment")
        await press(pilot, "X")
        assert "EXCEPTIONS" in screen_text(app)


async def test_a_key_that_was_moved_shows_in_the_card(at_desk: Path) -> None:
    book = Book.open(at_desk, who="li.wei", clock=Clock(TODAY))
    keys = {"touch.log": "v"}
    app = Kamtui(book, PROFILE, pages=PAGES, start=START, seen=0, now=book.clock.now, keys=keys)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "j")
        assert "v log a touch" in screen_text(app)
    book.close()


async def test_t_logs_a_call_with_a_person_and_a_next_step(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "t", *"c @李娜 价格已确认 >fri 发合同", "enter")
        conn = app.book.conn
        touch = touches.one(conn, touches.ids(conn, account=ACME)[0])
        assert (touch.kind, touch.on, touch.summary) == (Kind.CALL, TODAY, "价格已确认")
        assert [person.name for person in touch.people] == ["李娜"]
        (task,) = tasks.rows(conn, tasks.ids(conn, account=ACME))
        assert (task.title, task.due_on) == ("发合同", FRIDAY)
        assert "next due" in line_with(app, "✓ call with 李娜")
        # the touch is done, but Acme still hangs on one person: that is for d to say
        assert "0/4 done" in screen_text(app)
        assert "hangs on one" in line_with(app, "Acme [Hold")


async def test_what_the_touch_line_is_read_as_is_shown_while_it_is_typed(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "t")
        assert "c call" in screen_text(app)
        await press(pilot, *"v @chen >fri offer ~2 2h")
        echo = screen_text(app).splitlines()[-3]
        for part in ("visit", "Chen Li", "2h", "Fri 11-27 offer", "→ solid"):
            assert part in echo
        await press(pilot, "escape")
        assert len(touches.ids(app.book.conn, account=ACME)) == 1


async def test_an_empty_touch_line_logs_nothing(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "t", "enter")
        assert len(touches.ids(app.book.conn, account=ACME)) == 1


async def test_a_name_nobody_has_is_offered_as_a_new_contact(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "t", *"c @NewPerson hello", "enter")
        assert "NewPerson: nobody is called that here" in screen_text(app)
        await press(pilot, "y", "enter")
        conn = app.book.conn
        touch = touches.one(conn, touches.ids(conn, account=ACME)[0])
        assert [person.name for person in touch.people] == ["NewPerson"]


async def test_a_digit_and_enter_set_the_status(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "4", "enter")
        assert statuses.history(app.book.conn, ACME)[-1].status is Status.DECLINING
        assert "solid → declining" in line_with(app, "✓")
        assert "▼ declining" in line_with(app, "▌!")


async def test_a_status_may_get_a_reason_and_0_takes_it_back(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "3", *"rival called", "enter")
        assert statuses.history(app.book.conn, ACME)[-1].reason == "rival called"
        await press(pilot, "0", "enter")
        assert accounts.row(app.book.conn, ACME).status is None


async def test_pressing_a_status_twice_is_harmless(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "4", "enter", "4", "enter")
        assert len(statuses.history(app.book.conn, ACME)) == 2
        assert "declining already" in screen_text(app)


async def test_d_checks_the_card_and_goes_on(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "d")
        assert line_with(app, "Acme").startswith(" ✓ key")
        assert line_with(app, "华为").startswith("▌")
        assert "1/4 done" in screen_text(app)
        assert "reviewed" in line_with(app, "next: 华为技术有限公司 15d")


async def test_d_typed_ahead_is_for_the_next_card_each_time(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "d", "d", "d")
        assert "3/4 done" in screen_text(app)
        assert line_with(app, "Siemens").startswith("▌")


async def test_when_all_is_done_the_day_is_summed_up(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "t", *"c hello >fri offer", "enter", "4", "enter", "d", "d", "z", "7", "enter", "d")
        lines = screen_text(app).splitlines()
        assert "all 4 done" in lines[0]
        assert "3 reviewed · 1 put off" in line_with(app, "cards")
        assert "15m in all · key 15m 100 % (60)" in line_with(app, "time")
        assert "1 call" in line_with(app, "touches")
        assert "1 · Acme [Holdings] Ltd solid → declining" in line_with(app, "statuses")
        assert "1 · 11-27 offer" in line_with(app, "next steps")
        assert "no card" in line_with(app, "left")
        await press(pilot, "u")
        assert "back: Siemens AG never touched" in screen_text(app)
        assert line_with(app, "Siemens AG").startswith("▌ ")
        assert not line_with(app, "cards ")


async def test_the_palette_sums_up_the_day_at_any_time(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "d", "A", "colon", *"summary of", "enter")
        assert "1 reviewed" in line_with(app, "cards")
        await press(pilot, "k")
        assert not line_with(app, "cards ")


async def test_an_undo_brings_a_card_back_that_had_left_the_list(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "j", "d")
        await press(pilot, "r")
        assert "0/3 done" in screen_text(app)
        await press(pilot, "u")
        assert line_with(app, "华为").startswith("▌!")
        assert "0/4 done" in screen_text(app)


async def test_a_card_that_was_settled_and_has_news_is_new(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "j", "d")
        add_task(app.book, "send the offer", account_id=HUAWEI, due_on=TODAY)
        app.catch_up()
        await settle(pilot)
        assert "new 15d over max" in line_with(app, "华为")
        await press(pilot, "k")
        assert "new since you settled it" in screen_text(app)


async def test_a_card_opens_where_its_first_reason_is_answered(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        add_task(app.book, "send the offer", account_id=SIEMENS, due_on=TODAY)
        await press(pilot, "r", "enter")
        assert page_of(app, AccountPage).tab == "timeline"
        await press(pilot, "q", "j", "enter")
        assert page_of(app, AccountPage).tab == "timeline"
        await press(pilot, "q", "j", "enter")
        assert page_of(app, TierPage).account == QUIET
        await press(pilot, "q", "j", "enter")
        assert (page_of(app, AccountPage).account, page_of(app, AccountPage).tab) == (SIEMENS, "tasks")


async def test_d_goes_on_to_the_next_card_also_inside_the_account(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "j", "j")
        await press(pilot, "d")
        await press(pilot, "g", "enter")
        assert "of 2 people active" in screen_text(app).splitlines()[-2]
        await press(pilot, "d")
        assert page_of(app, AccountPage).account == HUAWEI
        assert "Acme [Holdings] Ltd: reviewed" in screen_text(app)
        assert "next: 华为技术" in screen_text(app)
        await press(pilot, "right_square_bracket")
        assert page_of(app, AccountPage).account == QUIET
        assert "done" in screen_text(app).splitlines()[-2]
        await press(pilot, "left_square_bracket", "d")
        assert page_of(app, AccountPage).account == SIEMENS
        await press(pilot, "d")
        assert "all 4 done" in screen_text(app)
        assert "4 reviewed" in line_with(app, "cards")


@pytest.mark.parametrize(
    ("keys", "until"),
    [
        ("1", TODAY + dt.timedelta(days=1)),
        ("3", TODAY + dt.timedelta(days=3)),
        ("7", TODAY + dt.timedelta(days=7)),
        ("fri", FRIDAY),
        ("waits for the budget", TODAY + dt.timedelta(days=7)),
    ],
)
async def test_z_puts_a_card_off_and_it_leaves_when_the_list_is_read_again(sit: Sit, keys: str, until: dt.date) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "z", *keys, "enter")
        assert f"put off until {until}" in screen_text(app)
        assert "Acme" in screen_text(app)
        await press(pilot, "r")
        assert not any("Acme" in line for line in screen_text(app).splitlines()[2:6])


async def test_n_promises_a_next_step(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "n", *"fri send the offer", "enter")
        (task,) = tasks.rows(app.book.conn, tasks.ids(app.book.conn, account=ACME))
        assert (task.title, task.due_on, task.owner) == ("send the offer", FRIDAY, "li.wei")
        assert "Fri 11-27" in line_with(app, "✓")


async def test_a_next_step_takes_the_reason_it_answers_in_hand(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        set_status(app.book, HUAWEI, Status.DEFENDING, on=ago(3))
        app.catch_up()
        await press(pilot, "j", "n", *"fri call them back", "enter")
        (task,) = tasks.rows(app.book.conn, tasks.ids(app.book.conn, account=HUAWEI))
        assert task.signal == "SIG-08"
        assert "in hand: defending for 3d, due Fri 11-27" in screen_text(app)


async def test_a_card_that_is_all_in_hand_is_answered(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        set_status(app.book, HUAWEI, Status.DEFENDING, on=ago(3))
        app.catch_up()
        await press(pilot, "j", "t", *"c spoke", "enter", "n", *"fri call again", "enter")
        assert "✓ regular     华为" in screen_text(app)
        assert "in hand, due Fri 11-27" in line_with(app, "华为")


async def test_u_undoes_my_last_change_and_ctrl_r_does_it_again(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "4", "enter", "u")
        assert accounts.row(app.book.conn, ACME).status is Status.SOLID
        assert "ctrl+r redo" in screen_text(app)
        await press(pilot, "ctrl+r")
        assert accounts.row(app.book.conn, ACME).status is Status.DECLINING


async def test_a_full_stop_repeats_the_last_verb_on_the_next_account(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "2", *"good", "enter", "j", "full_stop")
        assert statuses.history(app.book.conn, HUAWEI)[-1].reason == "good"


async def test_marked_accounts_are_changed_together_after_a_question(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "space", "space", "1", "enter")
        assert "For 2 accounts?" in screen_text(app)
        await press(pilot, "y", "enter")
        conn = app.book.conn
        assert {accounts.row(conn, key).status for key in (ACME, HUAWEI)} == {Status.DEVELOPING}
        assert accounts.row(conn, SIEMENS).status is None
        await press(pilot, "u")
        assert accounts.row(conn, HUAWEI).status is None


async def test_escape_gives_up_line_then_marks_and_q_leaves_at_the_root(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "space", "t", "escape")
        assert "▸" in screen_text(app)
        await press(pilot, "escape")
        assert "▸" not in screen_text(app)
        await press(pilot, "escape")
        assert app.is_running
        await press(pilot, "q")
    assert app.return_code == 0


async def test_full_width_keys_of_an_input_method_work(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        app.post_message(events.Key("fullwidth_digit_four", "４"))
        await press(pilot, "enter")
        assert accounts.row(app.book.conn, ACME).status is Status.DECLINING
        app.post_message(events.Key("fullwidth_question_mark", "？"))
        await settle(pilot)
        assert "KEYS" in screen_text(app)


async def test_function_keys_stand_in_for_letters(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f2", *"declining", "enter", "enter")
        assert accounts.row(app.book.conn, ACME).status is Status.DECLINING
        await press(pilot, "f8")
        assert "1/4 done" in screen_text(app)
        await press(pilot, "f4")
        assert "t›" in screen_text(app)
        await press(pilot, "escape", "f1")
        assert "KEYS" in screen_text(app)


async def test_somebody_without_accounts_reviews_everybodys(at_desk: Path, sit: Sit) -> None:
    app = sit(who="zhao.min")
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "0/4 done" in screen_text(app)


async def test_a_wide_terminal_shows_the_preview_beside_the_list(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(140, 45)) as pilot:
        await settle(pilot)
        assert "│ Acme [Holdings] Ltd  #1" in screen_text(app)
        assert "采购总监" in screen_text(app)


async def test_a_filter_narrows_the_cards_and_escape_brings_them_back(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"hw", "enter")
        assert line_with(app, "华为")
        assert not line_with(app, "Acme")
        assert "hw" in screen_text(app).splitlines()[0]
        await press(pilot, "escape")
        assert line_with(app, "华为")
        assert line_with(app, "Acme")


async def test_past_midnight_the_list_is_that_of_the_new_day(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "d")
        assert "1/4 done" in screen_text(app)
        app.book.clock = Clock(TODAY + dt.timedelta(days=1))
        app._tick()
        await settle(pilot)
        assert "0/4 done" in screen_text(app)
        assert "61d" in screen_text(app).splitlines()[2]
