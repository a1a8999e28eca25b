"""What speaks against promising a delivery: the gravest first, and never what nobody entered."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.credit import Credit, CreditGrade, Exposure
from kamtui.domain.deliverychecks import Asked, DeliveryCheck, Rules
from kamtui.domain.exceptions import Kind
from kamtui.domain.money import SCALE
from kamtui.domain.receivables import Owed, Pressing
from kamtui.domain.severity import Severity
from kamtui.domain.terms import Condition
from kamtui.domain.traderules import ReceivablesRules, SupplyRules
from kamtui.render.chart import plain
from kamtui.render.deliverychecks import lines, said, verdict
from kamtui.render.text import width

TODAY = dt.date(2026, 11, 20)

NOTHING = DeliveryCheck(
    account_id=1,
    on=TODAY,
    is_invoiced=False,
    owed=(),
    pressing=(),
    habits=(),
    patterns=(),
    credit=None,
    review_on=None,
    exposure=None,
    terms=(),
    conditions={},
    cover=(),
    peaks=(),
    issues=(),
    asked=(),
    rules=Rules(ReceivablesRules(), SupplyRules()),
)
"""An account of which nobody entered anything."""


def trusted(grade: CreditGrade | None, limit: int | None) -> Credit:
    return Credit(1, 1, ago(30), grade, limit, "EUR", None, "", "li.wei")


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def texts(check: DeliveryCheck) -> list[str]:
    return [said(each) for each in check.against]


OWING = NOTHING._replace(
    is_invoiced=True,
    owed=[Owed("EUR", not_due=40_000 * SCALE, d61_90=12_000 * SCALE, open_count=2, overdue_count=1)],
    pressing=[Pressing("EUR", 12_000 * SCALE, 12_000 * SCALE, 12_000 * SCALE, ago(62), 1)],
    credit=trusted(CreditGrade.C, 50_000 * SCALE),
    exposure=Exposure(1, "EUR", 52_000 * SCALE, None, 50_000 * SCALE),
)


def test_where_nothing_was_entered_nothing_is_promised_and_nothing_is_zero() -> None:
    assert not NOTHING.against
    assert verdict(NOTHING).text.startswith("? nothing known speaks against a delivery; unknown: what they owe")
    shown = "\n".join(plain(lines(NOTHING, 80)))
    assert "unknown: no invoice was ever entered" in shown
    assert "0" not in shown


def test_whoever_owes_nothing_and_is_trusted_gets_a_delivery() -> None:
    clear = NOTHING._replace(is_invoiced=True, credit=trusted(CreditGrade.A, SCALE), exposure=None)
    assert verdict(clear).text == "✓ nothing speaks against a delivery"
    assert clear.unknown == ["open orders"]


def test_what_is_grave_comes_first() -> None:
    assert texts(OWING) == ["62 days overdue 12,000.00 EUR", "exposure 104 % of the limit", "grade C: prepay a part"]
    assert [each.severity for each in OWING.against] == [Severity.RED, Severity.RED, Severity.AMBER]


def test_an_exposure_just_below_the_limit_is_not_said_to_be_at_it() -> None:
    near = OWING._replace(pressing=(), exposure=Exposure(1, "EUR", 49_999 * SCALE, None, 50_000 * SCALE))
    assert "exposure 99 % of the limit" in texts(near)
    assert {each.severity for each in near.against} == {Severity.AMBER}


def test_prepayment_that_did_not_come_and_what_waits_for_a_head_are_minded() -> None:
    kept = Condition(3, "discount 3 %", 30.0, 5, 4, 100 * SCALE, 24 * SCALE, "EUR", ago(9))
    waiting = [Asked(7, Kind.CREDIT, "limit to 300k", ago(2)), Asked(8, Kind.TIME, "more hours", ago(2))]
    check = NOTHING._replace(is_invoiced=True, conditions={3: kept}, asked=waiting)
    assert texts(check) == ["30 % prepayment kept for 4 of 5 invoices", "undecided: limit to 300k"]


def test_everything_fits_below_each_other_in_a_small_terminal() -> None:
    long = [Asked(number, Kind.CREDIT, f"限额提高到三十万元 {number}", ago(2)) for number in range(9)]
    shown = plain(lines(OWING._replace(asked=long), 80))
    assert max(map(width, shown)) <= 80
    assert len(shown) <= 19
    assert shown[1].endswith("; +7")
    whole = "\n".join(plain(lines(OWING._replace(asked=long), 80, whole=True)))
    assert all(each.title in whole.replace("\n", "") for each in long)
