"""A session without a key ends after a while; how long that is, the server and the user say."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Size

from kamtui.tui.environment import GATED_IDLE_MINUTES, idle_limit, prepare
from kamtui.tui.idle import Idle


class Seconds:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_it_is_over_when_the_limit_is_reached() -> None:
    clock = Seconds()
    idle = Idle(600, clock)
    clock.now += 599
    assert not idle.is_over
    clock.now += 1
    assert idle.is_over


def test_without_a_limit_it_is_never_over() -> None:
    clock = Seconds()
    idle = Idle(0, clock)
    clock.now += 10**9
    assert not idle.is_over


@pytest.mark.parametrize("message", [events.Key("j", "j"), events.Paste("half a line")])
def test_a_key_or_a_paste_begins_anew(message: events.Event) -> None:
    clock = Seconds()
    idle = Idle(600, clock)
    clock.now += 599
    idle.take(message)
    clock.now += 599
    assert not idle.is_over


def test_what_the_terminal_says_by_itself_is_nobody_at_the_keys() -> None:
    clock = Seconds()
    idle = Idle(600, clock)
    clock.now += 600
    idle.take(events.AppFocus())
    idle.take(events.Resize(Size(80, 24), Size(80, 24)))
    assert idle.is_over


def test_the_time_a_program_was_suspended_does_not_count() -> None:
    clock = Seconds()
    idle = Idle(600, clock)
    clock.now += 6000
    idle.begin()
    assert not idle.is_over


@pytest.mark.parametrize(("limit_s", "said"), [(60, "1 minute without"), (14_400, "240 minutes without")])
def test_afterwards_it_says_why(limit_s: float, said: str) -> None:
    assert said in Idle(limit_s).last_words


@pytest.mark.parametrize(
    ("environ", "chosen", "gated", "minutes"),
    [
        ({}, 0, False, 0),
        ({}, 30, False, 30),
        ({}, 0, True, GATED_IDLE_MINUTES),
        ({}, 30, True, 30),
        ({}, 10_000, True, GATED_IDLE_MINUTES),
        ({"KAMTUI_IDLE_MINUTES": "60"}, 0, True, 60),
        ({"KAMTUI_IDLE_MINUTES": "0"}, 0, True, 0),
        ({"KAMTUI_IDLE_MINUTES": "60"}, 90, False, 60),
        ({"KAMTUI_IDLE_MINUTES": "soon"}, 0, True, GATED_IDLE_MINUTES),
        ({"KAMTUI_IDLE_MINUTES": "-1"}, 0, True, GATED_IDLE_MINUTES),
        ({"KAMTUI_IDLE_MINUTES": "nan"}, 0, True, GATED_IDLE_MINUTES),
        ({}, -5, False, 0),
    ],
)
def test_the_fewest_minutes_count(environ: dict[str, str], chosen: float, gated: bool, minutes: float) -> None:
    assert idle_limit(environ, chosen, gated=gated) == minutes


def test_the_profile_has_it_in_seconds() -> None:
    assert prepare({}, idle_minutes=5).idle_s == 300
    assert prepare({}, gated=True).idle_s == 60 * GATED_IDLE_MINUTES
    assert prepare({}, gated=True).remote
