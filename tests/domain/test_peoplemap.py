"""The people map: everybody once in grid and chart, circles included; who decides, and how far the map has come."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import orgchart, peoplemap
from kamtui.domain.contacts import Function, Level
from kamtui.domain.influences import Degree, Influence, Role
from kamtui.domain.peoplemap import MapStatus, PeopleMap, Person
from kamtui.domain.policy import InfluenceRules
from kamtui.domain.teams import Cover
from kamtui.domain.tiers import Tier
from kamtui.render import peoplegrid
from kamtui.render.glyphs import ASCII, UNICODE
from kamtui.render.text import width

TODAY = dt.date(2026, 11, 20)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def of(*people: Person, touches: int = 0) -> PeopleMap:
    clocks = {Level.EXEC: (90, 120), Level.MID: (30, 45), Level.FRONT: (60, 90)}
    return PeopleMap(1, "Acme", Tier.KEY, TODAY, people, InfluenceRules(), clocks, touches=touches)


def one(key: int, name: str = "", *roles: Role, stance: int | None = None, **more: object) -> Person:
    judged = Influence(key, ago(10), roles, stance=stance) if roles or stance is not None else None
    return Person(key, name or f"P{key}", 1, "Acme", influence=judged, **more)  # type: ignore[arg-type]


@st.composite
def crowds(draw: st.DrawFn) -> list[Person]:
    """Up to twenty people who may report to anybody, themselves and strangers too."""
    count = draw(st.integers(0, 20))
    boss = st.none() | st.integers(1, 25)
    names = st.text("王李Anna 欧阳é", min_size=1, max_size=30)
    return [
        Person(
            key,
            draw(names),
            1,
            "Acme",
            function=draw(st.none() | st.sampled_from(Function)),
            level=draw(st.none() | st.sampled_from(Level)),
            boss_id=draw(boss),
            last_on=draw(st.none() | st.integers(0, 400).map(ago)),
            is_placeholder=draw(st.booleans()),
        )
        for key in range(1, count + 1)
    ]


@given(crowds())
def test_everybody_is_in_the_chart_once_and_below_their_boss(people: list[Person]) -> None:
    branches = orgchart.chart(people)
    assert sorted(branch.person.id for branch in branches) == [person.id for person in people]
    depth = {branch.person.id: len(branch.lasts) for branch in branches}
    for branch in branches:
        boss = branch.person.boss_id
        if branch.lasts:
            assert boss is not None
            assert depth[branch.person.id] == depth[boss] + 1
        else:
            assert boss not in depth or boss == branch.person.id or branch.is_circle


@given(crowds())
def test_everybody_is_in_the_grid_once(people: list[Person]) -> None:
    assert sorted(peoplemap.grid(of(*people)).order()) == [person.id for person in people]


@given(crowds(), st.integers(40, 160), st.none() | st.integers(3, 30), st.booleans())
def test_the_grid_keeps_its_width_and_shows_whom_the_cursor_is_on(
    people: list[Person], cells: int, height: int | None, is_ascii: bool
) -> None:
    at = people[-1].id if people else None
    drawn = peoplegrid.grid(of(*people), cells, height, ASCII if is_ascii else UNICODE, at)
    # where four levels have no room at all it is cut by whoever draws it
    assert cells < 60 or all(sum(width(text) for text, _ in line) <= cells for line in drawn.lines[: len(drawn.places)])
    assert at is None or at in drawn.places


def test_two_who_report_to_each_other_do_not_vanish_and_the_first_says_so() -> None:
    branches = orgchart.chart([one(1, boss_id=2), one(2, boss_id=1), one(3, boss_id=2)])
    assert [(branch.person.id, len(branch.lasts), branch.is_circle) for branch in branches] == [
        (1, 0, True),
        (2, 1, False),
        (3, 2, False),
    ]


def test_the_four_roles_are_always_asked_for_and_a_placeholder_has_none() -> None:
    found = of(one(1, "王建国", Role.ECONOMIC), one(2, "?", Role.USER, is_placeholder=True), one(3, "X", Role.SPONSOR))
    assert peoplemap.missing(found) == [Role.USER, Role.TECHNICAL, Role.COACH]
    assert [person.id for person in peoplemap.deciders(found)[Role.SPONSOR]] == [3]


def test_of_several_with_a_role_the_one_whose_word_weighs_most_comes_first() -> None:
    light = one(1)._replace(influence=Influence(1, TODAY, (Role.USER,), Degree.LOW))
    heavy = one(2)._replace(influence=Influence(2, TODAY, (Role.USER,), Degree.HIGH))
    assert [person.id for person in peoplemap.deciders(of(light, heavy))[Role.USER]] == [2, 1]


def test_the_map_comes_in_four_steps() -> None:
    buyer, boss = one(1, level=Level.FRONT), one(2, level=Level.EXEC)
    assert peoplemap.status(of()) is MapStatus.NOBODY
    assert peoplemap.status(of(one(3, is_placeholder=True, level=Level.EXEC))) is MapStatus.NOBODY
    assert peoplemap.status(of(buyer)) is MapStatus.NO_KEY_PLAYER
    assert peoplemap.status(of(buyer, boss)) is MapStatus.NONE_SUPPORTS
    assert peoplemap.status(of(buyer, one(2, stance=1, level=Level.EXEC))) is MapStatus.SUPPORTED


def test_reach_counts_people_and_functions_and_names_the_one_thread() -> None:
    found = of(
        one(1, "李娜", function=Function.PURCHASING, last_on=ago(5), touches=8),
        one(2, "Bo", function=Function.IT, last_on=ago(91), touches=2),
        one(3, "?", is_placeholder=True),
        touches=10,
    )
    reach = peoplemap.reach(found)
    assert (reach.known, reach.active, reach.functions, reach.beyond_purchasing) == (2, 1, 1, 0)
    assert reach.thread is not None
    assert (reach.thread[0].name, reach.thread[1]) == ("李娜", 0.8)


def test_a_key_person_wants_a_counterpart_and_has_the_clock_of_their_level() -> None:
    cover = Cover(1, "li.wei", TODAY, 3, 4)
    covered, bare = one(1, level=Level.EXEC, covers=(cover,)), one(2, level=Level.EXEC, last_on=ago(121))
    found = of(covered, bare, one(3, level=Level.FRONT, last_on=ago(61)))
    assert [person.id for person in peoplemap.uncovered(found)] == [2]
    assert [found.lateness(person) for person in found.people] == [0, 2, 1]
