"""What a unit of one currency is worth in another: dated rates, and amounts taken from one into the other (P11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from kamtui.domain.texts import clipped, tidy
from kamtui.errors import BadInput
from kamtui.i18n import t

SCALE = 10**12
"""Stored units of a rate in 1: small currencies need many places."""

LARGEST = 9_000_000
"""A rate above this does not fit the 64 bits of an SQLite integer; take the other way round."""


class Rate(NamedTuple):
    """What one unit of `currency` is worth in `base` from a day on."""

    currency: str
    base: str
    on: dt.date
    value: int
    """In 1/1,000,000,000,000."""
    source: str = ""


class Exchange(NamedTuple):
    """How one currency is taken into another, and what that rests on."""

    currency: str
    into: str
    per_unit: Fraction
    on: dt.date
    """Of the rate; of the older one where it takes two."""
    through: str | None = None
    """The currency between them, where no rate names both."""

    def converted(self, amount: int) -> int:
        """An amount in the other currency, rounded half away from zero to the 1/10,000 it is kept in."""
        exact = abs(amount) * self.per_unit
        whole = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        return whole if amount >= 0 else -whole


def exchange(rates: Iterable[Rate], currency: str, into: str, on: dt.date) -> Exchange | None:
    """How `currency` is taken into `into` on a day: by the latest rate up to it, either way round.

    Where no rate names both, through the one other currency whose rates are the freshest; None: nobody knows.
    """
    if currency == into:
        return Exchange(currency, into, Fraction(1), on)
    steps = _newest(rates, on)
    if (currency, into) in steps:
        since, per_unit = steps[currency, into]
        return Exchange(currency, into, per_unit, since)
    ways = [
        Exchange(currency, into, first * second, min(since, later), between)
        for (one, between), (since, first) in steps.items()
        if one == currency and (between, into) in steps
        for later, second in [steps[between, into]]
    ]
    return max(ways, key=lambda way: (way.on, way.through or ""), default=None)


def value(text: str) -> int:
    """The rate that `text` names, in 1/1,000,000,000,000: 7.1234, 0.92. Raises BadInput."""
    try:
        found = Decimal(tidy(text).replace(",", "."))
    except InvalidOperation:
        found = Decimal(0)
    if not (found.is_finite() and 0 < found <= LARGEST and found * SCALE >= 1):
        message = "'{text}' is not a rate; say what one unit is worth, such as 7.12 or 0.0065"
        raise BadInput(t(message, text=clipped(text)))
    return int((found * SCALE).to_integral_value())


def written(stored: int) -> str:
    """A rate for machines and people, as short as it can be: "7.1234"."""
    whole, rest = divmod(stored, SCALE)
    return f"{whole}.{rest:012}".rstrip("0").rstrip(".")


def _newest(rates: Iterable[Rate], on: dt.date) -> dict[tuple[str, str], tuple[dt.date, Fraction]]:
    """(from, into) -> the day and the value of the newest rate up to a day, entered one way or the other."""
    found: dict[tuple[str, str], tuple[dt.date, Fraction]] = {}
    for rate in sorted((rate for rate in rates if rate.on <= on), key=lambda rate: rate.on):
        per_unit = Fraction(rate.value, SCALE)
        found[rate.currency, rate.base] = rate.on, per_unit
        found[rate.base, rate.currency] = rate.on, 1 / per_unit
    return found
