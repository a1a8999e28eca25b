"""How accounts hang together: groups by date, merges that leave no trace when taken back, splits that lose nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.domain.contacts import Level
from kamtui.domain.facts import Metric
from kamtui.domain.influences import Role
from kamtui.domain.outcomes.book import Imported
from kamtui.domain.periods import Period, year
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.ops.accounts import add_account, edit_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.duplicates import tell_apart
from kamtui.ops.facts import add_fact
from kamtui.ops.groups import move_account
from kamtui.ops.history import undo
from kamtui.ops.influences import judge_influence
from kamtui.ops.merging import merge_accounts, unmerge_accounts
from kamtui.ops.sales import add_sale
from kamtui.ops.splitting import split_account
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.ops.teams import set_cover
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch, edit_touch
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import (
    accounts,
    duplicates,
    groups,
    influences,
    lookup,
    merges,
    reviews,
    rollups,
    sales,
    standing,
    teams,
    touches,
)
from kamtui.store.book import Book
from kamtui.store.look import look
from tests.conftest import TODAY
from tests.ops.test_contract import everything

MINUTES: dict[str, int] = {"call": 10}
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def account(book: Book, name: str, **fields: object) -> int:
    return add_account(book, name, fields=fields).value.account_id


def sell(book: Book, to: int, number: str, amount: int, on: dt.date, currency: str = "CNY") -> None:
    add_sale(book, to, number=number, on=on, amount=amount * 10_000, currency=currency, profit=None)


def revenue(book: Book, key: int, period: Period = YEAR) -> dict[str, int]:
    """Currency -> what a group brought."""
    total = rollups.group(book.conn, key, period, MINUTES).total
    return {money.currency: money.revenue // 10_000 for money in total.money}


# -- groups ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def four(book: Book) -> tuple[int, int, int, int]:
    """Four levels, each below the one before, each with documents of its own in spring and autumn."""
    keys: list[int] = []
    for level in range(4):
        above = {"parent_id": keys[-1]} if keys else {}
        keys.append(account(book, f"Level {level}", **above))
        sell(book, keys[-1], f"A{level}", 10**level, dt.date(2026, 3, 1))
        sell(book, keys[-1], f"B{level}", 10**level, dt.date(2026, 10, 1))
        add_touch(book, keys[-1], kind=Kind.CALL, on=dt.date(2026, 10, 2), people=[])
    return keys[0], keys[1], keys[2], keys[3]


def test_a_group_is_everything_below_however_deep(book: Book, four: tuple[int, ...]) -> None:
    top, _, third, lowest = four
    assert groups.members(book.conn, top, TODAY) == list(four)
    assert groups.ancestors(book.conn, lowest, TODAY) == [*reversed(four[:3])]
    assert [revenue(book, key)["CNY"] for key in four] == [2222, 2220, 2200, 2000]
    found = rollups.group(book.conn, top, YEAR, MINUTES)
    assert [(node.account_id, node.depth) for node in found.nodes] == [(key, level) for level, key in enumerate(four)]
    assert (found.total.touches, found.total.minutes) == (4, 60)
    assert groups.members(book.conn, third, TODAY) == [third, lowest]


def test_moving_a_child_changes_past_reports_only_from_that_day(book: Book, four: tuple[int, ...]) -> None:
    top, second, third, lowest = four
    move_account(book, third, None, on=dt.date(2026, 6, 1))
    spring, autumn = Period(YEAR.first, dt.date(2026, 5, 31)), Period(dt.date(2026, 6, 1), YEAR.last)
    assert revenue(book, top, spring) == {"CNY": 1111}
    assert revenue(book, top, autumn) == {"CNY": 11}
    assert revenue(book, top) == {"CNY": 1122}
    assert revenue(book, third) == {"CNY": 2200}
    left = {node.account_id: node for node in rollups.group(book.conn, top, YEAR, MINUTES).nodes}
    assert (left[lowest].last, left[second].last) == (dt.date(2026, 5, 31), YEAR.last)
    ranked = {row.account_id: row.revenue // 10_000 for row in rollups.by_group(book.conn, *YEAR, "CNY")}
    assert ranked == {top: 1122, third: 1100}
    look(book.conn, TODAY, as_of=dt.date(2026, 5, 1))
    assert accounts.row(book.conn, third).parent_id == second
    look(book.conn, TODAY)
    assert accounts.row(book.conn, third).parent_id is None


def test_currencies_are_never_added_up_and_a_person_at_two_accounts_is_one(book: Book) -> None:
    top = account(book, "Top")
    below = account(book, "Below", parent_id=top)
    sell(book, top, "1", 5, TODAY)
    sell(book, below, "2", 7, TODAY, "EUR")
    person = add_contact(book, top, "赵敏", level=Level.EXEC).value.contact_id
    with book.write("contact.add") as tx:
        tx.insert("position", {"contact_id": person, "account_id": below})
    found = rollups.group(book.conn, top, YEAR, MINUTES)
    assert revenue(book, top) == {"CNY": 5, "EUR": 7}
    assert ([len(node.brought.people) for node in found.nodes], len(found.total.people)) == ([1, 1], 1)


def test_a_circle_is_refused_on_whatever_day(book: Book, four: tuple[int, ...]) -> None:
    top, second, _, lowest = four
    for child, parent in ((top, top), (top, lowest), (second, lowest)):
        with pytest.raises(BadInput, match="below itself"):
            move_account(book, child, parent)
    move_account(book, second, None, on=dt.date(2026, 6, 1))
    move_account(book, top, lowest, on=TODAY)
    with pytest.raises(BadInput, match="below itself"):
        # today it would do, but from May to June it stood above itself
        move_account(book, top, second, on=dt.date(2026, 5, 1))
    with pytest.raises(BadInput, match="has not come"):
        move_account(book, lowest, None, on=TODAY + dt.timedelta(days=1))
    with pytest.raises(NothingToDo):
        move_account(book, second, None)


def test_a_first_parent_holds_always_and_another_from_today(book: Book) -> None:
    one, other, child = account(book, "One"), account(book, "Other"), account(book, "Child")
    edit_account(book, child, {"parent_id": one})
    edit_account(book, child, {"parent_id": other}, was={"parent_id": one})
    assert [(each.on, each.parent_id) for each in groups.history(book.conn, child)] == [
        ("", one),
        (TODAY.isoformat(), other),
    ]
    assert groups.differences(book.conn) == []
    undo(book)
    assert accounts.one(book.conn, child).parent_id == one
    assert groups.differences(book.conn) == []


# -- merges ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(book: Book, acme: int) -> tuple[int, int]:
    """Acme, and a twin with something of everything, also of what Acme has."""
    twin = account(book, "ACME Holdings", external_id="007", phone="1")
    child = account(book, "Acme Child", parent_id=twin)
    for key in (acme, twin):
        sell(book, key, "N1", 100 + key, dt.date(2026, 3, 1))
        add_fact(book, key, Metric.WALLET_EST, key * 10_000, period=year(TODAY), source="crm")
    person = add_contact(book, twin, "Jo").value.contact_id
    add_touch(book, twin, kind=Kind.CALL, people=[person], on=dt.date(2026, 5, 1))
    add_task(book, "send", account_id=twin, due_on=TODAY)
    set_tier(book, twin, Tier.REGULAR, on=dt.date(2026, 2, 1), reason="volume")
    set_status(book, twin, Status.SOLID, on=dt.date(2026, 2, 1))
    with book.write("link.add") as tx:
        values = {"kind": "partner", "author": "li.wei", "recorded_at": "2026-01-01T00:00:00Z"}
        tx.insert("link", {"account_id": twin, "to_account_id": acme, **values})
        tx.insert("link", {"account_id": child, "to_account_id": twin, **values})
    return acme, twin


def test_every_table_with_an_account_either_moves_or_stays(book: Book) -> None:
    tables = {name for (name,) in book.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    naming = {
        table for table in tables for row in book.conn.execute(f"PRAGMA table_info({table})") if row[1] == "account_id"
    }
    assert naming - {"journal", "standing", "told_apart"} == {*merges.MOVES, *merges.STAYS}


def test_what_happened_moves_and_what_was_decided_stays(book: Book, two: tuple[int, int]) -> None:
    acme, twin = two
    total = sales.totals(book.conn, *YEAR, by="all")
    done = merge_accounts(book, acme, twin).value
    assert sales.totals(book.conn, *YEAR, by="all")[0].revenue == total[0].revenue
    assert not [table for table, count in done.moved if table in merges.STAYS]
    assert {each.table for each in done.stayed} == {"tier_decision", "status_decision"}
    assert accounts.row(book.conn, acme).tier is Tier.KEY
    assert len(touches.ids(book.conn, account=acme)) == 1
    assert groups.members(book.conn, acme, TODAY)[1:] == [twin + 1]
    decided = merges.decided(book.conn, acme)
    assert {(one.name, one.what, one.value) for one in decided} == {
        ("ACME Holdings", "tier", "regular"),
        ("ACME Holdings", "status", "solid"),
    }
    assert any("N1" in text for text in done.conflicts)
    assert any("key" in text for text in done.conflicts)
    assert standing.differences(book.conn) == []


def test_a_merge_taken_back_leaves_every_byte_as_it_was(book: Book, two: tuple[int, int]) -> None:
    acme, twin = two
    before = everything(book)
    merge_accounts(book, acme, twin)
    after = everything(book)
    undo(book)
    assert everything(book) == before
    merge_accounts(book, acme, twin)
    assert len(everything(book)["sale"]) == len(after["sale"])
    unmerge_accounts(book, twin)
    assert everything(book) == before
    with pytest.raises(NothingToDo):
        unmerge_accounts(book, twin)


def test_what_came_since_stays_unless_it_is_named_and_what_was_corrected_stays_corrected(
    book: Book, two: tuple[int, int]
) -> None:
    acme, twin = two
    (moved,) = touches.ids(book.conn, account=twin)
    merge_accounts(book, acme, twin)
    edit_touch(book, moved, {"summary": "corrected"})
    stays, goes = (add_touch(book, acme, kind=Kind.CALL, on=TODAY).value.touch_id for _ in range(2))
    with book.write("account.unmerge", dry_run=True) as tx:
        assert unmerge_accounts.within(tx, twin).later == (f"touch:{stays}", f"touch:{goes}")
    with pytest.raises(BadInput, match="did not come since"):
        unmerge_accounts(book, twin, later=[("touch", moved)])
    done = unmerge_accounts(book, twin, later=[("touch", goes)]).value
    assert done.later == (f"touch:{stays}",)
    assert {*touches.ids(book.conn, account=twin)} == {moved, goes}
    assert touches.one(book.conn, moved).summary == "corrected"
    assert {*touches.ids(book.conn, account=acme)} == {stays}
    assert standing.differences(book.conn) == []


def test_a_merged_account_is_found_where_it_went(book: Book, two: tuple[int, int], tmp_path: Path) -> None:
    acme, twin = two
    merge_accounts(book, acme, twin)
    assert lookup.account(book.conn, "007") == lookup.account(book.conn, "ACME Holdings") == acme
    with pytest.raises(NotFound, match=rf"merged into #{acme} .*unmerge {twin}"):
        lookup.account(book.conn, f"#{twin}")
    assert lookup.merged(book.conn, "007") == twin
    state = everything(book)
    account(book, "Above", external_id="P")
    told = "id,name,phone,tier,parent\n007,ACME Holdings,2,prospect,P\n"
    (tmp_path / "accounts.csv").write_text(told, encoding="utf-8")
    (tmp_path / "sales.csv").write_text("account,number,date,amount\n007,N1,2026-03-01,102\n", encoding="utf-8")
    with read_plan([str(tmp_path / name) for name in ("accounts.csv", "sales.csv")], Asked(TODAY)) as plan:
        outcome = apply_plan(book, plan).value
    assert (outcome.created, outcome.rejected) == ({}, ())
    now = everything(book)
    assert now["sale"] == state["sale"]
    assert accounts.one(book.conn, acme).name == "Acme Holdings Ltd"
    # it only fills what nobody had said, and stands where it stood
    assert accounts.one(book.conn, acme).phone == "2"
    assert groups.parent_of(book.conn, acme, TODAY) is None


def test_merges_upon_merges_are_taken_back_one_by_one(book: Book) -> None:
    one, two, three = (account(book, f"Same {n}", external_id=f"S{n}") for n in range(3))
    for key in (one, two, three):
        sell(book, key, "N", key, TODAY)
    before = everything(book)
    merge_accounts(book, two, three)
    merge_accounts(book, one, two)
    assert lookup.account(book.conn, "S2") == one
    with pytest.raises(BadInput, match="take that back first"):
        unmerge_accounts(book, three)
    with pytest.raises(BadInput, match="merged into"):
        merge_accounts(book, three, one)
    unmerge_accounts(book, two)
    unmerge_accounts(book, three)
    assert everything(book) == before


def test_a_merge_is_not_of_a_day_to_come(book: Book, two: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="has not come"):
        merge_accounts(book, *two, on=TODAY + dt.timedelta(1))


def test_a_merge_that_would_close_a_circle_is_refused(book: Book) -> None:
    top = account(book, "Top")
    middle = account(book, "Middle", parent_id=top)
    low = account(book, "Low", parent_id=middle)
    with pytest.raises(BadInput, match="below itself"):
        merge_accounts(book, low, top)
    merge_accounts(book, middle, top)
    assert groups.members(book.conn, middle, TODAY) == [middle, low]
    unmerge_accounts(book, top)
    assert groups.members(book.conn, top, TODAY) == [top, middle, low]


# -- splits ------------------------------------------------------------------------------------------------------------


def test_a_split_takes_the_chosen_people_and_what_was_theirs_alone(book: Book, acme: int, tmp_path: Path) -> None:
    on = dt.date(2026, 9, 1)
    early, alone, together, bare = (
        add_touch(book, acme, kind=Kind.CALL, people=people, on=day).value.touch_id
        for people, day in (([1], on - dt.timedelta(days=1)), ([1], on), ([1, 2], on), ([], on))
    )
    for number, day in (("1", on - dt.timedelta(days=1)), ("2", on), ("3", on)):
        sell(book, acme, number, 10, day)
    before = everything(book)
    new = split_account(book, acme, "Acme Rail", on=on, people=[1], sales=["2"]).value
    assert {*touches.ids(book.conn, account=new.account_id)} == {alone}
    assert {*touches.ids(book.conn, account=acme)} == {early, together, bare}
    assert [row.number for row in sales.rows(book.conn, sales.ids(book.conn, account=new.account_id))] == ["2"]
    assert accounts.row(book.conn, new.account_id).owner == "li.wei"
    # a file from before the split still means this document
    (tmp_path / "sales.csv").write_text(
        "account,number,date,amount\nAcme Holdings Ltd,2,2026-09-01,10\n", encoding="utf-8"
    )
    with read_plan([str(tmp_path / "sales.csv")], Asked(TODAY)) as plan:
        assert apply_plan(book, plan).value.unchanged == {"sales": 1}
    assert standing.differences(book.conn) == []
    undo(book)
    assert everything(book) == before
    with pytest.raises(BadInput, match="no document 1"):
        split_account(book, acme, "Acme Rail", on=on, sales=["1"])


def test_who_goes_with_a_split_is_judged_and_covered_there_as_before(book: Book, acme: int) -> None:
    on, judged_on = dt.date(2026, 9, 1), dt.date(2026, 5, 1)
    judge_influence(book, acme, 1, {"roles": [Role.ECONOMIC], "stance": 1}, on=judged_on)
    set_cover(book, acme, 1, "li.wei", on=judged_on, strength=3)
    before = everything(book)
    new = split_account(book, acme, "Acme Rail", on=on, people=[1]).value.account_id
    there = influences.at_account(book.conn, new, TODAY)[1]
    assert (there.roles, there.stance, there.on) == ((Role.ECONOMIC,), 1, judged_on)
    assert [(cover.who, cover.strength) for cover in teams.covers(book.conn, new, TODAY)] == [("li.wei", 3)]
    assert teams.covers(book.conn, acme, TODAY) == []
    assert len(teams.covers(book.conn, acme, on - dt.timedelta(days=1))) == 1
    undo(book)
    assert everything(book) == before


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.tuples(st.integers(-500, 500), st.integers(0, 300)), min_size=1, max_size=6),
    after=st.integers(0, 300),
    taken=st.sampled_from(["all", "none", "some"]),
)
def test_a_split_loses_no_money_and_no_touch(
    book: Book, amounts: list[tuple[int, int]], after: int, taken: str
) -> None:
    first = dt.date(2026, 1, 1)
    with book.write("try", dry_run=True) as tx:
        key = add_account.within(tx, "Whole").account_id
        for number, (amount, day) in enumerate(amounts):
            on = first + dt.timedelta(days=day)
            cents = amount * 10_000
            add_sale.within(tx, key, number=str(number), on=on, amount=cents, currency="CNY", profit=None)
            add_touch.within(tx, key, kind=Kind.CALL, on=on)
        total = sales.totals(tx.conn, *YEAR, by="all")
        on = first + dt.timedelta(days=after)
        some = [str(number) for number, (_, day) in enumerate(amounts) if day >= after][:1]
        chosen = {"all": None, "none": [], "some": some}[taken]
        new = split_account.within(tx, key, "Part", on=on, sales=chosen, bare=True).account_id
        assert [row._replace(accounts=0) for row in sales.totals(tx.conn, *YEAR, by="all")] == [
            row._replace(accounts=0) for row in total
        ]
        both = [len(touches.ids(tx.conn, account=one)) for one in (key, new)]
        assert sum(both) == len(amounts)
        assert both[1] == sum(day >= after for _, day in amounts)
        assert all(row.on >= on for row in sales.rows(tx.conn, sales.ids(tx.conn, account=new)))


# -- duplicates --------------------------------------------------------------------------------------------------------


def test_two_that_were_told_apart_are_proposed_no_more(book: Book, two: tuple[int, int]) -> None:
    acme, twin = two
    assert [pair[:2] for pair in duplicates.pairs(book.conn)] == [(acme, twin)]
    tell_apart(book, twin, acme, reason="two plants")
    assert duplicates.pairs(book.conn) == []
    with pytest.raises(NothingToDo):
        tell_apart(book, acme, twin)


def test_a_colleague_may_undo_a_merge_only_while_nothing_built_on_it(
    book: Book, two: tuple[int, int], open_book: Callable[[str], Book]
) -> None:
    acme, twin = two
    change = merge_accounts(book, acme, twin).change
    undo(open_book("chen.jing"), change)
    assert accounts.one(book.conn, twin).archived_on is None


def test_a_card_says_that_an_account_is_there_twice_until_somebody_settles_it(book: Book, two: tuple[int, int]) -> None:
    acme, twin = two

    def said(key: int) -> list[tuple[str, object]]:
        found = reviews.reasons(book.conn, key, TODAY)
        return [(reason.signal, reason.fields["id"]) for reason in found if reason.signal == "SIG-34"]

    assert (said(acme), said(twin)) == ([("SIG-34", twin)], [("SIG-34", acme)])
    cards = {card.account_id: card for card in reviews.cards(book.conn, TODAY, "li.wei", None)}
    assert "SIG-34" in {reason.signal for reason in cards[twin].reasons}
    tell_apart(book, acme, twin)
    assert said(acme) == []
    undo(book)
    merge_accounts(book, acme, twin)
    assert said(acme) == []


def test_a_number_is_the_same_without_its_zeros_and_two_of_one_file_are_two(book: Book, tmp_path: Path) -> None:
    def take_in(*numbers: str) -> dict[str, int]:
        rows = "".join(f"Acme,{number},2026-03-01,5\n" for number in numbers)
        (tmp_path / "sales.csv").write_text(f"account,number,date,amount\n{rows}", encoding="utf-8")
        with read_plan([str(tmp_path / "sales.csv")], Asked(TODAY)) as plan:
            return dict(apply_plan(book, plan).value.created)

    def numbers() -> list[str]:
        return sorted(row.number for row in sales.rows(book.conn, sales.ids(book.conn)))

    take_in("0012")
    assert (take_in("12"), numbers()) == ({}, ["0012"])
    assert (take_in("00012"), numbers()) == ({}, ["00012"])
    assert take_in("00012", "12") == {"sales": 1}
    assert (take_in("00012", "12"), numbers()) == ({}, ["00012", "12"])


def test_an_imported_parent_holds_always_another_from_today_and_a_circle_is_only_reported(
    book: Book, tmp_path: Path
) -> None:
    def take_in(*rows: str) -> Imported:
        lines = "".join(f"{row}\n" for row in rows)
        (tmp_path / "accounts.csv").write_text(f"id,name,parent\n{lines}", encoding="utf-8")
        with read_plan([str(tmp_path / "accounts.csv")], Asked(TODAY)) as plan:
            return apply_plan(book, plan).value

    assert take_in("A,Alpha,", "B,Beta,A", "C,Gamma,B").created == {"accounts": 3}
    changed = take_in("A,Alpha,C", "B,Beta,A", "C,Gamma,A")
    assert (changed.updated, changed.unchanged) == ({"accounts": 1}, {"accounts": 2})
    assert any("below itself" in warning for warning in changed.warnings)
    found = [(each.on, each.parent_id) for each in groups.history(book.conn, lookup.account(book.conn, "C"))]
    assert found == [("", 2), (TODAY.isoformat(), 1)]
    assert groups.differences(book.conn) == []
