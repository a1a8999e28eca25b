from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.errors import BadInput
from kamtui.ops.transfer.amounts import AmountEvidence, Mark, currency_of, decide, read
from kamtui.ops.transfer.converters import amount_converter


def evidence(*values: str) -> AmountEvidence:
    found = AmountEvidence()
    found.see(set(values))
    return found


@pytest.mark.parametrize(
    ("values", "decimal"),
    [
        (("139.12", "22.20", "-77183.6"), "."),
        (("95,570.69", "$12,400.00", "8000"), "."),
        (("1.234,56", "12,5"), ","),
        (("1,7", "200.000.000"), ","),
        (("2,666", "498", "22,927"), "."),
        (("16.448", "3.54"), "."),
        (("12345.678", "9"), "."),
        (("0,125", "7"), ","),
        (("1.234", "12345"), "."),
        (("5", "7"), "."),
        (("1.234", "498"), ""),
        (("1,234", "12345"), ""),
        (("1.234", "1,234"), ""),
        (("1,5", "2.5"), ""),
    ],
)
def test_the_whole_column_decides_the_decimal_sign(values: tuple[str, ...], decimal: str) -> None:
    assert decide(evidence(*values)) == decimal


def test_cells_parted_by_semicolons_make_a_lone_comma_doubtful() -> None:
    assert decide(evidence("2,666", "498"), semicolons=True) == ""


def test_programs_write_the_decimal_point() -> None:
    assert decide(evidence("1.234", "498"), by_machine=True) == "."


def test_the_user_decides_over_everything() -> None:
    assert decide(evidence("1.5"), ",") == ","
    assert decide(evidence("1,5"), ".") == "."


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("139.12", ".", 1_391_200),
        ("-5", ".", -50_000),
        ("(1,234.50)", ".", -12_345_000),
        ("5-", ".", -50_000),
        ("−5", ".", -50_000),
        ("$12,400.00", ".", 124_000_000),
        ("1.234,56", ",", 12_345_600),
        ("-1.234,5 €", ",", -12_345_000),
        ("1 234,50", ",", 12_345_000),
        ("1'234.50", ".", 12_345_000),
        ("440.00000000001", ".", 4_400_000),
        ("1e-13", ".", 0),
        ("0.00005", ".", 1),
        ("3.5万", ".", 350_000_000),
        ("99999999999999.9999", ".", 999_999_999_999_999_999),
    ],
)
def test_amounts_are_read_exactly(text: str, decimal: Mark, amount: int) -> None:
    assert read(text, decimal) == amount


@pytest.mark.parametrize(
    ("text", "decimal"), [("x", "."), ("10%", "."), ("1,5", "."), ("1.5", ","), ("nan", "."), ("", ".")]
)
def test_what_is_no_amount_is_refused(text: str, decimal: Mark) -> None:
    with pytest.raises(BadInput):
        read(text, decimal)


@pytest.mark.parametrize(
    ("values", "currency"),
    [(("€ 5,00", "7,50 €"), "EUR"), (("5 USD",), "USD"), (("$5",), ""), (("¥5",), ""), (("5 €", "5 £"), ""),
     (("5",), ""), (("5 xxx",), "")],
)  # fmt: skip
def test_a_currency_is_known_only_by_a_sign_that_means_one(values: tuple[str, ...], currency: str) -> None:
    assert currency_of(evidence(*values)) == currency


def test_words_are_no_numbers() -> None:
    assert evidence("n/a", "nothing").numbers == 0


@given(st.integers(-(10**14), 10**14), st.sampled_from([".", ","]))
def test_an_amount_written_with_either_sign_is_read_with_it(value: int, decimal: Mark) -> None:
    whole, rest = divmod(abs(value), 10_000)
    grouped = f"{whole:,}".replace(",", "." if decimal == "," else ",")
    sign = "-" if value < 0 else ""
    assert read(f"{sign}{grouped}{decimal}{rest:04d}", decimal) == value


@given(st.lists(st.integers(1 - 10**13, 10**13 - 1), min_size=1))
def test_plain_columns_are_converted_exactly_in_one_go(cents: list[int]) -> None:
    texts = [f"{'-' if c < 0 else ''}{abs(c) // 100}.{abs(c) % 100:02d}" for c in cents]
    assert evidence(*texts).plain
    assert amount_converter(".", plain=True).column(texts) == [c * 100 for c in cents]
