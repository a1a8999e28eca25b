"""Credit: exposure against the limit, when it is looked at anew, and what is more trust than before."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain import credit
from kamtui.domain.credit import Credit, CreditGrade, CreditState, Exposure, is_more
from kamtui.domain.terms import Condition, Headroom, TermsState
from kamtui.domain.tiers import Tier
from kamtui.domain.traderules import ReceivablesRules
from kamtui.errors import BadInput
from tests.signalled import account, ago, said

UNIT = 10_000
RULES = ReceivablesRules()


def decided(grade: str | None = "B", limit: int | None = 100, days: int = 0, review: dt.date | None = None) -> Credit:
    rated = CreditGrade(grade) if grade else None
    return Credit(1, 1, ago(days), rated, None if limit is None else limit * UNIT, "EUR", review, "", "li.wei")


def exposed(total: int, limit: int | None = 100, ordered: int | None = None) -> Exposure:
    orders = None if ordered is None else ordered * UNIT
    return Exposure(1, "EUR", total * UNIT, orders, None if limit is None else limit * UNIT)


def test_open_orders_count_as_exposure_and_exceed_the_limit() -> None:
    found = exposed(90, ordered=20)
    assert (found.total, found.percent, found.is_over) == (110 * UNIT, 110.0, True)
    assert found.free == -10 * UNIT


def test_no_limit_is_no_percentage_and_a_limit_of_nothing_is_passed_by_anything() -> None:
    assert (exposed(90, None).percent, exposed(90, None).reaches(0), exposed(90, None).is_over) == (
        None, False, False,
    )  # fmt: skip
    assert (exposed(1, 0).percent, exposed(1, 0).reaches(100), exposed(1, 0).is_over) == (None, True, True)
    assert not exposed(0, 0).reaches(80)


@pytest.mark.parametrize(
    ("tier", "grade", "days"),
    [(Tier.KEY, "B", 180), (Tier.REGULAR, "B", 365), (None, None, 365), (Tier.REGULAR, "C", 180), (None, "D", 180)],
)
def test_key_accounts_and_watched_ones_are_reviewed_more_often(tier: Tier | None, grade: str | None, days: int) -> None:
    assert decided(grade).review_on(tier, RULES) == ago(-days)
    assert decided(grade, review=ago(-9)).review_on(tier, RULES) == ago(-9)


@pytest.mark.parametrize(
    ("grade", "limit", "more"),
    [("B", 100, False), ("A", 100, True), ("C", 50, False), ("C", 101, True), ("B", None, True), (None, 100, True)],
)
def test_a_better_grade_a_higher_limit_or_none_is_more_trust(grade: str | None, limit: int | None, more: bool) -> None:
    rated = CreditGrade(grade) if grade else None
    assert is_more(decided(), rated, None if limit is None else limit * UNIT, "EUR") is more


def test_a_first_limit_restricts() -> None:
    assert not is_more(None, CreditGrade.A, 10**12, "EUR")
    assert not is_more(decided(limit=None), CreditGrade.B, 10**12, "EUR")


def test_grades_are_named_in_both_languages() -> None:
    assert credit.grade("c级") is CreditGrade.C
    assert credit.grade("Prepay only") is CreditGrade.D
    with pytest.raises(BadInput, match="A, B, C, D"):
        credit.grade("E")


def test_sig13_amber_near_the_limit_and_red_from_it_on() -> None:
    def state(total: int) -> CreditState:
        return CreditState(exposed(total), decided(), ago(3))

    assert said(account(credit=state(79)), "SIG-13") == []
    assert said(account(credit=state(80)), "SIG-13") == [("amber", "exposure 80 % of the limit: 80.00 of 100.00 EUR")]
    assert [severity for severity, _ in said(account(credit=state(100)), "SIG-13")] == ["red"]


def test_sig15_when_the_review_is_due_and_for_key_accounts_never_looked_at() -> None:
    assert said(account(credit=CreditState(None, decided(days=179))), "SIG-15") == []
    assert said(account(credit=CreditState(None, decided(days=180))), "SIG-15") == [
        ("info", "credit B not reviewed for 180d")
    ]
    undecided = CreditState(None, None, ago(5))
    assert said(account(credit=undecided), "SIG-15") == [("info", "owes something, and its credit was never decided")]
    assert said(account(Tier.REGULAR, credit=undecided), "SIG-15") == []


def test_sig16_over_the_headroom_about_to_end_and_unmet() -> None:
    room = Headroom("EUR", 1_000 * UNIT, 100 * UNIT, None, 0, 50 * UNIT, 0, 10, 20)
    unmet = Condition(1, "discount 5 %", 30, 4, 1, 400 * UNIT, 40 * UNIT, "EUR", ago(20))
    ending = ((ago(-10), "rebate 2 %", ago(20)), (ago(-20), "freight", ago(10)))
    assert said(account(terms=TermsState(room, ago(2), ending, (unmet,))), "SIG-16") == [
        ("amber", "discount 5 %: 30 % prepayment unmet on 3 of 4 invoices, 10 % prepaid"),
        ("amber", "rebate 2 % ends in 10d (+1)"),
        ("amber", "terms 50.00 EUR a year over the headroom"),
    ]
    assert said(account(), "SIG-16") == []
