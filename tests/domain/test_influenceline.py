"""Lines typed on the people map: what is judged, who comes, why somebody left, who covers them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import peoplelines
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.influenceline import parse, written
from kamtui.domain.influences import Degree, Influence, Mode, Role, roles_of, stored_roles
from kamtui.domain.peoplelines import Covering, Departure, Newcomer
from kamtui.errors import BadInput

E, U, T, C = Role.ECONOMIC, Role.USER, Role.TECHNICAL, Role.COACH
TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("EU high growth +3", {"roles": (E, U), "degree": Degree.HIGH, "mode": Mode.GROWTH, "rating": 3}),
        ("s1 r2>4", {"stance": 1, "rung": 2, "rung_wanted": 4}),
        ("eut tro -2 s-1", {"roles": (E, U, T), "mode": Mode.TROUBLE, "rating": -2, "stance": -1}),
        ("even keel med 0 r>5", {"mode": Mode.EVEN_KEEL, "degree": Degree.MEDIUM, "rating": 0, "rung_wanted": 5}),
        ("决策者 高 困境 ＋３", {"roles": (E,), "degree": Degree.HIGH, "mode": Mode.TROUBLE, "rating": 3}),
        ("win: 升职, and fame result: 降本", {"win": "升职, and fame", "result": "降本"}),
        ("赢：面子", {"win": "面子"}),
        ("mode:- roles:- win: -", {"mode": None, "roles": (), "win": ""}),
        ("mode:trouble stance:-2", {"mode": Mode.TROUBLE, "stance": -2}),
        ("#118 secret", {"touch_id": 118, "confidential": True}),
        ("+T", {"roles": (U, T, C)}),
        ("-c +e", {"roles": (E, U)}),
    ],
)  # fmt: skip
def test_a_line_says_what_is_judged(line: str, said: dict[str, Any]) -> None:
    found = parse(line, Influence(1, TODAY, (U, C)))
    assert found.fields == said
    assert found.unknown == ()


@pytest.mark.parametrize("line", ["because", "EU so", "+9", "s3", "r7"])
def test_what_says_nothing_is_named(line: str) -> None:
    assert parse(line).unknown == (line.split()[-1],)


judgements = st.builds(
    Influence,
    contact_id=st.just(1),
    on=st.just(TODAY),
    roles=st.sets(st.sampled_from(Role)).map(stored_roles).map(roles_of),
    degree=st.none() | st.sampled_from(Degree),
    mode=st.none() | st.sampled_from(Mode),
    rating=st.none() | st.integers(-5, 5),
    stance=st.none() | st.integers(-2, 2),
    rung=st.none() | st.integers(1, 5),
    rung_wanted=st.none() | st.integers(1, 5),
    win=st.sampled_from(["", "升职", "fame, and more"]),
    result=st.sampled_from(["", "less scrap", "降本：三成"]),
    touch_id=st.none(),
    confidential=st.booleans(),
    author=st.just(""),
)


@given(judgements)
def test_what_is_written_is_read_again(said: Influence) -> None:
    found = parse(written(said))
    assert found.unknown == ()
    assert Influence(1, TODAY)._replace(**found.fields) == said  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_no_line_is_too_strange(line: str) -> None:
    parse(line)
    peoplelines.newcomer(line)


@pytest.mark.parametrize(
    ("line", "somebody"),
    [
        ("Eva Berg", Newcomer("Eva Berg")),
        ("Eva, CFO, exec, finance, >王建国, !", Newcomer("Eva", "CFO", Level.EXEC, Function.FINANCE, "王建国", True)),
        ("？，采购总监，高层，采购", Newcomer("", "采购总监", Level.EXEC, Function.PURCHASING)),
        ("?, EU buyer", Newcomer("", "EU buyer")),
    ],
)
def test_somebody_new_is_one_line(line: str, somebody: Newcomer) -> None:
    assert peoplelines.newcomer(line) == somebody


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("", Departure()),
        ("l", Departure(EndReason.LEFT_COMPANY)),
        ("退休 -", Departure(EndReason.RETIRED, successor=False)),
        ("rival > 三一重工", Departure(EndReason.MOVED_TO_RIVAL, "三一重工")),
        ("w", Departure(EndReason.ENTERED_WRONGLY, successor=False)),
    ],
)
def test_a_letter_says_why_somebody_left(line: str, gone: Departure) -> None:
    assert peoplelines.departure(line) == gone


def test_no_reason_is_refused() -> None:
    with pytest.raises(BadInput, match="no reason"):
        peoplelines.departure("sunshine")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("li.wei 3>4", Covering("li.wei", 3, 4)),
        ("2", Covering("", 2)),
        (">5", Covering("", None, 5)),
        ("-chen.jing", Covering("chen.jing", ends=True)),
    ],
)
def test_who_covers_is_a_login_and_a_tie(line: str, said: Covering) -> None:
    assert peoplelines.covering(line) == said


def test_a_tie_beyond_five_is_refused() -> None:
    with pytest.raises(BadInput, match="no tie"):
        peoplelines.covering("li.wei 7")
