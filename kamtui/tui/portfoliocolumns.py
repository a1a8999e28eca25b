"""The columns of the accounts below each view of the portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kamtui.domain.portfolio import Group
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.store.accounts import AccountRow
from kamtui.store.portfolio import Row
from kamtui.tui import accountcolumns as columns
from kamtui.tui.portfoliogroups import View
from kamtui.tui.portfolioread import Curves, Reading
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column


class Listed(NamedTuple):
    """An account of the list."""

    id: int
    account: AccountRow


class Shown:
    """What the columns look up: the parts that were read, and whose curves are shown."""

    def __init__(self, reading: Reading, today: dt.date, glyphs: Glyphs) -> None:
        self._reading = reading
        self._today = today
        self._glyphs = glyphs
        self.curves: Curves | None = None

    def columns(self, view: View) -> Sequence[Column[Listed]]:
        """The columns of a view."""
        glyphs = self._glyphs
        tier: Column[Listed] = columns.tier(_account, self._today, glyphs)
        name: Column[Listed] = columns.name(_account)
        owner: Column[Listed] = columns.owner(_account)
        sales: Column[Listed] = columns.revenue(_account, glyphs)
        match view:
            case View.PYRAMID:
                week = Column("each/week", 9, self._week, align="right")
                last: Column[Listed] = columns.last(_account, self._today, glyphs)
                return [tier, name, columns.status(_account, glyphs), week, last, sales, owner]
            case View.MATRIX:
                return [
                    Column("quadrant", 13, self._quadrant),
                    name,
                    Column("value", 5, self._value, align="right"),
                    Column("strength", 8, self._strength, align="right"),
                    Column("treat as", 10, self._treat),
                    Column("score", 5, self._score, align="right"),
                    replace(tier, drop=1),
                    owner,
                ]
            case View.PROFIT:
                return [
                    Column("ABC", 3, self._class),
                    name,
                    Column("sales", 6, self._revenue, align="right"),
                    Column("sum %", 5, self._cumulative, align="right"),
                    Column("profit", 7, self._profit, align="right"),
                    Column("margin", 7, self._margin, align="right"),
                    Column("class", 12, self._kept),
                    replace(tier, drop=1),
                    owner,
                ]
            case View.CONCENTRATION:
                return [
                    tier,
                    name,
                    Column("sales", 6, self._revenue, align="right"),
                    Column("share", 5, self._share, align="right"),
                    Column("sum %", 5, self._cumulative, align="right"),
                    Column("gross", 7, self._gross, align="right"),
                    owner,
                ]

    # -- cells -----------------------------------------------------------------------------------------------------

    def _week(self, row: Listed) -> Bit:
        """Time a week, with a mark where a key account gets less than the policy's least."""
        time = self._reading.time
        if time is None:
            return self._glyphs.dash, "muted"
        minutes = time.minutes.get(row.id, 0)
        a_week = minutes * 7 / time.period.days
        is_short = row.account.tier is Tier.KEY and a_week < 60 * time.policy.capacity.hours_per_key
        text = format.minutes(round(a_week)) if minutes else self._glyphs.dash
        return (f"! {text}", "warn") if is_short else (text, "" if minutes else "muted")

    def _quadrant(self, row: Listed) -> Bit:
        found = self._placed(row)
        if found is None:
            return self._glyphs.dash, "muted"
        quadrant = found.placed.quadrant
        return (t("not placed"), "muted") if quadrant is None else (t(quadrant), "")

    def _value(self, row: Listed) -> str:
        found = self._placed(row)
        return self._number(None if found is None else found.placed.spot.y)

    def _strength(self, row: Listed) -> str:
        found = self._placed(row)
        if found is None or found.placed.spot.x is None:
            return self._glyphs.dash
        return f"{found.placed.spot.x:.0f}{'?' if found.placed.spot.is_guess else ' '}"

    def _treat(self, row: Listed) -> Bit:
        found = self._placed(row)
        if found is None or found.group is Group.NONE:
            return self._glyphs.dash, "muted"
        return t(found.group), "warn" if found.group in (Group.WAVERING, Group.DRAINING) else ""

    def _score(self, row: Listed) -> str:
        found = self._placed(row)
        return self._number(None if found is None else found.card.composite)

    def _class(self, row: Listed) -> str:
        found = None if self.curves is None else self.curves.ranks.get(row.id)
        return self._glyphs.dash if found is None else found.abc

    def _cumulative(self, row: Listed) -> str:
        found = None if self.curves is None else self.curves.ranks.get(row.id)
        return format.percent(None if found is None else found.cumulative_share, self._glyphs)

    def _share(self, row: Listed) -> str:
        found = None if self.curves is None else self.curves.ranks.get(row.id)
        if self.curves is None or found is None or not self.curves.pareto.total:
            return self._glyphs.dash
        return format.percent(found.value / self.curves.pareto.total, self._glyphs)

    def _revenue(self, row: Listed) -> str:
        found = None if self.curves is None else self.curves.earned.get(row.id)
        return self._amount(None if found is None else found.revenue)

    def _gross(self, row: Listed) -> str:
        found = None if self.curves is None else self.curves.earned.get(row.id)
        return self._amount(None if found is None else found.profit)

    def _profit(self, row: Listed) -> Bit:
        found = None if self.curves is None else self.curves.earned.get(row.id)
        value = None if found is None else found.value
        return self._amount(value), "error" if value is not None and value < 0 else ""

    def _margin(self, row: Listed) -> str:
        found = None if self.curves is None else self.curves.earned.get(row.id)
        if found is None or found.value is None or found.revenue <= 0:
            return self._glyphs.dash
        return format.percent(found.value / found.revenue, self._glyphs)

    def _kept(self, row: Listed) -> Bit:
        point = None if self.curves is None else self.curves.points.get(row.id)
        if point is None or point.profit_class is None:
            return self._glyphs.dash, "muted"
        word = t(point.profit_class.value.replace("_", " "))
        return word, "warn" if point.value < 0 else ""

    def _placed(self, row: Listed) -> Row | None:
        return None if self._reading.places is None else self._reading.places.rows.get(row.id)

    def _number(self, score: float | None) -> str:
        return self._glyphs.dash if score is None else f"{score:.0f}"

    def _amount(self, amount: int | None) -> str:
        money = self._reading.money
        return format.amount_short(amount, "" if money is None else money.currency, self._glyphs)


def _account(row: Listed) -> AccountRow:
    return row.account
