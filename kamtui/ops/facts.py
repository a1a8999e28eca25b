"""Figures over time entered one by one; files of them come in through the import."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.facts import MEASURED, Confidence, Measured, Metric, checked, named
from kamtui.domain.outcomes.figures import FactAdded
from kamtui.domain.periods import Period
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.products import catalogued
from kamtui.store import accounts, facts, known, products
from kamtui.store.facts import FactRow, Key
from kamtui.store.tx import Tx, instant


class Figure:
    """A figure somebody states, and what it makes of the one the book has already."""

    def __init__(
        self,
        account_id: int,
        metric: Metric,
        value: int,
        period: Period,
        *,
        product: str = "",
        unit: str = "",
        currency: str | None = None,
        source: str = "",
        confidence: Confidence | None = None,
        on: dt.date | None = None,
    ) -> None:
        """`currency` is that of money, and left out of anything else. Raises BadInput where it cannot be that."""
        self.account_id = account_id
        self.metric = metric
        self.value = checked(metric, value)
        self.period = period
        self.product = product.strip()
        self.unit = unit.strip()
        self.currency = currency if MEASURED[metric] is Measured.MONEY else None
        self.source = source.strip()
        self.confidence = confidence
        self.on = on

    @property
    def key(self) -> Key:
        return self.account_id, self.metric, named(self.period), self.product, self.source

    def row(self, today: dt.date, recorded_at: str) -> dict[str, object]:
        """The columns of a new figure; it was known from the end of its period on, at the latest today."""
        return {
            "account_id": self.account_id,
            "period": named(self.period),
            "first_on": self.period.first.isoformat(),
            "last_on": self.period.last.isoformat(),
            "metric": self.metric,
            "product": self.product,
            "value": self.value,
            "unit": self.unit,
            "currency": self.currency,
            "on_date": self._known_on(today).isoformat(),
            "source": self.source,
            "confidence": self.confidence,
            "recorded_at": recorded_at,
        }

    def is_later(self, there: FactRow, today: dt.date) -> bool:
        """Whether it says something else from a later day on: then what was known before stays beside it."""
        return (self.value, self.currency) != (there.value, there.currency) and self._known_on(today) > there.on

    def correction(self, there: FactRow) -> dict[str, object]:
        """The columns that change; empty where it says the same. A unit or confidence that is not said stays."""
        values: dict[str, object] = {
            "value": self.value,
            "currency": self.currency,
            "unit": self.unit or there.unit,
            "confidence": self.confidence or there.confidence,
            "on_date": (self.on or there.on).isoformat(),
        }
        before = (there.value, there.currency, there.unit, there.confidence, there.on.isoformat())
        return {} if tuple(values.values()) == before else values

    def _known_on(self, today: dt.date) -> dt.date:
        return self.on or min(self.period.last, today)


@operation("fact.add")
def add_fact(
    tx: Tx,
    account_id: int,
    metric: Metric,
    value: int,
    *,
    period: Period,
    product: str = "",
    unit: str = "",
    currency: str | None = None,
    source: str = "",
    confidence: Confidence | None = None,
    on: dt.date | None = None,
) -> FactAdded:
    """Enter a figure of a period.

    `value` is in 1/10,000 of the unit; money without a `currency` is in the account's or the book's. The same metric,
    period, product and source again corrects the value, or is what is known from a later day on. A product is called
    as the catalogue has it; one that only reads like one of it is refused. Raises NotFound, BadInput, and NothingToDo
    where it says so already.
    """
    account = accounts.one(tx.conn, account_id)
    if currency is not None and MEASURED[metric] is not Measured.MONEY:
        raise BadInput(t("{metric} is not money: it has no currency", metric=metric))
    figure = Figure(
        account_id,
        metric,
        value,
        period,
        product=catalogued(tx, product),
        unit=unit,
        currency=currency or account.currency or known.book_currency(tx.conn),
        source=source,
        confidence=confidence,
        on=on,
    )
    there = _there(tx, figure)
    if there is not None and figure.is_later(there, tx.today):
        there = None
    if there is None:
        key = tx.insert("fact", figure.row(tx.today, instant(tx.now)))
    else:
        key, changed = there.id, figure.correction(there)
        if not changed:
            message = "{account}: {metric} of {period} is that already"
            raise NothingToDo(t(message, account=account.name, metric=metric, period=there.period))
        tx.update("fact", key, changed)
    return FactAdded(
        fact_id=key,
        account_id=account_id,
        account=account.name,
        metric=metric,
        period=named(period),
        product=figure.product,
        value=value,
        unit=figure.unit or (there.unit if there else ""),
        currency=figure.currency,
        corrected=there is not None,
    )


def _there(tx: Tx, figure: Figure) -> FactRow | None:
    """The figure of the same thing that was known last, also under what the product was called before."""
    named = products.resolve(tx.conn, figure.product) if figure.product else None
    account, metric, period, product, source = figure.key
    texts = [product] if named is None else named.texts
    found = [facts.same(tx.conn, (account, metric, period, text, source)) for text in texts]
    return max((row for row in found if row is not None), key=lambda row: (row.on, row.id), default=None)
