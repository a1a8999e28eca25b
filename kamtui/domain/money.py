"""Amounts: integers of 1/10,000 of the currency unit, rounded to the currency only when shown.

Line discounts and unit prices have up to four decimals, and a period's revenue is rounded after summing its
documents, so the store keeps four decimals for every currency and rounding happens here, once.
"""

from __future__ import annotations

from typing import NamedTuple

SCALE = 10_000
"""Stored units in one currency unit."""

_WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS = dict.fromkeys(_WITHOUT_DECIMALS.split(), 0) | dict.fromkeys(_WITH_THREE.split(), 3)


class Money(NamedTuple):
    """An amount with its currency."""

    amount: int
    """In 1/10,000 of the unit."""
    currency: str
    """ISO 4217 code."""


def decimals(currency: str) -> int:
    """Digits after the point in `currency` (ISO 4217): 0 for JPY, 3 for KWD, 2 for most."""
    return _DECIMALS.get(currency, 2)


def rounded(amount: int, currency: str) -> int:
    """`amount` rounded half away from zero to the currency's own decimals, still in 1/10,000."""
    step: int = SCALE // 10 ** decimals(currency)
    whole, rest = divmod(abs(amount), step)
    result = (whole + (2 * rest >= step)) * step
    return result if amount >= 0 else -result


def nothing(currency: str) -> int:
    """The largest amount, in 1/10,000, that is nothing once it is rounded."""
    step: int = SCALE // 10 ** decimals(currency)
    return (step - 1) // 2


def plain(amount: int, currency: str) -> str:
    """`amount` rounded and written for machines: "-1234.50"."""
    places = decimals(currency)
    value = rounded(amount, currency)
    whole, rest = divmod(abs(value), SCALE)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest // 10 ** (4 - places):0{places}d}" if places else f"{sign}{whole}"


def grouped(amount: int, currency: str) -> str:
    """`amount` rounded and written for people: "-1,234.50"."""
    sign, digits = ("-", plain(amount, currency)[1:]) if amount < 0 else ("", plain(amount, currency))
    whole, point, rest = digits.partition(".")
    text = f"{int(whole):,}{point}{rest}"
    return f"{sign}{text}" if text.strip("0.,") else text
