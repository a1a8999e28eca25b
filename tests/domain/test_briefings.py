"""What a briefing asks: what is unknown, stale or contradictory."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui import i18n
from kamtui.domain import asking, briefings
from kamtui.domain.asking import MOST, asks
from kamtui.domain.briefings import Ask, Asked, Briefing, Left, Open, Planned, Promise, Voice, Wallet
from kamtui.domain.contacts import Level
from kamtui.domain.money import Money
from kamtui.domain.periods import Period
from kamtui.domain.policy import SignalRules
from kamtui.domain.signals.situation import Trend
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from tests.briefed import EMPTY, TODAY, ago, full, person

RULES = SignalRules()


def asked(known: Briefing) -> list[str]:
    """The questions in English, their fields filled in."""
    return [_said(ask) for ask in asks(known, RULES)]


def _said(ask: Ask) -> str:
    fields = {name: _said(value) if isinstance(value, Ask) else value for name, value in ask.fields.items()}
    return ask.text.format(**fields) if fields else ask.text


def key_account(**fields: Any) -> Briefing:
    """A key account that is rated, touched at all levels and asked lately, so that nothing is left to ask."""
    who = EMPTY.who._replace(tier=Tier.KEY, status=Status.SOLID, status_on=ago(20))
    people = [person("Ada", Level.EXEC, 10), person("Bo", Level.MID, 10), person("Cy", Level.FRONT, 10)]
    wallet = Wallet(Money(10_000, "CNY"), ago(30), "report", "high")
    known = EMPTY._replace(
        who=who, people=people, asked=Asked(ago(30), ago(30)), numbers=EMPTY.numbers._replace(wallet=wallet)
    )
    return known._replace(**fields)


def test_where_everything_is_known_nothing_is_asked() -> None:
    assert asked(key_account()) == []


def test_of_an_unknown_account_it_asks_for_everything() -> None:
    assert asked(EMPTY) == [
        "Where do we stand with them? The relationship is not rated.",
        "Who is who there? We know nobody.",
        "How satisfied are they with us, 0 to 10? Never asked.",
        "What do they spend a year on what we offer, and with whom? The wallet is unknown.",
    ]


def test_late_promises_of_either_side_come_first() -> None:
    promises = [
        Promise("send data", ago(3), ago(9), "", "Bo", True),
        Promise("sign", ago(12), ago(30), "", "Ada", True),
        Promise("offer", ago(1), ago(9), "li.wei", "", False),
        Promise("not yet", TODAY, ago(9), "li.wei", "", False),
        Promise("some day", None, ago(99), "", "Bo", True),
    ]
    assert asked(key_account(promises=promises)) == [
        "What became of 'sign'? They are 12d late.",
        "Have an answer about 'offer': we are 1d late.",
    ]


def test_a_rating_that_the_facts_speak_against_is_asked_about() -> None:
    against = Ask("called solid, but {count} active person", {"count": 1})
    assert asked(key_account(disproof=against)) == [
        "Is the relationship what we say? called solid, but 1 active person."
    ]


@pytest.mark.parametrize(
    ("status", "question"), [(Status.DECLINING, "What would win them back"), (Status.DEFENDING, "Who attacks")]
)
def test_trouble_is_asked_about(status: Status, question: str) -> None:
    known = key_account()
    (found,) = asked(known._replace(who=known.who._replace(status=status)))
    assert found.startswith(question)
    assert "20d" in found


def test_falling_sales_are_asked_about_and_growing_ones_are_not() -> None:
    months = Period(ago(110).replace(day=1), ago(30))
    known = key_account()
    fallen = known.numbers._replace(trend=Trend(months, 70, 100))
    (found,) = asked(known._replace(numbers=fallen))
    assert "at 70 % of last year" in found
    assert asked(known._replace(numbers=known.numbers._replace(trend=Trend(months, 120, 100)))) == []


def test_who_follows_somebody_who_left_is_asked_until_somebody_new_is_there() -> None:
    gone = Left("Old Bo", "Buyer", Level.MID, None, ago(40), None)
    known = key_account(left=[gone])
    assert asked(known) == ["Who has taken over from Old Bo, who left 40d ago?"]
    new = [*known.people, person("Di", Level.MID, 5, since=30)]
    assert asked(known._replace(people=new)) == []
    same_title = [known.people[0], known.people[1]._replace(title="buyer"), known.people[2]]
    assert asked(known._replace(people=same_title)) == []


def test_silence_is_measured_by_the_level_and_asked_about_by_name() -> None:
    known = key_account()
    quiet = [person("Ada", Level.EXEC, 121), person("Bo", Level.MID, 46), person("Cy", Level.FRONT, None)]
    assert asked(known._replace(people=quiet)) == [
        "exec level: what is on the mind of Ada? Silent for 121d.",
        "mid level: what is on the mind of Bo? Silent for 46d.",
        "front level: how can we meet Cy? Never touched.",
    ]
    heard = [person("Ada", Level.EXEC, 120), person("Bo", Level.MID, 45), person("Cy", Level.FRONT, 90)]
    assert asked(known._replace(people=heard)) == []


def test_of_the_lower_levels_one_who_answers_is_enough_but_every_executive_counts() -> None:
    known = key_account()
    more = [*known.people, person("Eve", Level.EXEC, 300), person("Flo", Level.MID, 300)]
    assert asked(known._replace(people=more)) == ["exec level: what is on the mind of Eve? Silent for 300d."]


def test_a_level_where_nobody_is_known_is_asked_for() -> None:
    known = key_account(people=[person("Bo", Level.MID, 1), person("Xi", None, 1)])
    assert asked(known) == [
        "What can Xi decide? The level is unknown.",
        "Who matters at the exec level? We know nobody there.",
        "Who matters at the front level? We know nobody there.",
    ]
    regular = known.who._replace(tier=Tier.REGULAR)
    assert len(asked(known._replace(who=regular))) == 2


def test_answers_and_estimates_that_are_old_are_asked_for_again() -> None:
    wallet = Wallet(Money(50_000, "CNY"), ago(366), "", "")
    known = key_account(asked=Asked(ago(181), ago(181)))
    found = asked(known._replace(numbers=known.numbers._replace(wallet=wallet)))
    assert [question.partition("?")[2].strip() for question in found] == [
        "Last asked 181d ago.",
        "Last asked 181d ago.",
        "The estimate is 366d old.",
    ]
    fresh = wallet._replace(on=ago(365))
    assert asked(key_account(asked=Asked(ago(180), ago(180)), numbers=known.numbers._replace(wallet=fresh))) == []


def test_who_is_less_satisfied_is_asked_why_unless_it_was_said_in_confidence() -> None:
    fell = Voice("Ada", Level.EXEC, "", ago(9), 5, 8, "", False)
    voices = [fell, fell._replace(confidential=True), fell._replace(score=7), fell._replace(about="li.wei")]
    assert asked(key_account(voices=voices)) == ["What went wrong for Ada? Satisfaction fell from 8 to 5."]


def test_the_next_event_and_two_unjudged_criteria_are_asked_about() -> None:
    ahead = [
        Planned(TODAY, Kind.VISIT, (), "", "visit"),
        Planned(ago(-5), Kind.EVENT, (), "", "fair"),
        Planned(ago(-6), Kind.EVENT, (), "", "tender"),
    ]
    unjudged = [Open(name, "Why it counts.", 10) for name in ("growth", "fit", "third")]
    assert asked(key_account(ahead=ahead, unjudged=unjudged)) == [
        "What do they need from us for 'fair' in 5d?",
        "growth: nobody has judged it. Why it counts.",
        "fit: nobody has judged it. Why it counts.",
    ]


@given(st.lists(st.sampled_from([*Level, None]), max_size=40), st.integers(0, 30))
def test_there_are_never_more_questions_than_a_page_has_room_for(levels: list[Level | None], left: int) -> None:
    people = [person(f"P{place}", level, None, place + 1) for place, level in enumerate(levels)]
    gone = [Left(f"L{place}", "", None, None, ago(place + 1), None) for place in range(left)]
    assert len(asks(full()._replace(people=people, left=gone), RULES)) <= MOST


def test_every_question_can_be_said_in_chinese() -> None:
    known = i18n.catalog("zh")
    source = ast.parse(inspect.getsource(asking))
    texts = [node.value for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    questions = [text for text in texts if re.search(r"\?|\{\w+\}", text)]
    assert len(questions) > 15
    assert not [text for text in [*questions, *briefings.TESTS_WHY.values()] if text not in known]
