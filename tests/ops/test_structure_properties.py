"""Groups, splits and merges held against what plain Python counts, over histories that nobody chose."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.domain.facts import Metric
from kamtui.domain.periods import Period, month
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, NothingToDo
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.facts import add_fact
from kamtui.ops.groups import move_account
from kamtui.ops.moves import join
from kamtui.ops.sales import add_sale
from kamtui.ops.splitting import split_account
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import contacts, groups, rollups, touches
from kamtui.store.book import Book
from tests.conftest import TODAY

FIRST = dt.date(2026, 1, 1)
FEW = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MINUTES = {"call": 10}

days = st.integers(0, 320).map(lambda count: FIRST + dt.timedelta(days=count))
accounts_of_seven = st.integers(0, 6)


class Plain:
    """Who stood below whom on a day, as a list of (day, child, parent) says."""

    def __init__(self) -> None:
        self.moves: list[tuple[dt.date, int, int | None]] = []

    def parent(self, child: int, on: dt.date) -> int | None:
        held = [(day, number, above) for number, (day, one, above) in enumerate(self.moves) if one == child]
        return max((each for each in held if each[0] <= on), key=lambda each: each[:2], default=(on, 0, None))[2]

    def above(self, child: int, on: dt.date) -> set[int]:
        """The account itself and all above it."""
        found, at = {child}, self.parent(child, on)
        while at is not None:
            assert at not in found, "a circle was let in"
            found.add(at)
            at = self.parent(at, on)
        return found


@FEW
@given(
    moves=st.lists(st.tuples(accounts_of_seven, st.none() | accounts_of_seven, days), min_size=4, max_size=14),
    sold=st.lists(st.tuples(accounts_of_seven, days, st.integers(1, 99), st.sampled_from(["CNY", "EUR"])), max_size=20),
    cut=days,
)
def test_a_group_brings_what_was_sold_below_it_on_each_day_and_no_currency_is_added_to_another(
    book: Book,
    moves: list[tuple[int, int | None, dt.date]],
    sold: list[tuple[int, dt.date, int, str]],
    cut: dt.date,
) -> None:
    plain = Plain()
    with book.write("try", dry_run=True) as tx:
        keys = [add_account.within(tx, f"Account {letter}").account_id for letter in "ABCDEFG"]
        # four levels to begin with
        for low, high in ((1, 0), (2, 1), (3, 2), (4, 1)):
            move_account.within(tx, keys[low], keys[high], on=FIRST)
            plain.moves.append((FIRST, keys[low], keys[high]))
        for number, (account, on, amount, currency) in enumerate(sold):
            values = {"number": str(number), "on": on, "amount": amount * 10_000, "currency": currency}
            add_sale.within(tx, keys[account], **values, profit=None)  # type: ignore[arg-type]
            add_touch.within(tx, keys[account], kind=Kind.CALL, on=on, minutes=10)
        for child, parent, on in moves:
            above = None if parent is None else keys[parent]
            with suppress(BadInput, NothingToDo):
                move_account.within(tx, keys[child], above, on=on)
                plain.moves.append((on, keys[child], above))
        for period in (Period(FIRST, cut), Period(cut, TODAY)):
            tops: Counter[int] = Counter()
            for key in keys:
                mine = [sale for sale in sold if period.holds(sale[1]) and key in plain.above(keys[sale[0]], sale[1])]
                expected = Counter[str]()
                for _, _, amount, currency in mine:
                    expected[currency] += amount * 10_000
                found = rollups.group(tx.conn, key, period, MINUTES).total
                assert {each.currency: each.revenue for each in found.money} == expected
                assert (found.touches, found.minutes) == (len(mine), 10 * len(mine))
            for account, day, amount, currency in sold:
                if currency == "CNY" and period.holds(day):
                    (top,) = (one for one in plain.above(keys[account], day) if plain.parent(one, day) is None)
                    tops[top] += amount * 10_000
            ranked = rollups.by_group(tx.conn, *period, "CNY")
            assert {row.account_id: row.revenue for row in ranked if row.revenue} == tops
        assert groups.differences(tx.conn) == []


@FEW
@given(
    seen=st.lists(st.tuples(days, st.sets(st.integers(0, 2))), max_size=8),
    months=st.lists(st.integers(1, 11), unique=True, max_size=5),
    going=st.sets(st.integers(0, 2), min_size=1, max_size=2),
    on=days,
    bare=st.booleans(),
)
def test_a_split_takes_exactly_what_was_of_those_who_go_from_the_day_on_and_loses_nothing(
    book: Book, seen: list[tuple[dt.date, set[int]]], months: list[int], going: set[int], on: dt.date, bare: bool
) -> None:
    with book.write("try", dry_run=True) as tx:
        whole = add_account.within(tx, "Whole").account_id
        people = [add_contact.within(tx, whole, f"Person {name}").contact_id for name in "XYZ"]
        logged = [
            add_touch.within(tx, whole, kind=Kind.CALL, on=day, people=[people[one] for one in with_them]).touch_id
            for day, with_them in seen
        ]
        for number in months:
            period = month(dt.date(2026, number, 1))
            add_fact.within(tx, whole, Metric.STOCK_QTY, number * 10_000, period=period)
        for one in people:
            add_task.within(tx, "call", account_id=whole, contact_id=one)
        part = split_account.within(
            tx, whole, "Part", on=on, people=[people[one] for one in going], facts=True, bare=bare
        ).account_id

        def of(table: str, account: int) -> list[tuple[int, ...]]:
            return sorted(tx.conn.execute(f"SELECT id FROM {table} WHERE account_id = ?", (account,)))

        went = [
            touch
            for touch, (day, with_them) in zip(logged, seen, strict=True)
            if day >= on and with_them <= going and (with_them or bare)
        ]
        assert [key for (key,) in of("touch", part)] == sorted(went)
        assert len(of("touch", whole)) == len(seen) - len(went)
        later = [number for number in months if dt.date(2026, number, 1) >= on]
        assert (len(of("fact", part)), len(of("fact", whole))) == (len(later), len(months) - len(later))
        assert (len(of("task", part)), len(of("task", whole))) == (len(going), 3 - len(going))
        there = {
            account: {place.contact_id for place in contacts.positions(tx.conn, account, on=TODAY)}
            for account in (whole, part)
        }
        assert there == {whole: {people[one] for one in {0, 1, 2} - going}, part: {people[one] for one in going}}


def test_somebody_at_two_accounts_counts_once_for_each_and_once_for_the_group(book: Book, acme: int) -> None:
    mills = add_account(book, "Gorey Mills", fields={"parent_id": acme}).value.account_id
    adviser = add_contact(book, acme, "顾问").value.contact_id
    join(book, adviser, mills)
    for account, day in ((acme, dt.date(2026, 11, 2)), (mills, dt.date(2026, 11, 9)), (mills, dt.date(2026, 11, 16))):
        add_touch(book, account, kind=Kind.VISIT, people=[adviser], on=day)
    period = Period(dt.date(2026, 11, 1), TODAY)
    found = rollups.group(book.conn, acme, period, MINUTES)
    # Chen, 王伟, 李娜 and the adviser; the adviser alone; four in all
    assert [len(node.brought.people) for node in found.nodes] == [4, 1]
    assert (len(found.total.people), found.total.touches) == (4, 3)
    assert [len(touches.ids(book.conn, account=key)) for key in (acme, mills)] == [1, 2]
    assert len(touches.ids(book.conn, contact=adviser)) == 3
    for key, people in ((acme, 4), (mills, 1)):
        assert len(contacts.positions(book.conn, key, on=TODAY)) == people
