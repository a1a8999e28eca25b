"""Amounts as people and programs write them, exact to 1/10,000."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.amounts import LARGEST
from kamtui.domain.fields import amount, currency
from kamtui.domain.money import SCALE
from kamtui.errors import BadInput

MOST = LARGEST * SCALE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("5", 50_000),
        ("-5", -50_000),
        ("+5", 50_000),
        ("5-", -50_000),
        ("−5", -50_000),
        (".5", 5_000),
        ("0.1", 1_000),
        ("1234.5678", 12_345_678),
        ("1,234.50", 12_345_000),
        ("1 234,50", 12_345_000),
        ("1\u00a0234,50", 12_345_000),
        ("1.234,50", 12_345_000),
        ("1'234.50", 12_345_000),
        ("1’234.50", 12_345_000),
        ("1,234", 12_340_000),
        ("12,34", 123_400),
        ("0,123", 1_230),
        ("1234,567", 12_345_670),
        ("1 234,567", 12_345_670),
        ("1.234", 12_340),
        ("1.234.567", 12_345_670_000),
        ("1,234,567", 12_345_670_000),
        ("1,23,456", 1_234_560_000),
        ("¥1,234", 12_340_000),
        ("￥1,234", 12_340_000),
        ("-¥5", -50_000),
        ("¥-5", -50_000),
        ("(1,234.00)", -12_340_000),
        ("（1,234.00）", -12_340_000),
        ("¥(5)", -50_000),
        ("(¥5)", -50_000),
        ("5元", 50_000),
        ("5 CNY", 50_000),
        ("rmb 5", 50_000),
        ("3.5万", 350_000_000),
        ("3.5萬元", 350_000_000),
        ("1.2亿", 1_200_000_000_000),
        ("2千", 20_000_000),
        ("12k", 120_000_000),
        ("1.5m", 15_000_000_000),
        ("2bn", 20_000_000_000_000),
        ("1e2", 1_000_000),
        ("2.5E-3", 25),
        ("１，２３４．５", 12_345_000),
    ],
)
def test_an_amount_is_understood(text: str, expected: int) -> None:
    assert amount(text, "CNY") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.00005", 1), ("-0.00005", -1), ("0.00004999", 0), ("1.00004", 10_000), ("0.30000000000000004", 3_000)],
)
def test_more_decimals_than_four_are_rounded_half_away_from_zero(text: str, expected: int) -> None:
    assert amount(text, "CNY") == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "NaN", "inf", "-Infinity", "--5", "(-5)", "-5-", "(5", "5)", "12 34", "1,2,3", "1.2.3", "1,234 567",
        "12,3456,789", "5%", "12kg", "5 abc", "10²", "①", "½", "1_000", "0x10", "5.", "2026-03-05", "１兆", "e5", "5e",
        "1" * 61, "5 5", "五",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadInput, match="is not an amount; try"):
        amount(text, "CNY")


@pytest.mark.parametrize(
    "text", ["900000000000001", "900000000000000.0001", "1e20", "9.1e14", "1000万亿", "9" * 30, "9e99"]
)
def test_an_amount_that_the_book_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="larger than an amount can be"):
        amount(text, "CNY")


def test_the_largest_amount_is_still_an_amount() -> None:
    assert amount("900000000000000", "CNY") == amount("9e14", "CNY") == MOST
    assert amount("-900,000,000,000,000", "CNY") == -MOST
    assert MOST < 2**63


@pytest.mark.parametrize(
    ("text", "code"), [("€5", "CNY"), ("$5", "EUR"), ("USD 5", "CNY"), ("5 keur", "USD"), ("¥5", "USD")]
)
def test_another_currency_than_the_fields_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput, match=f"but this amount is in {code}"):
        amount(text, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [("$5", "CAD"), ("¥5", "JPY"), ("R$ 5", "BRL"), ("5 €", "EUR"), ("5 zł", "PLN"), ("5 krw", "KRW"), ("€5", "")],
)
def test_a_sign_may_stand_for_several_currencies(text: str, code: str) -> None:
    assert amount(text, code) == 50_000


def test_a_known_decimal_mark_settles_what_a_lone_one_means() -> None:
    assert amount("1.234", "EUR", point=",") == 12_340_000
    assert amount("1,234", "EUR", point=",") == 12_340
    assert amount("1,234", "EUR", point=".") == 12_340_000
    assert amount("1234", "EUR", point=",") == 12_340_000
    with pytest.raises(BadInput):
        amount("1,23", "EUR", point=".")


@given(st.integers(-MOST, MOST))
def test_every_stored_amount_is_read_back_in_every_spelling(stored: int) -> None:
    whole, rest = divmod(abs(stored), SCALE)
    sign = "-" if stored < 0 else ""
    assert amount(f"{sign}{whole}.{rest:04d}", "CNY") == stored
    assert amount(f"{sign}{whole:,}.{rest:04d}", "CNY") == stored
    german = f"{whole:,}".replace(",", ".")
    assert amount(f"{sign}{german},{rest:04d} €", "EUR", point=",") == stored
    french = f"{whole:,}".replace(",", "\u202f")
    assert amount(f"{sign}{french},{rest:04d}", "EUR") == stored
    if stored < 0:
        assert amount(f"({whole:,}.{rest:04d})", "CNY") == stored


@given(st.text() | st.text(alphabet="0123456789.,'()-+ ¥$€eEk万亿", max_size=24))
def test_any_text_is_an_amount_in_range_or_bad_input(text: str) -> None:
    with suppress(BadInput):
        assert abs(amount(text, "CNY")) <= MOST


@pytest.mark.parametrize(
    ("text", "code"),
    [("usd", "USD"), (" EUR ", "EUR"), ("¥", "CNY"), ("￥", "CNY"), ("元", "CNY"), ("RMB", "CNY"), ("人民币", "CNY"),
     ("$", "USD"), ("€", "EUR"), ("日元", "JPY"), ("ＨＫＤ", "HKD"), ("hk$", "HKD")],
)  # fmt: skip
def test_a_currency_is_understood(text: str, code: str) -> None:
    assert currency(text) == code


@pytest.mark.parametrize("text", ["", "XXQ", "EURO", "5", "US"])
def test_what_is_no_currency_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="three-letter code"):
        currency(text)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("五千", 5_000), ("两万", 20_000), ("三万五", 35_000), ("三千五", 3_500), ("一万零五", 10_005),
        ("一百二十万", 1_200_000), ("一亿两千万", 120_000_000), ("1万2千", 12_000),
        ("1万2", 12_000), ("壹佰贰拾万元", 1_200_000), ("十万", 100_000),
        ("１２００", 1_200), ("１，２００．５", 1_200.5), ("￥1,200", 1_200), ("120万元", 1_200_000),
        ("３亿", 300_000_000),
        ("１.２万", 12_000),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_said_in_chinese(text: str, units: float) -> None:
    assert amount(text, "CNY") == int(units * SCALE)


@pytest.mark.parametrize("text", ["万", "一二", "百千", "一万亿万", "1万.5", "五五千"])
def test_a_numeral_that_makes_no_sense_is_no_amount(text: str) -> None:
    with pytest.raises(BadInput):
        amount(text)
