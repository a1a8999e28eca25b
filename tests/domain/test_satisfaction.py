"""Satisfaction by level: zones, and why answers may say less than they seem to."""

from __future__ import annotations

from kamtui.domain.contacts import Level
from kamtui.domain.policy import Satisfaction
from kamtui.domain.satisfaction import Answer, Doubt, Standing, by_level, customer
from kamtui.domain.signals.voice import Zone, zone
from tests.conftest import TODAY
from tests.signalled import ago

RULES = Satisfaction()


def answer(contact: int, level: Level | None, score: float, days: int = 10) -> Answer:
    return Answer(1, contact, f"P{contact}", level, ago(days), score, None, zone(score, RULES))


def test_levels_are_told_apart_each_with_its_own_mean_and_zones() -> None:
    found = by_level([answer(1, Level.FRONT, 10), answer(2, Level.EXEC, 3), answer(3, Level.FRONT, 8)], RULES)
    assert [(each.level, each.n, each.mean, each.zone) for each in found] == [
        (Level.EXEC, 1, 3, Zone.DANGER),
        (Level.FRONT, 2, 9, Zone.LOYALTY),
    ]
    assert found[1].zones == {Zone.DANGER: 0, Zone.INDIFFERENCE: 1, Zone.LOYALTY: 1}
    assert found[1].lowest == 8


def test_it_says_where_few_answered_one_level_only_or_only_friends() -> None:
    people = [Standing(1, Level.FRONT, True), Standing(2, Level.EXEC, False)]
    found = customer((1, "Acme"), [answer(1, Level.FRONT, 10, days=400)], people, RULES, TODAY)
    assert found is not None
    assert found.doubts == tuple(Doubt)
    assert found.unasked == (Level.EXEC,)
    all_asked = [answer(1, Level.FRONT, 10), answer(2, Level.EXEC, 3), answer(3, Level.MID, 7)]
    found = customer((1, "Acme"), all_asked, people, RULES, TODAY)
    assert found is not None
    assert (found.doubts, found.worst) == ((), Zone.DANGER)
    assert customer((1, "Acme"), [], people, RULES, TODAY) is None
