"""The tab with the group of an account: a tree with what each brought in twelve months, and the total below (R61)."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kamtui.domain.periods import trailing_year
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.store import groups, policies, rollups
from kamtui.store.book import Book
from kamtui.store.rollups import Brought
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column

TOTAL = 0
"""The id of the row with the total; no account has it."""


class GroupRow(NamedTuple):
    """An account of the group, or the total."""

    id: int
    name: str
    depth: int
    tier: Tier | None
    status: Status | None
    owner: str
    purchasing: str
    until: dt.date | None
    """The last day it belonged to the group; None: it still does."""
    is_here: bool
    """Whether it is the account whose page this is."""
    brought: Brought


class GroupRows:
    """The source of the list: the whole group, from its top; empty while the tab is not shown."""

    def __init__(self, book: Book, account: Callable[[], int | None]) -> None:
        self._book = book
        self._account = account
        self._rows: dict[int, GroupRow] = {}

    def ids(self) -> array[int]:
        account = self._account()
        self._rows = {} if account is None else {row.id: row for row in self._read(account)}
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[GroupRow]:
        return [self._rows[key] for key in ids if key in self._rows]

    def _read(self, account: int) -> list[GroupRow]:
        conn, today = self._book.conn, self._book.today()
        top = next(iter(reversed(groups.ancestors(conn, account, today))), account)
        found = rollups.group(conn, top, trailing_year(today), policies.in_force(conn, today).minutes)
        if len(found.nodes) == 1:
            return []
        rows = [
            GroupRow(
                node.account_id,
                node.name,
                node.depth,
                node.tier,
                node.status,
                node.owner,
                node.purchasing,
                None if node.last == found.period.last else node.last,
                node.account_id == account,
                node.brought,
            )
            for node in found.nodes
        ]
        return [*rows, GroupRow(TOTAL, t("total"), 0, None, None, "", "", None, False, found.total)]


def columns(today: dt.date, glyphs: Glyphs) -> list[Column[GroupRow]]:
    """The tree, tier, status, revenue and profit of the first currency, minutes, touches, people."""

    def name(row: GroupRow) -> list[Bit]:
        role = "strong" if row.id == TOTAL else "accent" if row.is_here else ""
        bits: list[Bit] = [("  " * row.depth, ""), (row.name, role)]
        if row.until is not None:
            bits.append((t(" until {on}", on=format.date_short(row.until, today, glyphs)), "warn"))
        return bits

    def money(row: GroupRow, profit: bool) -> str:
        if not row.brought.money:
            return glyphs.dash
        first, *others = row.brought.money
        shown = format.amount_short(first.profit if profit else first.revenue, first.currency, glyphs)
        return f"{shown}+" if others and not profit else shown

    def owes(row: GroupRow) -> Bit:
        if not row.brought.owed:
            return glyphs.dash, "muted"
        first, *others = row.brought.owed
        shown = format.amount_short(first.balance, first.currency, glyphs)
        return f"{shown}+" if others else shown, "error" if first.overdue > 0 else ""

    def currency(row: GroupRow) -> str:
        return "+".join(each.currency for each in row.brought.money)

    def tier(row: GroupRow) -> Bit:
        return ("", "") if row.id == TOTAL else (format.tier_word(row.tier, glyphs), row.tier or "muted")

    def status(row: GroupRow) -> Bit:
        return ("", "") if row.id == TOTAL else (format.status_word(row.status, glyphs), row.status or "muted")

    return [
        Column("group", 0, name),
        Column("tier", 9, tier),
        Column("status", 12, status, drop=3),
        Column("buys", 9, lambda row: t(row.purchasing) if row.purchasing else "", drop=5),
        Column("owner", 10, lambda row: row.owner, drop=4),
        Column("revenue", 8, lambda row: money(row, profit=False), align="right"),
        Column("profit", 6, lambda row: money(row, profit=True), align="right", drop=1),
        Column("owes", 8, owes, align="right", drop=6),
        Column("cur.", 7, currency, drop=2),
        Column("time", 6, lambda row: format.minutes(row.brought.minutes or None, glyphs), align="right"),
        Column("touches", 7, lambda row: str(row.brought.touches), align="right"),
        Column("people", 6, lambda row: str(len(row.brought.people)), align="right"),
    ]
