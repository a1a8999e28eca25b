"""What holds for the review of any book on any day.

"The same whenever they are computed" means: the cards of a day follow from what is dated up to that day, as it is known
now. So what is recorded on its day changes no day before it, and what is recorded late counts from its date on, as if
it had been recorded then (`--as-known` is the look that leaves it out). When a touch was planned, moved or called off,
the journal knows. Not dated, and therefore not part of the claim: when an account was entered or brought back,
whom one knew without saying since when, and edits of a task, a position or an account.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.domain import signals
from kamtui.domain.reviews import Card, covered, covers, is_news
from kamtui.domain.signals.reason import Action
from kamtui.domain.touches import TouchState
from kamtui.ops.history import undo
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import appraisals, policies, reviews, situations
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.store.days import ACCOUNTS, CONTACT, Step, as_of, build, cards_of, copy_of, dated, do, on_day, steps

pytestmark = pytest.mark.slow
"""Every property takes a second; the quick suite has the rules one by one."""

small = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
END = TODAY + dt.timedelta(days=400)


@pytest.fixture(scope="session")
def days_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("days") / "days.kam"
    build(path)
    return path


def lived(path: Path, happened: Sequence[Step]) -> dict[dt.date, list[Card]]:
    """Do what happens on each day, and keep the cards of its evening."""
    found: dict[dt.date, list[Card]] = {}
    for day, step in dated(happened):
        with on_day(path, day) as book:
            do(book, day, step)
            found[day] = cards_of(book, day)
    return found


@small
@given(happened=steps())
def test_the_cards_of_a_day_are_the_same_later(days_file: Path, happened: list[Step]) -> None:
    with copy_of(days_file) as path:
        then = lived(path, happened)
        with on_day(path, END) as book:
            for day, cards in then.items():
                assert as_of(book, day) == cards, day


@small
@given(happened=steps(), seed=st.integers(0, 99))
def test_what_is_recorded_late_counts_from_its_date_on(days_file: Path, happened: list[Step], seed: int) -> None:
    plain = [step._replace(what="touch") if step.what in UNDATED else step for step in happened]
    by_day: dict[dt.date, list[Step]] = {}
    for day, step in dated(plain):
        by_day.setdefault(day, []).append(step)
    with copy_of(days_file) as path, copy_of(days_file) as other:
        lived(path, plain)
        mixed = random.Random(seed).sample(sorted(by_day), len(by_day))
        with on_day(other, END) as late, on_day(path, END) as book:
            for day in mixed:
                for step in by_day[day]:
                    do(late, day, step)
            for day in by_day:
                assert as_of(late, day) == as_of(book, day), day


UNDATED = frozenset(
    {"done", "snooze", "left", "task closed", "exception decided", "archived", "owner", "pattern"}
    | {"plan", "plan held", "plan moved", "plan off"}
)
"""What depends on what was recorded before it, or is dated by when it was recorded."""


@small
@given(happened=steps(), account=st.sampled_from(ACCOUNTS), back=st.integers(0, 60), who=st.integers(0, 15))
def test_logging_a_touch_never_makes_an_account_more_overdue(
    days_file: Path, happened: list[Step], account: int, back: int, who: int
) -> None:
    people = [4 * account - 3 + person for person in range(4) if who >> person & 1]
    with copy_of(days_file) as path:
        lived(path, happened)
        today = dated(happened)[-1][0]
        with on_day(path, today) as book:
            before = clock(book, account, today)
            kind = CONTACT[back % len(CONTACT)]
            add_touch(book, account, kind=kind, people=people, on=today - dt.timedelta(days=back))
            after = clock(book, account, today)
    assert after.overdue <= before.overdue
    assert after.due <= before.due
    # never touched is a state of its own, which the first touch ends however long ago it was
    assert after.presses <= before.presses or before.overdue == NEVER


NEVER = 9999


class Clock(NamedTuple):
    """SIG-01 of an account, and the days behind it; NEVER where it was never touched."""

    presses: int
    overdue: int
    due: int


def clock(book: Book, account: int, on: dt.date) -> Clock:
    (days,) = book.conn.execute(
        "SELECT ifnull(julianday(:on) - julianday(overdue_on), :never),"
        " ifnull(julianday(:on) - julianday(next_due_on), :never) FROM standing WHERE account_id = :account",
        {"on": on.isoformat(), "never": NEVER, "account": account},
    )
    found = [each.severity for each in reviews.reasons(book.conn, account, on) if each.signal == "SIG-01"]
    return Clock(max(found, default=0), int(days[0]), int(days[1]))


@small
@given(happened=steps(), ahead=st.sampled_from((0, 0, 1, 5, 20, 50, 100, 200)))
def test_no_account_with_a_reason_is_left_out_early_and_parts_are_parts_of_the_whole(
    days_file: Path, happened: list[Step], ahead: int
) -> None:
    with copy_of(days_file) as path:
        lived(path, happened)
        on = dated(happened)[-1][0] + dt.timedelta(days=ahead)
        with on_day(path, on) as book:
            policy = policies.in_force(book.conn, on)
            looked = situations.situations(book.conn, on, policy)
            whole = situations.situations(book.conn, on, policy, also=ACCOUNTS)
            assert all(found in whole for found in looked)
            asking = {found.account_id for found in whole if signals.reasons(found, policy, on)}
            assert asking <= {found.account_id for found in looked}
            for found in whole:
                every = signals.ranked(reason for look in signals.LOOKS for reason in look(found, policy, on))
                assert signals.reasons(found, policy, on) == every
                against = [reason for reason in every if reason.action is Action.STATUS]
                assert reviews.contradictions(book.conn, found.account_id, on) == against
            ranking = appraisals.ranking(book.conn, on)
            everybodys = reviews.cards(book.conn, on, "li.wei", None, ranking=ranking)
            for some in ((1,), (2, 3), (3, 1), ()):
                among = reviews.cards(book.conn, on, "li.wei", None, among=some, ranking=ranking)
                assert among == [card for card in everybodys if card.account_id in some]
            owners = dict(book.conn.execute("SELECT account_id, owner FROM standing"))
            for owner in ("li.wei", "chen.jing", "nobody"):
                mine = reviews.cards(book.conn, on, "li.wei", owner, ranking=ranking)
                assert mine == [card for card in everybodys if owners[card.account_id] == owner]


@small
@given(happened=steps(settling=False), pick=st.integers(0, 2), until=st.integers(1, 30), is_snooze=st.booleans())
def test_what_was_settled_is_gone_and_undo_brings_it_back(
    days_file: Path, happened: list[Step], pick: int, until: int, is_snooze: bool
) -> None:
    with copy_of(days_file) as path:
        lived(path, happened)
        on = dated(happened)[-1][0]
        with on_day(path, on) as book:
            before = cards_of(book, on)
            if not before:
                return
            card = before[pick % len(before)]
            if is_snooze:
                done = snooze(book, card.account_id, on=on, until=on + dt.timedelta(days=until))
            else:
                done = mark_done(book, card.account_id, on=on)
            assert cards_of(book, on) == [other for other in before if other is not card]
            # a colleague has reviewed nothing
            assert card in cards_of(book, on, "chen.jing")
            assert done.change is not None
            undo(book, done.change)
            assert cards_of(book, on) == before


@small
@given(happened=steps(settling=False), days=st.integers(2, 12), ahead=st.integers(0, 12))
def test_a_card_that_was_put_off_is_back_on_its_day_and_before_it_only_with_news(
    days_file: Path, happened: list[Step], days: int, ahead: int
) -> None:
    with copy_of(days_file) as path:
        lived(path, happened)
        on = dated(happened)[-1][0]
        until = on + dt.timedelta(days=days)
        with on_day(path, on) as book:
            put_off = {card.account_id: card for card in cards_of(book, on)}
            for account in put_off:
                snooze(book, account, on=on, until=until)
        day = on + dt.timedelta(days=ahead)
        with on_day(path, day) as book:
            mine = {card.account_id: card for card in cards_of(book, day)}
            theirs = {card.account_id: card for card in cards_of(book, day, "chen.jing")}
            if day >= until:
                assert mine == theirs
            for account, card in put_off.items():
                known = covered(covers(card.reasons))
                if day < until and account in mine:
                    assert mine[account].is_new
                    assert mine[account].reasons == theirs[account].reasons
                    held = {each.reason.signal for each in card.in_hand}
                    assert is_news(mine[account].reasons, known) or held


def test_a_promise_falling_due_is_news_on_a_card_that_was_put_off(days_file: Path) -> None:
    with copy_of(days_file) as path:
        with on_day(path, TODAY) as book:
            add_task(book, "offer", account_id=2, due_on=TODAY + dt.timedelta(days=4))
            snooze(book, 2, on=TODAY, until=TODAY + dt.timedelta(days=30))
        for ahead, waits in ((0, False), (3, False), (4, True), (9, True)):
            day = TODAY + dt.timedelta(days=ahead)
            with on_day(path, day) as book:
                assert (2 in {card.account_id for card in cards_of(book, day)}) is waits


def test_a_plan_is_never_contact(days_file: Path) -> None:
    with copy_of(days_file) as path, on_day(path, TODAY) as book:
        before = clock(book, 1, TODAY)
        for ahead in (-5, 0, 5):
            add_touch(book, 1, on=TODAY + dt.timedelta(days=ahead), state=TouchState.SCHEDULED)
        assert clock(book, 1, TODAY)[1:] == before[1:]
