"""The plan of an account on one screen: read, confirmed by one key a section, written, and its goals kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kamtui import i18n
from kamtui.clock import Clock
from kamtui.domain.goals import Course, GoalKind, GoalState, Metric
from kamtui.domain.plans import EXTRA_HEADINGS, Plan
from kamtui.domain.plansections import COMPANY, SECTIONS, Part
from kamtui.domain.profiles import Source
from kamtui.ops.goals import add_goal, measure_goal
from kamtui.ops.plans import start_plan, write_plan
from kamtui.ops.rivals import note_rival
from kamtui.ops.tasks import add_task
from kamtui.store import plans, rivals, tasks
from kamtui.store.book import Book
from kamtui.tui import planrows
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.plan import PlanPage
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI, ago
from tests.tui.seen import line_with, page_of, press, screen_text

WRITTEN = [section.key for section in SECTIONS[:16]]
STOCK = "西部联合库存"
LONG_AGO = 100


@pytest.fixture
def planned(at_desk: Path) -> Path:
    """The desk, with a plan of Acme of 16 sections that nobody looked at for 100 days, two goals and a competitor."""
    book = Book.open(at_desk, who="li.wei", clock=Clock(ago(LONG_AGO)))
    plan = start_plan(book, ACME).value.plan_id
    write_plan(book, plan, {key: f"what {key} says\n第二行" for key in WRITTEN})
    goal = add_goal(book, plan, STOCK, target=400_000, unit="%", due_on=dt.date(2026, 12, 15)).value.goal_id
    measure_goal(book, goal, 0)
    add_task(book, "choose the forwarder", due_on=ago(1), goal_id=goal)
    add_goal(book, plan, "Frame contract", target=10_000)
    note_rival(book, ACME, "Rivaltech", {"share": 30.0, "move": "offered a frame"})
    book.close()
    return at_desk


def plan_of(app: Kamtui, account: int | None = ACME) -> Plan:
    found = plans.plan(app.book.conn, account, TODAY)
    assert found is not None
    return found


def stand_on(app: Kamtui, text: str) -> None:
    """Stand on the first row that says a text."""
    page = page_of(app, PlanPage)
    assert page.shown.select(next(row.id for row in page.everything if text in repr(row.thing)))


async def open_plan(app: Kamtui, pilot: Pilot[Any], account: int = ACME) -> None:
    await press(pilot, "A")
    page_of(app, Accounts).shown.select(account)
    await press(pilot, "v")


async def test_where_there_is_no_plan_one_key_starts_it_with_what_last_years_said(sit: Sit, at_desk: Path) -> None:
    earlier = Book.open(at_desk, who="li.wei", clock=Clock(dt.date(2025, 10, 1)))
    write_plan(earlier, start_plan(earlier, HUAWEI).value.plan_id, {"who": "深圳的客户"})
    earlier.close()
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot, HUAWEI)
        assert "no plan for FY2026 yet; a starts it from FY2025" in screen_text(app)
        await press(pilot, "a")
        assert plan_of(app, HUAWEI).entries["who"].on == dt.date(2025, 10, 1)
        assert "415d" in line_with(app, "深圳的客户")
        await press(pilot, "u")
        assert "no plan for FY2026 yet" in screen_text(app)


async def test_a_plan_of_sixteen_sections_is_said_to_be_still_true_in_twenty_keys(sit: Sit, planned: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        assert "100d" in line_with(app, "who they are")
        # 16 sections, the competitor, and the goal that is measured by hand
        await press(pilot, *"d" * 18)
        assert {entry.on for entry in plan_of(app).entries.values()} == {TODAY}
        assert len(plan_of(app).entries) == len(WRITTEN)
        assert rivals.at_account(app.book.conn, ACME, TODAY)[0].on == TODAY
        assert "all of today: a notes what came of it" in screen_text(app)
        assert "reviews of the plan" in line_with(app, "▌")
        await press(pilot, "a", *"走了一遍", "enter")
        assert [(review.on, review.text) for review in plan_of(app).reviews] == [(TODAY, "走了一遍")]


async def test_all_that_is_marked_is_confirmed_at_once_but_no_action_is_closed(sit: Sit, planned: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await open_plan(app, pilot)
        await press(pilot, "V", "d")
        assert "18 things still true? y/n" in screen_text(app)
        await press(pilot, "y", "enter")
        assert {entry.on for entry in plan_of(app).entries.values()} == {TODAY}
        assert [step.state for goal in plan_of(app).goals for step in goal.steps] == ["open"]
        await press(pilot, "u")
        assert {entry.on for entry in plan_of(app).entries.values()} == {ago(LONG_AGO)}
        assert rivals.at_account(app.book.conn, ACME, TODAY)[0].on == ago(LONG_AGO)


async def test_e_writes_a_section_with_its_source_and_keeps_its_lines(sit: Sit, planned: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await press(pilot, "e")
        assert "what who says ;; 第二行" in screen_text(app)
        assert "Who is the customer?" in screen_text(app)
        await press(pilot, *" ;; third", "enter", *"客户", "enter")
        entry = plan_of(app).entries["who"]
        assert (entry.text, entry.source, entry.on) == ("what who says\n第二行\nthird", "customer", TODAY)
        assert "written: who they are" in screen_text(app)
        await press(pilot, "u")
        assert plan_of(app).entries["who"].on == ago(LONG_AGO)


async def test_a_section_that_a_colleague_wrote_meanwhile_is_shown_before_it_is_overwritten(
    sit: Sit, planned: Path, opened: Callable[[str], Book]
) -> None:
    app = sit()
    async with app.run_test(size=(120, 30)) as pilot:
        await open_plan(app, pilot)
        await press(pilot, "e", *" mine")
        write_plan(opened("chen.jing"), plan_of(app).id, {"who": "theirs"})
        await press(pilot, "enter", "enter")
        assert "chen.jing" in screen_text(app)
        assert "theirs" in screen_text(app)
        await press(pilot, "escape")
        assert plan_of(app).entries["who"].text == "theirs"
        await press(pilot, "e", *" and mine", "enter", "enter")
        assert plan_of(app).entries["who"].text == "theirs and mine"


async def test_a_line_that_was_left_is_there_again(sit: Sit, planned: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await open_plan(app, pilot)
        await press(pilot, "e", *" half", "enter", "escape")
        assert "the line is kept" in screen_text(app)
        await press(pilot, "e")
        assert "第二行 half" in screen_text(app)


async def test_what_a_colleague_writes_is_shown_and_the_cursor_stays(
    sit: Sit, planned: Path, opened: Callable[[str], Book]
) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await open_plan(app, pilot)
        await press(pilot, "j", "j")
        write_plan(opened("chen.jing"), plan_of(app).id, {"who": "新的采购总监"})
        app.catch_up()
        await press(pilot)
        assert "新的采购总监" in line_with(app, "who they are")
        assert "how they are managed" in line_with(app, "▌")
        assert "↻ 1" in screen_text(app)


async def test_goals_are_set_measured_served_by_actions_and_settled(sit: Sit, planned: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        stand_on(app, STOCK)
        await press(pilot, "e", *"22", "enter")
        goal = next(goal for goal in plan_of(app).goals if goal.title == STOCK)
        assert goal.actual is not None
        assert goal.actual.value == 220_000
        assert "55%" in line_with(app, STOCK)
        await press(pilot, "n", *"no day", "enter")
        assert "an action needs a day" in screen_text(app)
        await press(pilot, "n", "ctrl+u", *"2026-11-27 寄图纸", "enter")
        assert [step.title for step in plan_of(app).goals[0].steps] == ["choose the forwarder", "寄图纸"]
        page_of(app, PlanPage).shown.action_move(1)
        await press(pilot, "enter", *"DHL", "enter")
        step = plan_of(app).goals[0].steps[0]
        assert (step.state, tasks.one(app.book.conn, step.task_id).result) == ("done", "DHL")
        stand_on(app, "Frame contract")
        await press(pilot, "x", *"reached", "enter")
        assert plan_of(app).goals[1].state is GoalState.REACHED


async def test_a_goal_is_added_with_its_measure_and_target(sit: Sit, planned: Path) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await open_plan(app, pilot)
        stand_on(app, "goals and actions")
        await press(pilot, "a", *"两个工厂的年收入", "enter", *"revenue", "enter", "enter", *"12M", "enter", "enter")
        goal = plan_of(app).goals[-1]
        assert (goal.title, goal.kind, goal.target, goal.unit) == ("两个工厂的年收入", "revenue", 12 * 10**10, "CNY")
        assert "on track" in line_with(app, "goals and actions") or "off track" in line_with(app, "goals and actions")


async def test_a_wide_screen_shows_the_whole_plan_and_all_of_the_row_beside_it(sit: Sit, planned: Path) -> None:
    app = sit(language="zh")
    async with app.run_test(size=(140, 45)) as pilot:
        await open_plan(app, pilot)
        text = screen_text(app)
        assert text.count("what who says") == 2
        assert STOCK in text
        assert "Rivaltech" in text
        assert all(line.count("│") for line in text.splitlines()[5:40])
        await press(pilot, "right_square_bracket")
        assert page_of(app, PlanPage).account != ACME


async def test_the_plan_of_the_company_has_its_own_sections_and_no_account(sit: Sit, at_desk: Path) -> None:
    app = sit()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"company plan", "enter")
        assert "COMPANY PLAN" in screen_text(app)
        await press(pilot, "a")
        await press(pilot, "e", *"Lines that never stop", "enter", "enter")
        assert plan_of(app, None).entries["mission"].text == "Lines that never stop"
        await press(pilot, "t", "1", "b")
        assert "COMPANY PLAN" in screen_text(app)
        assert "touch" not in line_with(app, "? help")


async def test_where_nothing_may_be_written_the_verbs_are_absent(sit: Sit, planned: Path) -> None:
    app = sit(readonly=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await press(pilot, "d", "e", "a", "x")
        assert plan_of(app).entries["who"].on == ago(LONG_AGO)
        assert "still true" not in line_with(app, "? help")


def test_every_word_of_a_plan_can_be_said_in_chinese() -> None:
    asked = [text for section in (*SECTIONS, *COMPANY) for text in (section.heading, section.question)]
    words = [
        *Part,
        *GoalKind,
        *Metric,
        *(word.replace("_", " ") for word in Course),
        *GoalState,
        *Source,
        *EXTRA_HEADINGS.values(),
    ]
    assert not {*asked, *map(str, words), planrows.GOALS, planrows.REVIEWS} - i18n.catalog("zh").keys()
