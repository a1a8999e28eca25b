"""Judgements: dated and never overwritten, the newest counts, taken back they are unknown again."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.ops.history import undo
from kamtui.ops.judgements import criteria, entered, judge
from kamtui.ops.policies import set_policy
from kamtui.store import judgements, policies
from kamtui.store.book import Book
from tests.conftest import TODAY

MAY = dt.date(2026, 5, 4)
JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def ruled(book: Book) -> Book:
    """A book whose policy has much to judge."""
    set_policy(book, policies.starting("distributor"), on=dt.date(2026, 1, 1))
    return book


def scores(book: Book, on: dt.date = TODAY) -> dict[str, float | str | None]:
    """Criterion -> score or answer of the first account on a day."""
    found = judgements.newest(book.conn, on).get(1, {})
    return {name: each.answer or each.score for name, each in found.items()}


def test_the_newest_up_to_a_day_counts_and_the_others_stay(ruled: Book, acme: int) -> None:
    judge(ruled, acme, "product_fit", score=4, on=JUNE, source="internal")
    judge(ruled, acme, "product_fit", score=8.5, on=TODAY, source="customer", note="survey")
    judge(ruled, acme, "product_fit", score=2, on=MAY)
    assert [scores(ruled, day) for day in (MAY - dt.timedelta(days=1), MAY, JUNE, TODAY)] == [
        {},
        {"product_fit": 2.0},
        {"product_fit": 4.0},
        {"product_fit": 8.5},
    ]
    assert [(row.on, row.score) for row in judgements.history(ruled.conn, acme)] == [
        (TODAY, 8.5),
        (JUNE, 4.0),
        (MAY, 2.0),
    ]


def test_of_two_on_one_day_the_later_one_counts(ruled: Book, acme: int) -> None:
    judge(ruled, acme, "product_fit", score=4, on=TODAY)
    judge(ruled, acme, "product_fit", score=5, on=TODAY)
    assert scores(ruled) == {"product_fit": 5.0}


def test_a_judgement_says_who_when_from_where_and_under_which_policy(book: Book, acme: int) -> None:
    judge(book, acme, "relative_strength", score=7, on=TODAY, source=" customer ", note=" said so ")
    version = set_policy(book, policies.starting("distributor"), on=TODAY).value.version
    judge(book, acme, "relative_strength", score=8, on=TODAY)
    later, earlier = judgements.history(book.conn, acme, "relative_strength")
    assert (earlier.author, earlier.source, earlier.note, earlier.policy_version) == (
        "li.wei", "customer", "said so", None,
    )  # fmt: skip
    assert later.policy_version == version


def test_taken_back_is_unknown_again_and_the_days_before_stay_as_they_were(ruled: Book, acme: int) -> None:
    judge(ruled, acme, "product_fit", score=6, on=MAY)
    outcome = judge(ruled, acme, "product_fit", on=JUNE, note="guessed").value
    assert (outcome.score, outcome.answer) == (None, "")
    assert scores(ruled, TODAY) == {}
    assert scores(ruled, MAY) == {"product_fit": 6.0}
    with pytest.raises(NothingToDo, match="has not been judged"):
        judge(ruled, acme, "product_fit", on=TODAY)
    undo(ruled)
    assert scores(ruled, TODAY) == {"product_fit": 6.0}


def test_the_same_again_is_nothing_to_do_but_on_another_day_it_is_fresh(ruled: Book, acme: int) -> None:
    judge(ruled, acme, "product_fit", score=6, on=MAY, source="customer")
    with pytest.raises(NothingToDo, match="judged so already"):
        judge(ruled, acme, "product_fit", score=6, on=MAY, source="customer")
    judge(ruled, acme, "product_fit", score=6, on=JUNE, source="customer")
    assert judgements.newest(ruled.conn, TODAY)[acme]["product_fit"].on == JUNE


def test_what_is_only_computed_may_be_judged_while_it_is_unknown(ruled: Book, acme: int) -> None:
    assert judge(ruled, acme, "wallet_headroom", score=10, on=TODAY).value.score == 10


@pytest.mark.parametrize("score", [-0.5, 10.1, float("nan"), float("inf")])
def test_a_score_beyond_its_scale_is_refused_with_the_scale(ruled: Book, acme: int, score: float) -> None:
    with pytest.raises(BadInput, match=r"product_fit is scored 0 to 10: 0 = hardly, 5 = .*, 10 = fully"):
        judge(ruled, acme, "product_fit", score=score, on=TODAY)


def test_a_scored_criterion_takes_no_word(ruled: Book, acme: int) -> None:
    with pytest.raises(BadInput, match="product_fit is scored 0 to 10"):
        judge(ruled, acme, "product_fit", answer="yes", on=TODAY)


def test_relative_strength_may_be_judged_under_every_policy(book: Book, acme: int) -> None:
    for name in policies.STARTING:
        set_policy(book, policies.starting(name), on=TODAY)
        assert "relative_strength" in criteria(book.conn, TODAY)
        judge(book, acme, "relative_strength", score=len(name) / 4, on=TODAY, source="customer")
    with pytest.raises(BadInput, match="10 = clearly the first"):
        judge(book, acme, "relative_strength", score=11, on=TODAY)


@pytest.mark.parametrize(
    ("test", "typed", "answer"),
    [
        ("fit", "yes", "yes"),
        ("fit", "N", "no"),
        ("Fit", "是", "yes"),
        ("purchasing", "Dispersed", "dispersed"),
        ("purchasing", "集中", "central"),
        ("pattern", "one-off", "one_off"),
        ("pattern", "项目", "project"),
    ],
)
def test_a_qualification_test_is_answered_by_its_words(
    ruled: Book, acme: int, test: str, typed: str, answer: str
) -> None:
    judge(ruled, acme, test, answer=typed, on=TODAY)
    assert scores(ruled) == {test.lower(): answer}


def test_a_qualification_test_refuses_numbers_and_other_words(ruled: Book, acme: int) -> None:
    with pytest.raises(BadInput, match="answered by a word: central, mixed, dispersed"):
        judge(ruled, acme, "purchasing", score=7, on=TODAY)
    with pytest.raises(BadInput, match="'perhaps' is no answer to fit; use yes, no"):
        judge(ruled, acme, "fit", answer="perhaps", on=TODAY)


def test_a_criterion_nobody_has_is_refused_with_those_there_are(ruled: Book, acme: int) -> None:
    with pytest.raises(BadInput, match=r"'charm' is not a criterion of the policy; use .*product_fit.*pattern"):
        judge(ruled, acme, "charm", score=5, on=TODAY)
    with pytest.raises(NotFound):
        judge(ruled, 99, "product_fit", score=5, on=TODAY)


def test_a_criterion_is_named_as_people_write_it(ruled: Book, acme: int) -> None:
    assert judge(ruled, acme, "Product fit", score=5, on=TODAY).value.criterion == "product_fit"


def test_what_a_new_policy_asks_for_may_be_judged_for_days_before_it(book: Book, acme: int) -> None:
    with pytest.raises(BadInput):
        judge(book, acme, "charm", score=5, on=MAY)
    rules = policies.starting("distributor").replace('name = "product_fit"', 'name = "charm"')
    set_policy(book, rules, on=TODAY)
    judge(book, acme, "charm", score=5, on=MAY)
    assert scores(book) == {"charm": 5.0}


def test_newest_is_read_for_some_accounts_or_all(ruled: Book, acme: int) -> None:
    judge(ruled, acme, "product_fit", score=5, on=TODAY)
    assert judgements.newest(ruled.conn, TODAY, []) == {}
    assert judgements.newest(ruled.conn, TODAY, [acme]) == judgements.newest(ruled.conn, TODAY)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", (7.0, "")),
        ("7,5", (7.5, "")),
        ("８", (8.0, "")),
        ("8/10", (8.0, "")),
        ("-3", (-3.0, "")),
        ("-", (None, "")),
        (" - ", (None, "")),
        ("yes", (None, "yes")),
        ("7 of 9", (None, "7 of 9")),
    ],
)
def test_a_typed_value_is_a_score_an_answer_or_neither(text: str, value: tuple[float | None, str]) -> None:
    assert entered(text) == value
