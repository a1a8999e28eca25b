"""The handover: nothing changes but who looks after the accounts, and one undo takes all of it back (P7, job 14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from kamtui.clock import Clock
from kamtui.domain.teams import OurFunction, Rated
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.ops.accounts import add_account, archive_account, assign_account
from kamtui.ops.handover import hand_over
from kamtui.ops.history import undo
from kamtui.ops.tasks import add_task
from kamtui.ops.teams import rate_manager, set_cover
from kamtui.ops.touches import add_touch, plan_touch
from kamtui.ops.users import add_user, edit_user
from kamtui.store import accounts, handovers, look, owners, standing, tasks, teams, touches
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.ops.teamexamples import work_together

SOON = dt.date(2027, 1, 1)
Everything = dict[str, list[tuple[object, ...]]]

OWNING = {"task": "owner", "touch": "by", "plan": "owner", "user": "left_on"}
"""Columns of rows that are there already and may say somebody else afterwards."""

DATED = {"ownership", "cover", "team_member"}
"""Tables in which it writes rows of its own, or the end of a place in a team."""


def everything(book: Book, *, less: dict[str, str] | None = None, without: Iterable[str] = ()) -> Everything:
    """All rows of all tables but the log and what is derived, `less` a column of some."""
    left_out = {"journal", "change", "chain", "sqlite_sequence", "standing", *without}
    names = [name for (name,) in book.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for name in sorted(set(names) - left_out):
        columns = [row[1] for row in book.conn.execute(f"PRAGMA table_info({name})")]
        kept = ", ".join(column for column in columns if column != (less or {}).get(name))
        found[name] = sorted(book.conn.execute(f"SELECT {kept} FROM {name}").fetchall(), key=repr)
    return found


@pytest.fixture
def shared(book: Book, acme: int) -> Book:
    """li.wei owns Acme (key) and 华兴, chen.jing owns 北方; li.wei logged touches, promised and planned."""
    work_together(book, acme)
    other = add_account(book, "华兴科技", owner="li.wei", tier=Tier.REGULAR).value.account_id
    add_account(book, "北方重工", owner="chen.jing", tier=Tier.KEY)
    add_touch(book, acme, kind=Kind.VISIT, people=[2], on=TODAY - dt.timedelta(days=5), summary="审厂")
    add_task(book, "send the samples", account_id=other, due_on=TODAY - dt.timedelta(days=3))
    add_task(book, "some day", account_id=other)
    add_task(book, "tidy the desk")
    add_task(book, "chen's own", account_id=other, due_on=SOON, owner="chen.jing")
    return book


def test_nothing_but_who_looks_after_it_changes(shared: Book) -> None:
    before = everything(shared, less=OWNING, without=DATED)
    rows = {name: set(shared.conn.execute(f"SELECT * FROM {name}")) for name in ("ownership", "cover")}
    done = hand_over(shared, "li.wei", "chen.jing", on=TODAY).value
    assert everything(shared, less=OWNING, without=DATED) == before
    # what was decided and judged before stands as it was
    for name, earlier in rows.items():
        assert earlier < set(shared.conn.execute(f"SELECT * FROM {name}"))
    assert [name for _, name in done.accounts] == ["Acme Holdings Ltd", "华兴科技"]
    assert (len(done.tasks), len(done.touches), len(done.covers), len(done.places)) == (4, 1, 2, 1)
    assert {task.owner for task in tasks.rows(shared.conn, tasks.ids(shared.conn))} == {"chen.jing"}


def test_who_logged_a_touch_stays_its_author_and_who_plans_one_goes_there(shared: Book, acme: int) -> None:
    hand_over(shared, "li.wei", "chen.jing", on=TODAY)
    by = {touch.summary: touch.by for touch in touches.rows(shared.conn, touches.ids(shared.conn, account=acme))}
    assert by == {"审厂": "li.wei", "the year ahead": "chen.jing"}


def test_a_tie_is_taken_over_but_not_its_strength(shared: Book, acme: int) -> None:
    hand_over(shared, "li.wei", "chen.jing", on=TODAY)
    found = {cover.contact_id: cover for cover in teams.covers(shared.conn, acme, TODAY)}
    assert {cover.who for cover in found.values()} == {"chen.jing"}
    assert (found[2].strength, found[2].wanted) == (None, 5)
    assert [(each.who, each.function) for each in teams.members(shared.conn, acme, TODAY)] == [
        ("chen.jing", OurFunction.KAM),
        ("chen.jing", OurFunction.RND),
        ("chen.jing", OurFunction.TECH_SUPPORT),
    ]


@pytest.mark.parametrize("on", [dt.date(2025, 1, 1), TODAY, SOON])
def test_one_undo_restores_every_byte_whatever_the_day(
    shared: Book, on: dt.date, open_book: Callable[[str], Book]
) -> None:
    # a book needs a head who stays
    edit_user(shared, "chen.jing", role="head")
    before = everything(shared)
    changes = shared.conn.execute("SELECT count(*) FROM change").fetchone()
    done = hand_over(shared, "li.wei", "chen.jing", on=on, leaves=True)
    assert done.change is not None
    assert shared.conn.execute("SELECT count(*) FROM change").fetchone() == (changes[0] + 1,)
    assert standing.differences(shared.conn) == []
    undo(open_book("chen.jing"), done.change)
    assert everything(shared) == before
    assert standing.differences(shared.conn) == []


def test_before_a_day_to_come_all_is_as_it_was_and_on_the_day_it_rolls_over(
    shared: Book, acme: int, open_book: Callable[[str], Book]
) -> None:
    done = hand_over(shared, "li.wei", "chen.jing", on=SOON).value
    titles = {task.id: task.title for task in tasks.rows(shared.conn, tasks.ids(shared.conn))}
    # what is due before is still for the one who is there
    assert {titles[key] for key in done.tasks_kept} == {"send the samples", "the offer for next year"}
    assert {titles[key] for key in done.tasks} == {"some day", "tidy the desk"}
    assert accounts.row(shared.conn, acme).owner == "li.wei"
    reader = open_book("li.wei")
    look.look(reader.conn, TODAY, as_of=SOON)
    assert accounts.row(reader.conn, acme).owner == "chen.jing"
    assert {cover.who for cover in teams.covers(reader.conn, acme, SOON)} == {"chen.jing"}
    path = shared.path
    later = Book.open(path, who="li.wei", clock=Clock(SOON))
    look.look(later.conn, SOON)
    assert accounts.row(later.conn, acme).owner == "chen.jing"
    later.close()


def test_only_some_accounts_take_only_their_tasks_along(shared: Book, acme: int) -> None:
    done = hand_over(shared, "li.wei", "chen.jing", on=TODAY, accounts=[acme]).value
    assert [name for _, name in done.accounts] == ["Acme Holdings Ltd"]
    assert [item.text for item in handovers.items(shared.conn, done) if item.what == "task"] == [
        "the offer for next year"
    ]
    assert [name for _, name, _ in owners.owned_by(shared.conn, "li.wei", TODAY)] == ["华兴科技"]
    with pytest.raises(BadInput, match="does not own #3"):
        hand_over(shared, "li.wei", "chen.jing", on=TODAY, accounts=[3])


def test_what_comes_back_later_and_what_is_archived_goes_too(shared: Book, acme: int) -> None:
    assign_account(shared, acme, "chen.jing", on=dt.date(2026, 12, 1))
    assign_account(shared, acme, "li.wei", on=SOON)
    archive_account(shared, 2, on=TODAY)
    add_user(shared, "a.meyer")
    done = hand_over(shared, "li.wei", "a.meyer", on=TODAY).value
    assert (len(done.accounts), done.archived) == (2, 1)
    owned = {day: owners.in_force(shared.conn, acme, day) for day in (TODAY, dt.date(2026, 12, 1), SOON)}
    assert list(owned.values()) == ["a.meyer", "chen.jing", "a.meyer"]
    with pytest.raises(NothingToDo):
        hand_over(shared, "li.wei", "a.meyer", on=TODAY)


def test_more_key_accounts_than_there_is_room_for_need_a_reason(shared: Book) -> None:
    add_user(shared, "a.meyer", hours_per_week=2)
    with pytest.raises(BadInput, match=r"a\.meyer would have 1 key accounts and has hours for 0"):
        hand_over(shared, "li.wei", "a.meyer", on=TODAY)
    done = hand_over(shared, "li.wei", "a.meyer", on=TODAY, reason="until May")
    assert done.value.objections
    assert shared.conn.execute("SELECT note FROM change WHERE id = ?", (done.change,)).fetchone() == ("until May",)


def test_a_weak_manager_is_an_objection_that_only_a_head_hears(shared: Book, open_book: Callable[[str], Book]) -> None:
    rate_manager(shared, "chen.jing", Rated.INTELLECT, 2)
    with pytest.raises(BadInput, match=r"rated 2\.0"):
        hand_over(shared, "li.wei", "chen.jing", on=TODAY)
    colleague = open_book("chen.jing")
    with colleague.unguarded():
        assert hand_over(colleague, "li.wei", "chen.jing", on=TODAY).value.objections == ()


def test_a_preview_that_is_no_longer_true_is_not_carried_out(shared: Book, acme: int) -> None:
    assign_account(shared, acme, "chen.jing", on=TODAY)
    before = everything(shared)
    with pytest.raises(Conflict, match="changed since you looked"):
        hand_over(shared, "li.wei", "chen.jing", on=TODAY, seen=[acme, 2])
    assert everything(shared) == before


def test_covers_of_others_stay_and_none_is_doubled(shared: Book, acme: int) -> None:
    set_cover(shared, acme, 2, "chen.jing", on=TODAY, strength=3)
    plan_touch(shared, acme, SOON, "theirs", by="chen.jing")
    hand_over(shared, "li.wei", "chen.jing", on=TODAY)
    assert [(cover.contact_id, cover.strength) for cover in teams.covers(shared.conn, acme, TODAY)] == [
        (1, None),
        (2, 3),
    ]


def test_plans_that_still_run_go_along_and_closed_ones_stay(shared: Book, acme: int) -> None:
    plan = {"account_id": acme, "owner": "li.wei", "on_date": "2025-01-01", "author": "li.wei"}
    with shared.write("spoil") as tx:
        for year, closed in ((2025, "2025-12-20"), (2026, None)):
            days = {"first_on": f"{year}-01-01", "last_on": f"{year}-12-31", "closed_on": closed}
            tx.insert("plan", {**plan, **days, "recorded_at": "2025-01-01T00:00:00Z"})
    done = hand_over(shared, "li.wei", "chen.jing", on=TODAY).value
    assert done.plans == (2,)
    found = shared.conn.execute("SELECT owner, author FROM plan ORDER BY id").fetchall()
    assert found == [("li.wei", "li.wei"), ("chen.jing", "li.wei")]
    assert "plan" in {item.what for item in handovers.items(shared.conn, done)}
