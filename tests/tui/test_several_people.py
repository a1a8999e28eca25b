"""Others write while the app is open: what is shown, what is kept, who wins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kamtui.domain.contacts import Level
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import assign_account, edit_account
from kamtui.ops.contacts import edit_contact
from kamtui.ops.history import undo
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, edit_task
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch, edit_touch
from kamtui.store import accounts, anchor, backups, contacts, statuses, tasks, touches
from kamtui.store.book import Book
from kamtui.tui.screens.accounts import Accounts
from kamtui.tui.screens.log import Log
from kamtui.tui.screens.review import Review
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME, HUAWEI
from tests.tui.seen import line_with, page_of, press, screen_text, settle

Opened = Callable[[str], Book]


async def test_a_change_by_another_process_appears_and_says_who(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        page_of(app, Review).stand_on(HUAWEI)
        set_status(opened("chen.jing"), HUAWEI, Status.DECLINING, on=TODAY, reason="lost the tender")
        app._tick()
        await settle(pilot)
        assert "▼ declining" in line_with(app, "▌")
        assert "华为" in line_with(app, "▌")
        assert "↻ 1" in screen_text(app).splitlines()[0]
        assert "chen.jing: 华为技术有限公司: status → declining" in screen_text(app)
        await press(pilot, "r")
        assert "↻" not in screen_text(app)


async def test_what_is_being_typed_stays(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "t", *"c half a sen")
        set_status(opened("chen.jing"), ACME, Status.DECLINING, on=TODAY)
        app._tick()
        await settle(pilot)
        assert "▼ declining" in line_with(app, "Acme")
        assert "t› c half a sen" in screen_text(app)
        assert "chen.jing" in screen_text(app)
        await press(pilot, *"tence", "enter")
        assert touches.one(app.book.conn, max(touches.ids(app.book.conn))).summary == "half a sentence"


async def test_my_own_changes_are_no_news(sit: Sit) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4", "enter")
        app._tick()
        await settle(pilot)
        assert "↻" not in screen_text(app)


async def test_undo_refuses_over_somebody_elses_change_and_says_who(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "e", *"city", "enter", *"Berlin", "enter")
        edit_account(opened("chen.jing"), ACME, {"city": "Bonn"})
        await press(pilot, "u")
        assert accounts.one(app.book.conn, ACME).city == "Bonn"
        assert "chen.jing" in line_with(app, "cannot be undone")


async def test_a_conflicting_edit_shows_both_values_and_enter_overwrites(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "e", *"city", "enter", *"Berlin")
        edit_account(opened("chen.jing"), ACME, {"city": "Bonn"})
        await press(pilot, "enter")
        assert accounts.one(app.book.conn, ACME).city == "Bonn"
        assert "chen.jing set it to 'Bonn'" in screen_text(app)
        assert line_with(app, "Esc keeps theirs:").endswith("Berlin")
        await press(pilot, "enter")
        assert accounts.one(app.book.conn, ACME).city == "Berlin"


async def test_escape_keeps_the_other_value(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "e", *"city", "enter", *"Berlin")
        edit_account(opened("chen.jing"), ACME, {"city": "Bonn"})
        await press(pilot, "enter", "escape")
        assert accounts.one(app.book.conn, ACME).city == "Bonn"
        assert "kept as it was" in screen_text(app)


async def test_who_may_only_read_has_no_verbs(sit: Sit) -> None:
    app = sit(readonly=True)
    async with app.run_test() as pilot:
        await press(pilot, "4")
        assert "because" not in screen_text(app)
        await press(pilot, "t")
        assert "t›" not in screen_text(app)
        bar = screen_text(app).splitlines()[-1]
        assert "touch" not in bar
        assert "undo" not in bar
        await press(pilot, "A", "a")
        assert "new account" not in screen_text(app)
        await press(pilot, "colon", *"add an account")
        assert "nothing is called that" in screen_text(app)
        assert len(statuses.history(app.book.conn, ACME)) == 1


async def test_a_status_set_meanwhile_is_shown_and_enter_overwrites(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4", *"lost the tender")
        set_status(opened("chen.jing"), ACME, Status.DEFENDING, on=TODAY, reason="they asked for a price")
        await press(pilot, "enter")
        assert statuses.in_force(app.book.conn, ACME, TODAY)[0] is Status.DEFENDING
        assert "chen.jing set it to 'defending'" in screen_text(app)
        assert "you saw 'solid'" in screen_text(app)
        assert line_with(app, "declining all the same").endswith("lost the tender")
        await press(pilot, "enter")
        last = statuses.history(app.book.conn, ACME)[-1]
        assert (last.status, last.before, last.reason) == (Status.DECLINING, Status.DEFENDING, "lost the tender")
        await press(pilot, "4")
        assert line_with(app, "because").endswith("(Enter: no reason):")


async def test_escape_keeps_the_status_that_the_other_set(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4", *"lost")
        set_status(opened("chen.jing"), ACME, Status.DEFENDING, on=TODAY)
        await press(pilot, "enter", "escape")
        assert statuses.in_force(app.book.conn, ACME, TODAY)[0] is Status.DEFENDING
        assert "kept as it was" in screen_text(app)
        await press(pilot, "4")
        assert line_with(app, "because").endswith("(Enter: no reason):")


async def test_a_third_change_while_one_chooses_is_seen_too(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4")
        other = opened("chen.jing")
        set_status(other, ACME, Status.DEFENDING, on=TODAY)
        await press(pilot, "enter")
        set_status(other, ACME, Status.DEVELOPING, on=TODAY)
        await press(pilot, "enter")
        assert "chen.jing set it to 'developing'" in screen_text(app)
        await press(pilot, "enter")
        assert statuses.in_force(app.book.conn, ACME, TODAY)[0] is Status.DECLINING


async def test_whoever_sees_it_alike_meets_no_conflict(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4", *"lost")
        set_status(opened("chen.jing"), ACME, Status.DECLINING, on=TODAY)
        await press(pilot, "enter")
        assert [each.reason for each in statuses.history(app.book.conn, ACME)][-2:] == ["", "lost"]


async def test_an_undo_by_somebody_else_is_a_conflict_as_well(sit: Sit, opened: Opened) -> None:
    other = opened("chen.jing")
    set_status(other, ACME, Status.DEFENDING, on=TODAY)
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "4")
        undo(other)
        await press(pilot, "enter")
        assert "chen.jing set it to 'solid'" in screen_text(app)


async def test_one_conflict_stops_the_whole_batch_until_one_has_chosen(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "space", "space", "4")
        set_status(opened("chen.jing"), ACME, Status.DEFENDING, on=TODAY)
        await press(pilot, "enter", "y", "enter")
        conn = app.book.conn
        assert "Acme [Holdings] Ltd: chen.jing set it to 'defending'" in screen_text(app)
        assert Status.DECLINING not in [row.status for row in accounts.rows(conn, range(1, 6))]
        await press(pilot, "enter", "y", "enter")
        assert [row.status for row in accounts.rows(conn, range(1, 6))].count(Status.DECLINING) == 2


async def test_an_owner_and_a_tier_given_meanwhile_are_not_overwritten_unseen(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        other = opened("chen.jing")
        await press(pilot, "A", "o", *"wang")
        assign_account(other, ACME, "chen.jing", on=TODAY)
        await press(pilot, "backspace", "backspace", "backspace", "backspace", *"li.wei", "enter")
        assert accounts.row(app.book.conn, ACME).owner == "chen.jing"
        assert "chen.jing gave it to chen.jing" in screen_text(app)
        await press(pilot, "y", "enter")
        assert accounts.row(app.book.conn, ACME).owner == "li.wei"
        await press(pilot, "m", "m", *"prospect", "enter")
        set_tier(other, ACME, Tier.REGULAR, on=TODAY, reason="fewer orders")
        await press(pilot, "enter")
        assert "chen.jing set it to 'regular'" in screen_text(app)
        await press(pilot, "escape")
        assert accounts.row(app.book.conn, ACME).tier is Tier.REGULAR


async def test_a_touch_corrected_by_two_shows_both_texts(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "L")
        touch = page_of(app, Log).shown.cursor
        assert touch is not None
        await press(pilot, "e", "ctrl+u", *"mine")
        edit_touch(opened("chen.jing"), touch, {"summary": "theirs", "kind": Kind.MEETING})
        await press(pilot, "enter")
        assert "chen.jing set it to 'theirs'" in screen_text(app)
        assert line_with(app, "Esc keeps theirs:").endswith("mine")
        await press(pilot, *" and theirs", "enter")
        assert touches.one(app.book.conn, touch).summary == "mine and theirs"
        assert touches.one(app.book.conn, touch).kind is Kind.MEETING


async def test_a_person_changed_by_two_in_different_fields_has_both(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        (person,) = [each for each in contacts.positions(app.book.conn, ACME, on=TODAY) if each.contact == "李娜"]
        await press(pilot, "colon", *"change a person", "enter", *"李娜", "enter", *"title", "enter")
        assert "now: 采购总监" in screen_text(app)
        other = opened("chen.jing")
        edit_contact(other, person.contact_id, {"level": Level.MID}, account_id=ACME)
        await press(pilot, *"CEO", "enter")
        place = contacts.position(app.book.conn, person.id)
        assert (place.title, place.level) == ("CEO", Level.MID)
        await press(pilot, "colon", *"change a person", "enter", *"李娜", "enter", *"title", "enter", *"COO")
        edit_contact(other, person.contact_id, {"title": "Chairman"}, account_id=ACME)
        await press(pilot, "enter")
        assert "chen.jing set it to 'Chairman'" in screen_text(app)
        await press(pilot, "enter")
        assert contacts.position(app.book.conn, person.id).title == "COO"


async def test_a_task_moved_by_two_asks_whose_day_it_is(sit: Sit, opened: Opened) -> None:
    other = opened("chen.jing")
    task = add_task(other, "send it", account_id=ACME, due_on=TODAY).value.task_id
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "colon", *"change a follow", "enter", *str(task), "enter", "enter", *"2026-12-01")
        edit_task(other, task, {"due_on": "2026-11-30"})
        await press(pilot, "enter", "enter", "enter")
        assert "chen.jing set it to '2026-11-30'" in screen_text(app)
        await press(pilot, "end", "backspace", "2", "enter")
        assert tasks.one(app.book.conn, task).due_on == TODAY.replace(month=12, day=2)


async def test_the_page_of_an_account_says_who_changed_it(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "enter")
        add_touch(opened("chen.jing"), ACME, kind=Kind.CALL, summary="price agreed")
        app._tick()
        await settle(pilot)
        assert "chen.jing: Acme [Holdings] Ltd: call “price agreed”" in screen_text(app)
        assert "↻ 1" in screen_text(app).splitlines()[0]
        await press(pilot, "tab")
        assert "↻" not in screen_text(app)


async def test_news_are_counted_until_one_goes_on(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "A", "j")
        other = opened("chen.jing")
        for summary in ("first", "second"):
            add_touch(other, ACME, kind=Kind.CALL, summary=summary)
        app._tick()
        await settle(pilot)
        assert "↻ 2" in screen_text(app).splitlines()[0]
        assert "“second” (and 1 more)" in screen_text(app)
        await press(pilot, "j")
        assert "↻" not in screen_text(app)


async def test_a_touch_of_somebody_else_comes_in_above_the_one_i_read(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test() as pilot:
        await press(pilot, "L", "j")
        log = page_of(app, Log)
        stood = log.shown.cursor
        added = add_touch(opened("chen.jing"), HUAWEI, kind=Kind.VISIT, summary="saw the plant").value.touch_id
        app._tick()
        await settle(pilot)
        assert log.shown.cursor == stood
        assert log.shown.ids[0] == added
        assert "chen.jing: 华为技术有限公司: visit “saw the plant”" in screen_text(app)
        assert "↻ 1" in screen_text(app).splitlines()[0]


async def test_a_row_that_somebody_took_away_is_a_refusal_and_not_the_end(sit: Sit) -> None:
    app = sit()

    async def look() -> None:
        touches.one(app.book.conn, 99_999)

    async with app.run_test() as pilot:
        app.screen.run_worker(look(), exit_on_error=True)
        await settle(pilot)
        assert app.is_running
        assert line_with(app, "there is no touch 99999").startswith("! ")


async def test_a_restored_backup_is_shown_at_once(sit: Sit, opened: Opened, tmp_path: Path) -> None:
    colleague = opened("chen.jing")
    backups.write(colleague.conn, tmp_path / "copy.kam")
    set_status(colleague, HUAWEI, Status.DECLINING, on=TODAY, reason="lost the tender")
    app = sit()
    async with app.run_test() as pilot:
        assert "▼ declining" in line_with(app, "华为")
        backups.restore(colleague, tmp_path / "copy.kam")
        app._tick()
        await settle(pilot)
        assert "▼ declining" not in line_with(app, "华为")
        assert "a backup was put in the place of this book" in screen_text(app)


async def test_changes_that_are_missing_are_said_at_the_start(sit: Sit, opened: Opened) -> None:
    book = opened("li.wei")
    add_task(book, "gone", account_id=ACME, due_on=TODAY)
    last = anchor.newest(book.path)
    assert last is not None
    lines = anchor.beside(book.path).read_text()
    anchor.beside(book.path).write_text(lines + f"{last.seq + 7} {'0' * 64} {last.at} commit\n")
    app = sit()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "the last 7 changes of this book are missing" in screen_text(app)


async def test_a_change_to_a_row_that_is_not_on_the_screen_is_no_news(sit: Sit, opened: Opened) -> None:
    app = sit()
    async with app.run_test(size=(80, 15)) as pilot:
        await press(pilot, "A")
        hidden = page_of(app, Accounts).shown.ids[-1]
        assert hidden not in page_of(app, Accounts).shown.in_view
        set_status(opened("chen.jing"), hidden, Status.DECLINING, on=TODAY)
        app._tick()
        await settle(pilot)
        assert "↻" not in screen_text(app)
        assert "chen.jing:" not in screen_text(app)
        await press(pilot, "G")
        assert "▼ declining" in line_with(app, "▌")
