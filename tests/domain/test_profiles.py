"""What is known of customers: which fields there are, how complete they are, and how what is typed is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui import i18n
from kamtui.domain import profiles, rivals, segments
from kamtui.domain.profiles import BASICS, COUNTED, OF_ACCOUNT, OF_PERSON, Held, Kept, Source
from kamtui.domain.rivals import Partnership, Stage
from kamtui.domain.segments import Segment
from kamtui.errors import BadInput
from kamtui.render.said.markets import WORDS
from tests.conftest import TODAY


def kept(field: str, days: int = 0, value: str = "so") -> Kept:
    on = TODAY - dt.timedelta(days=days)
    return Kept(1, 1, None, field, value, Source.CUSTOMER, on, False, "li.wei")


def test_a_field_is_named_by_its_name_or_heading_in_either_language_and_others_are_the_users_own() -> None:
    for typed in ("buying_process", "Buying process", "BUYING-PROCESS"):
        assert profiles.named(typed) == "buying_process"
    assert profiles.named("采购流程") == "buying_process"
    assert profiles.named("Parking at plant 2") == "parking_at_plant_2"
    assert profiles.named("birthday", of_person=True) == "birthday"
    for bad in ("", "a" * 41, "x;drop"):
        with pytest.raises(BadInput):
            profiles.named(bad)


@pytest.mark.parametrize(
    ("typed", "stored"), [("3/18", "03-18"), ("1975-3-18", "1975-03-18"), ("3月18日", "03-18"), ("02-29", "02-29")]
)
def test_a_birthday_needs_no_year(typed: str, stored: str) -> None:
    assert profiles.birthday(typed) == stored


@pytest.mark.parametrize("typed", ["18", "13-40", "1975-02-29", "soon"])
def test_what_is_no_day_is_no_birthday(typed: str) -> None:
    with pytest.raises(BadInput, match="birthday"):
        profiles.birthday(typed)


def test_value_drivers_are_ranked_as_they_are_written() -> None:
    assert profiles.ranked("连续供货；寿命；总成本") == ["连续供货", "寿命", "总成本"]
    assert profiles.ranked("price, lead time") == ["price", "lead time"]
    assert profiles.ranked("profit, fast; convenience") == ["profit, fast", "convenience"]


def test_completeness_counts_what_is_there_and_what_is_stale_is_a_gap_too() -> None:
    known = {each.field: each for each in (kept("goals", 200), kept("needs", 10), kept("mission"), kept("parking"))}
    whole = profiles.completeness(known, {"industry", "place"}, TODAY, 180)
    assert (whole.known, whole.of, whole.stale) == (4, len(COUNTED) + len(BASICS), 1)
    assert whole.oldest_on == TODAY - dt.timedelta(days=200)
    found = {gap.topic.name: gap.on for gap in profiles.gaps(known, {"industry", "place"}, TODAY, 180)}
    assert found["goals"] == TODAY - dt.timedelta(days=200)
    assert found["people"] is None
    assert not {"needs", "industry", "mission", "retention_barrier"} & found.keys()
    full = {topic.name: kept(topic.name) for topic in COUNTED}
    assert profiles.completeness(full, {topic.name for topic in BASICS}, TODAY, 180).percent == 100
    assert not profiles.gaps(full, {topic.name for topic in BASICS}, TODAY, 180)


def test_a_birthday_does_not_grow_old() -> None:
    assert not kept("birthday", 5000).is_stale(TODAY, 180)


def test_a_customer_is_held_by_value_by_barriers_or_by_both() -> None:
    barrier, value = kept("retention_barrier"), kept("retention_value")
    assert profiles.held_by({"retention_barrier": barrier}) is Held.BARRIER
    assert profiles.held_by({"retention_barrier": barrier, "retention_value": value}) is Held.BOTH
    assert profiles.held_by({"retention_value": value}) is Held.VALUE
    assert profiles.held_by({}) is None


@given(st.lists(st.sampled_from(Segment)))
def test_segments_are_kept_once_each_in_their_order_however_they_are_given(given: list[Segment]) -> None:
    stored = segments.read(",".join(given))
    assert segments.of(stored) == tuple(each for each in Segment if each in given)
    assert segments.read(stored) == stored


def test_segments_are_understood_in_chinese() -> None:
    assert segments.read("战略、集团客户") == "group strategic"
    with pytest.raises(BadInput, match="segment"):
        segments.read("big")


@pytest.mark.parametrize(
    ("read", "typed", "meant"),
    [
        (rivals.share, "30%", 30.0),
        (rivals.share, "12,5", 12.5),
        (rivals.share, "", None),
        (rivals.stage, "战略联盟", Stage.ALLIANCE),
        (profiles.source, "竞争对手", Source.COMPETITOR),
    ],
)
def test_words_of_the_market_are_read(read: Callable[[str], object], typed: str, meant: object) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize("read", [rivals.share, rivals.stage, profiles.source])
def test_what_is_no_word_of_the_market_is_refused(read: Callable[[str], object]) -> None:
    with pytest.raises(BadInput):
        read("half of it")


def test_an_agreement_that_ends_soon_says_so_and_one_that_was_ended_does_not() -> None:
    made = Partnership(1, 1, TODAY, Stage.AGREED, TODAY + dt.timedelta(days=60), "", "li.wei")
    assert made.days_left(TODAY) == 60
    assert made.days_left(TODAY + dt.timedelta(days=61)) == -1
    assert made.days_left(TODAY - dt.timedelta(days=31)) is None
    assert made._replace(stage=Stage.NONE).days_left(TODAY) is None


def test_everything_that_is_asked_and_named_can_be_said_in_chinese() -> None:
    chinese = i18n.catalog("zh")
    topics = (*OF_ACCOUNT, *OF_PERSON, *BASICS)
    words = [text for topic in topics for text in (topic.heading, topic.question)]
    words += [*Source, *Segment, *Stage, *Held, *WORDS.values()]
    assert not [word for word in words if word not in chinese]
