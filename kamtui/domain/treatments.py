"""Who has what: terms compared within each tier, so that unequal treatment can be seen (R55)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import chain, groupby
from statistics import median
from typing import NamedTuple

from kamtui.domain.terms import Cost, Terms, TermsKind, Unit
from kamtui.domain.tiers import Tier

NAMED = 10
"""Accounts that buy more and have less which are named; the others are counted."""


class Customer(NamedTuple):
    """An account as it is compared."""

    account_id: int
    name: str
    owner: str
    tier: Tier | None
    revenue: Mapping[str, int]
    """Currency -> revenue of twelve months."""


class Holder(NamedTuple):
    """An account that has something."""

    customer: Customer
    terms: tuple[Terms, ...]
    value: int | None
    """Of all its terms of the kind together; None: in words only."""
    cost: Cost
    """Of them, in a year."""
    currency: str
    bigger_with_less: tuple[Customer, ...]
    """Accounts of the tier that buy more and have less of it, or nothing: the first NAMED, who buys most first."""
    bigger: int
    """How many they are."""

    @property
    def revenue(self) -> int | None:
        """What it bought in twelve months; None: unknown."""
        return self.customer.revenue.get(self.currency)

    @property
    def cost_percent(self) -> float | None:
        """What it costs in percent of what it buys; None: unknown."""
        if self.cost.amount is None or not self.revenue or self.revenue <= 0:
            return None
        return 100 * self.cost.amount / self.revenue


class Treatment(NamedTuple):
    """What the accounts of a tier have of one kind, in one unit; amounts of two currencies are not compared."""

    tier: Tier | None
    kind: TermsKind
    unit: Unit | None
    currency: str
    """Of amounts; "": it is not about amounts."""
    holders: tuple[Holder, ...]
    """Who has most first."""
    of: int
    """How many accounts the tier has."""

    @property
    def values(self) -> list[int]:
        """What they have, without those who have it in words only."""
        return sorted(each.value for each in self.holders if each.value is not None)

    @property
    def middle(self) -> int | None:
        """The median of those who have it; None: all have it in words only."""
        return round(median(self.values)) if self.values else None

    @property
    def is_unequal(self) -> bool:
        """Whether somebody has more than one who buys more."""
        return any(each.bigger_with_less for each in self.holders)


Granted = tuple[Terms, Cost]


def compared(customers: Iterable[Customer], granted: Mapping[int, Sequence[Granted]]) -> list[Treatment]:
    """What the accounts of each tier have, by kind and unit; tiers from key to none, kinds in their order."""
    by_tier: dict[Tier | None, list[Customer]] = defaultdict(list)
    for customer in customers:
        by_tier[customer.tier].append(customer)
    found = []
    for tier in (*Tier, None):
        mine = sorted(by_tier[tier], key=lambda customer: (customer.name, customer.account_id))
        held: dict[tuple[TermsKind, Unit | None, str], dict[int, list[Granted]]] = defaultdict(dict)
        for customer in mine:
            for terms, price in granted.get(customer.account_id, ()):
                code = terms.currency if terms.unit is Unit.MONEY else ""
                held[terms.kind, terms.unit, code].setdefault(customer.account_id, []).append((terms, price))
        order = sorted(held, key=lambda key: ([*TermsKind].index(key[0]), key[1] or "", key[2]))
        found += [Treatment(tier, *key, _holders(mine, held[key]), len(mine)) for key in order]
    return found


def _holders(mine: Sequence[Customer], held: Mapping[int, Sequence[Granted]]) -> tuple[Holder, ...]:
    values = {account: _sum(terms.value for terms, _ in each) for account, each in held.items()}
    currencies = {account: each[0][0].currency for account, each in held.items()}
    bigger = {code: _bigger_with_less(mine, values, code) for code in set(currencies.values())}
    made = []
    for customer in mine:
        if customer.account_id not in held:
            continue
        each, currency = held[customer.account_id], currencies[customer.account_id]
        prices = [price for _, price in each]
        cost = Cost(_sum(price.amount for price in prices), any(price.is_computed for price in prices))
        named, count = bigger[currency].get(customer.account_id, ((), 0))
        terms = tuple(terms for terms, _ in each)
        made.append(Holder(customer, terms, values[customer.account_id], cost, currency, named, count))
    return tuple(sorted(made, key=lambda holder: (-(holder.value or 0), holder.customer.name)))


def _bigger_with_less(
    mine: Sequence[Customer], values: Mapping[int, int | None], currency: str
) -> dict[int, tuple[tuple[Customer, ...], int]]:
    """Holder -> who buys more in the same currency and has less, the first NAMED of them and how many they are.

    What is granted in words only cannot be compared.
    """
    found: dict[int, tuple[tuple[Customer, ...], int]] = {}
    comparable = [each for each in mine if currency in each.revenue and values.get(each.account_id, 0) is not None]
    comparable.sort(key=lambda each: -each.revenue[currency])
    seen: dict[int, list[Customer]] = defaultdict(list)
    for _, alike in groupby(comparable, key=lambda each: each.revenue[currency]):
        here = [(each, values.get(each.account_id, 0) or 0) for each in alike]
        for customer, value in here:
            if customer.account_id in values:
                less = [each for has, each in seen.items() if has < value]
                first = nsmallest(NAMED, chain(*(each[:NAMED] for each in less)), key=lambda it: -it.revenue[currency])
                found[customer.account_id] = tuple(first), sum(map(len, less))
        for customer, value in here:
            seen[value].append(customer)
    return found


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum; None where one of them is unknown."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
