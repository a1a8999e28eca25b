"""Teams and ratings: who may see how managers are rated, and what stands in the team of an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain.teams import OurFunction, Rated
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput, Conflict, NothingToDo, NotPermitted
from kamtui.ops.accounts import add_account
from kamtui.ops.history import undo
from kamtui.ops.teams import end_cover, join_team, leave_team, rate_manager, set_cover
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user, edit_user
from kamtui.render.reasoned import why
from kamtui.store import (
    accountteams,
    briefings,
    discretion,
    journal,
    managers,
    policies,
    portfolio,
    ratings,
    reviews,
    teams,
)
from kamtui.store.book import Book
from tests.conftest import TODAY

Beside = Callable[[str], Book]


def said(book: Book, account: int, signal: str = "SIG-33") -> list[str]:
    return [why(reason) for reason in reviews.reasons(book.conn, account, TODAY) if reason.signal == signal]


# -- ratings -------------------------------------------------------------------------------------------------------


def test_only_heads_rate_and_only_heads_see_it(book: Book, acme: int, open_book: Beside) -> None:
    done = rate_manager(book, "li.wei", Rated.INTELLECT, 2, note="slow")
    colleague = open_book("chen.jing")
    with pytest.raises(NotPermitted):
        rate_manager(colleague, "li.wei", Rated.INTELLECT, 5)
    assert ratings.averages(book.conn, TODAY) == {"li.wei": 2.0}
    assert ratings.in_force(colleague.conn, TODAY) == {}
    assert all(one.average is None for one in managers.of_book(colleague.conn, TODAY).managers)
    assert done.change is not None
    entries = journal.entries(colleague.conn, done.change)
    assert "slow" not in repr(discretion.discreet(colleague.conn, entries))
    assert "slow" in repr(discretion.discreet(book.conn, entries))
    with pytest.raises(NotPermitted, match="a head can"):
        undo(colleague, done.change)


def test_a_book_without_heads_has_no_secrets(book: Book, open_book: Beside) -> None:
    with book.unguarded():
        edit_user(book, "li.wei", role="kam")
    rate_manager(open_book("chen.jing"), "li.wei", Rated.INTELLECT, 4)
    assert ratings.averages(book.conn, TODAY) == {"li.wei": 4.0}


def test_a_weak_manager_on_a_key_account_is_said_to_heads_and_never_in_a_briefing(
    book: Book, acme: int, open_book: Beside
) -> None:
    for criterion, score in ((Rated.INTELLECT, 2), (Rated.ORDERLINESS, 3)):
        rate_manager(book, "li.wei", criterion, score)
    assert said(book, acme) == ["li.wei is rated 2.5, key accounts need 3"]
    assert said(open_book("chen.jing"), acme) == []
    assert "SIG-33" not in {reason.signal for reason in briefings.briefing(book.conn, acme, TODAY).reasons}
    rate_manager(book, "li.wei", Rated.INTELLECT, 4)
    assert said(book, acme) == []


def test_the_newest_rating_of_a_day_counts_and_none_is_for_tomorrow(book: Book) -> None:
    for score in (2, 5):
        rate_manager(book, "chen.jing", Rated.TEAM_LEADERSHIP, score)
    assert ratings.of_one(book.conn, "chen.jing", TODAY)[Rated.TEAM_LEADERSHIP].score == 5
    with pytest.raises(BadInput):
        rate_manager(book, "chen.jing", Rated.INTELLECT, 3, on=TODAY + dt.timedelta(days=1))
    with pytest.raises(BadInput):
        rate_manager(book, "chen.jing", Rated.INTELLECT, 6)


# -- who covers whom -------------------------------------------------------------------------------------------------


def test_a_key_person_without_one_of_us_is_a_gap_once_the_book_knows_who_covers_whom(book: Book, acme: int) -> None:
    assert said(book, acme) == []
    set_cover(book, acme, 2, "li.wei", on=TODAY)
    assert said(book, acme) == ["Chen Li is covered by nobody"]
    set_cover(book, acme, 1, "chen.jing", on=TODAY)
    assert said(book, acme) == []
    end_cover(book, acme, 1, "chen.jing", on=TODAY)
    assert said(book, acme) == ["Chen Li is covered by nobody"]
    assert [one.name for one in accountteams.of_account(book.conn, acme, TODAY).uncovered] == ["Chen Li"]


def test_what_was_judged_of_a_tie_stays_until_it_is_judged_anew(book: Book, acme: int) -> None:
    long_ago = TODAY - dt.timedelta(days=200)
    set_cover(book, acme, 2, "li.wei", on=long_ago, strength=2, wanted=4)
    # still true: verified today, the strength as it was
    set_cover(book, acme, 2, "li.wei", on=TODAY)
    with pytest.raises(NothingToDo):
        set_cover(book, acme, 2, "li.wei", on=TODAY)
    with pytest.raises(Conflict):
        set_cover(book, acme, 2, "li.wei", on=TODAY, strength=5, was={"strength": 3})
    (cover,) = teams.covers(book.conn, acme, TODAY)
    assert (cover.on, cover.strength, cover.wanted) == (TODAY, 2, 4)
    (then,) = teams.covers(book.conn, acme, long_ago)
    assert then.on == long_ago


# -- the team of an account ------------------------------------------------------------------------------------------


def test_a_team_has_its_owner_in_the_centre_and_names_what_is_missing(book: Book, acme: int) -> None:
    join_team(book, acme, "chen.jing", OurFunction.RND, since=dt.date(2026, 1, 1))
    add_touch(book, acme, kind=Kind.VISIT, people=[2], on=TODAY, by="chen.jing")
    found = accountteams.of_account(book.conn, acme, TODAY)
    assert [(one.who, one.function, one.is_owner) for one in found.colleagues] == [
        ("li.wei", OurFunction.KAM, True),
        ("chen.jing", OurFunction.RND, False),
        ("chen.jing", OurFunction.TECH_SUPPORT, False),
    ]
    needed = policies.in_force(book.conn, TODAY).team.functions
    assert set(found.missing) == {*needed} - {OurFunction.KAM, OurFunction.RND, OurFunction.TECH_SUPPORT}
    assert (found.beyond_sales, found.beyond_sales_touches) == (1, 1)
    leave_team(book, acme, "chen.jing", on=TODAY)
    after = accountteams.of_account(book.conn, acme, TODAY)
    assert OurFunction.RND in after.missing
    assert after.beyond_sales == 0
    earlier = accountteams.of_account(book.conn, acme, TODAY - dt.timedelta(days=1))
    assert OurFunction.RND not in earlier.missing
    with pytest.raises(NothingToDo):
        leave_team(book, acme, "chen.jing", on=TODAY)


def test_who_sells_and_does_something_else_is_not_beyond_sales(book: Book, acme: int) -> None:
    join_team(book, acme, "li.wei", OurFunction.RND)
    add_touch(book, acme, kind=Kind.CALL, people=[1], on=TODAY)
    assert accountteams.of_account(book.conn, acme, TODAY).beyond_sales == 0


# -- managers ------------------------------------------------------------------------------------------------------


def test_the_load_of_managers_is_that_of_the_pyramid(book: Book, acme: int) -> None:
    add_account(book, "北方重工", owner="chen.jing", tier=Tier.KEY)
    add_account(book, "nobody's", tier=Tier.KEY)
    found, policy = managers.of_book(book.conn, TODAY), policies.in_force(book.conn, TODAY)
    team = portfolio.pyramid(book.conn, TODAY - dt.timedelta(days=27), TODAY, policy)
    assert {one.login: (one.held, one.room) for one in found.managers} == {
        load.owner: (load.held, load.room) for load in team.loads
    }
    assert (found.company, found.unowned) == (team.company, 1)
    # three key accounts at nine for each manager
    assert found.suggested == 1


def test_free_places_come_before_ratings_and_both_before_what_one_knows(book: Book, acme: int) -> None:
    add_user(book, "a.meyer", hours_per_week=30)
    add_user(book, "z.new", hours_per_week=30)
    add_account(book, "same place", owner="z.new", tier=Tier.REGULAR, fields={"region": "华东"})
    book_of_acme = add_account(book, "needs one", tier=Tier.KEY, fields={"region": "华东"}).value.account_id
    order = [one.manager.login for one in managers.candidates(book.conn, book_of_acme, TODAY)]
    # all have nine places but li.wei, who has one key account; z.new has an account, but knows the region
    assert order == ["a.meyer", "chen.jing", "z.new", "li.wei"]
    rate_manager(book, "z.new", Rated.INTELLECT, 5)
    rate_manager(book, "a.meyer", Rated.INTELLECT, 1)
    found = managers.candidates(book.conn, book_of_acme, TODAY)
    assert [one.manager.login for one in found] == ["z.new", "chen.jing", "a.meyer", "li.wei"]
    assert [one.region for one in found] == [1, 0, 0, 0]
