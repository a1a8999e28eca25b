"""How an account looks in a list: the columns that several screens share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.store.accounts import AccountRow
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column

R = TypeVar("R")

NAMES = ("tier", "name", "status", "last", "due", "revenue", "sales", "owner")
"""The columns of the list of accounts, as the settings name them."""

HALF_A_YEAR = 182
"""Days up to which a month and a day say which year is meant."""

Of = Callable[[R], AccountRow]
"""Finds the account in a row of some list."""


def chosen(text: str) -> list[str]:
    """The columns that a setting names, in its order; all where it names none, and the name in any case."""
    found = [name for part in text.split(",") if (name := part.strip()) in NAMES]
    if not found:
        return [*NAMES]
    return list(dict.fromkeys(found if "name" in found else ["name", *found]))


def read(text: str) -> str:
    """The setting as it is typed; raises BadInput for a column that is not there."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            raise BadInput(t("there is no column '{name}'; use {accepted}", name=name, accepted=", ".join(NAMES)))
    return ",".join(names)


def tier(of: Of[R], today: dt.date, glyphs: Glyphs, width: int = 12) -> Column[R]:
    """The tier, with a mark where it was decided in the last 30 days."""

    def draw(row: R) -> Bit:
        account = of(row)
        recent = account.tier_on is not None and 0 <= (today - account.tier_on).days <= 30
        role = account.tier or "muted"
        return format.tier_word(account.tier) + (f" {glyphs.delta}" if recent else ""), role

    return Column("tier", width, draw)


def name(of: Of[R]) -> Column[R]:
    """The name; takes what the others leave."""
    return Column("account", 0, lambda row: of(row).name)


def status(of: Of[R], glyphs: Glyphs) -> Column[R]:
    """Glyph and word of the relationship status."""

    def draw(row: R) -> Bit:
        found = of(row).status
        return format.status_word(found, glyphs), found or "muted"

    return Column("status", 12, draw)


def last(of: Of[R], today: dt.date, glyphs: Glyphs) -> Column[R]:
    """Days since the last touch."""

    def draw(row: R) -> Bit:
        on = of(row).last_touch_on
        return (t("never"), "muted") if on is None else (format.days((today - on).days, glyphs), "")

    return Column("last", 5, draw, align="right")


def due(of: Of[R], today: dt.date, glyphs: Glyphs) -> Column[R]:
    """The day of the next touch; `!` where the maximum is passed, `~` where the target is."""

    def draw(row: R) -> Bit:
        account = of(row)
        if account.next_due_on is None or account.overdue_on is None:
            return glyphs.dash, "muted"
        late = (today - account.next_due_on).days
        text = format.days(late, glyphs) if abs(late) > HALF_A_YEAR else f"{account.next_due_on:%m-%d}"
        if today > account.overdue_on:
            return f"!{text}", "error"
        return (f"~{text}", "warn") if today >= account.next_due_on else (text, "")

    return Column("due", 6, draw, align="right", drop=2)


def owner(of: Of[R]) -> Column[R]:
    """Login of the owner."""
    return Column("owner", 11, lambda row: of(row).owner, drop=3)


def revenue(of: Of[R], glyphs: Glyphs) -> Column[R]:
    """Sales of twelve months, short."""

    def draw(row: R) -> str:
        account = of(row)
        return format.amount_short(account.revenue_12m, account.currency, glyphs)

    return Column("12 mon", 6, draw, align="right", drop=1)
