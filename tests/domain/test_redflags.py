"""Red flags by hand: what is in doubt about people, and how far the data can be relied on (R39, D29)."""

from __future__ import annotations

from typing import Any

import pytest

from kamtui.domain.contacts import Level
from kamtui.domain.hierarchy import rungs
from kamtui.domain.influences import FOUR, Degree, Mode, Role
from kamtui.domain.redflags import Flag, Kept, RedFlags, computed, merged
from kamtui.domain.signals.situation import Someone
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render.flagged import text
from tests.conftest import TODAY
from tests.signalled import POLICY, ago, judged, someone

ALL: dict[str, Any] = {"degree": Degree.HIGH, "mode": Mode.GROWTH, "stance": 1, "rung": 3, "win": "promotion"}


def flags(*people: Someone, tier: Tier = Tier.KEY) -> list[Flag]:
    return [flag for flag in computed(people, tier, POLICY, TODAY)[0] if not flag.subject.startswith("role:")]


def subjects(*people: Someone, tier: Tier = Tier.KEY) -> list[str]:
    return [flag.subject for flag in flags(*people, tier=tier)]


def boss(**more: object) -> Someone:
    """An executive of whom everything is known."""
    known = {"influence": judged(*FOUR, **ALL), "covered": ("li.wei",), **more}
    return someone(1, 1, Level.EXEC, **known)  # type: ignore[arg-type]


def test_of_whom_everything_is_known_nothing_is_flagged() -> None:
    found, looked = computed([boss()], Tier.KEY, POLICY, TODAY)
    assert found == []
    assert merged(found, [], looked).confidence == 100


@pytest.mark.parametrize("field", ["degree", "mode", "stance", "rung"])
def test_each_field_that_nobody_judged_of_a_key_person_is_a_flag(field: str) -> None:
    assert subjects(boss(influence=judged(*FOUR, **{**ALL, field: None}))) == [field]


def test_only_of_who_approves_the_win_must_be_known() -> None:
    assert subjects(boss(influence=judged(Role.ECONOMIC, **{**ALL, "win": ""}))) == ["win"]
    assert subjects(boss(influence=judged(Role.SPONSOR, **{**ALL, "win": ""}))) == []


def test_of_others_only_what_is_judged_must_be_fresh() -> None:
    assert subjects(someone(2, None)) == []
    assert subjects(someone(2, 1, influence=judged(Role.USER, days=90))) == []
    assert subjects(someone(2, 1, influence=judged(Role.USER, days=91))) == ["stale"]
    assert subjects(someone(2, 1, influence=judged(Role.USER, days=91)), tier=Tier.REGULAR) == []


@pytest.mark.parametrize(("days", "expected"), [(120, []), (121, ["silent"])])
def test_a_key_person_is_silent_after_the_days_of_the_level(days: int, expected: list[str]) -> None:
    found = flags(boss()._replace(last_on=ago(days)))
    assert [flag.subject for flag in found] == expected
    assert [flag.since for flag in found] == [ago(0)] * len(found)


def test_who_is_new_and_untouched_has_not_been_silent_for_long() -> None:
    new = boss()._replace(last_on=None, since=ago(5))
    assert subjects(new) == []
    (flag,) = flags(new._replace(since=ago(200)))
    assert text(flag) == "P1 was never touched"


def test_no_role_is_asked_for_where_nobody_wants_the_account() -> None:
    assert computed([boss(influence=None)], Tier.UNATTRACTIVE, POLICY, TODAY) == ([], 0)


def kept(key: int, subject: str, said: str = "") -> Kept:
    return Kept(key, subject, said, None, "", "labs", None, "", False, TODAY, bool(said), "li.wei")


def test_what_is_known_by_now_drops_its_answer_and_what_is_by_hand_stays() -> None:
    found = merged([Flag("role:coach", "nobody guides us there")], [kept(1, "role:coach"), kept(2, "win")], 9)
    assert [(each.flag.subject, each.is_answered, each.by_hand) for each in found.flags] == [
        ("role:coach", True, False)
    ]
    found = merged([], [kept(3, "merger?", "they talk")], 9)
    assert [(each.flag.text, each.by_hand) for each in found.flags] == [("they talk", True)]
    assert (found.looked, found.confidence) == (10, 90)


def test_nothing_looked_at_is_no_confidence_and_nothing_judged_counts_for_all_of_it() -> None:
    assert RedFlags((), 0).confidence is None
    alone, looked = computed([boss(influence=None)], Tier.KEY, POLICY, TODAY)
    # four roles and five of the seven things about the one person
    assert merged(alone, [], looked).confidence == 100 * 2 // 11


def test_braces_in_what_somebody_wrote_are_text() -> None:
    assert text(Flag("x", "{name} {0} \x1b[2J")) == t("{name} {0} ") + text(Flag("x", "\x1b[2J"))


def test_the_lowest_rung_is_that_of_key_people_and_placeholders_have_none() -> None:
    people = [
        someone(1, 1, Level.EXEC, influence=judged(rung=4)),
        someone(2, 1, Level.MID, influence=judged(Role.ECONOMIC, rung=2)),
        someone(3, 1, Level.FRONT, influence=judged(Role.USER, rung=1)),
        someone(4, None, Level.EXEC, influence=judged(rung=1), is_placeholder=True),
        someone(5, 1, Level.FRONT),
    ]
    found = rungs(people)
    assert (found.least, found.held_by, found.unknown) == (2, ("P2",), 1)
    assert dict(found.people) == {1: 1, 2: 1, 3: 0, 4: 1, 5: 0}
    assert rungs(people[2:]).least is None
