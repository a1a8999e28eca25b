"""The accounts that moved or rise, as a list shows them: from which tier to which, when, whose, and why."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.render import format
from kamtui.render.explained import driver
from kamtui.render.glyphs import Glyphs
from kamtui.store.accounts import AccountRow
from kamtui.store.tiers import TierDecision
from kamtui.store.timelines import Riser
from kamtui.tui.movementcharts import named
from kamtui.tui.text import Bit
from kamtui.tui.tierpast import Pair
from kamtui.tui.widgets.columns import Column


class MoverRow(NamedTuple):
    """An account, where it stood on the two days, and the last decision between them or how its score grew."""

    id: int
    account: AccountRow
    pair: Pair
    decision: TierDecision | None
    riser: Riser | None


def columns(today: dt.date, glyphs: Glyphs) -> list[Column[MoverRow]]:
    """The columns of a list of movers, or of rising accounts."""

    def move(row: MoverRow) -> list[Bit]:
        before, after = row.pair
        if row.riser is not None:
            score = f" {row.riser.before:.0f} {glyphs.arrow} {row.riser.after:.0f}  "
            return [(glyphs.up, "up"), (score, ""), (named(after), after or "muted")]
        if before is after:
            return [("  ", ""), (named(after), after or "muted")]
        is_up = after is not None and (before is None or after.rank < before.rank)
        sign = (glyphs.up, "up") if is_up else (glyphs.down, "down")
        return [sign, (f" {named(before)} {glyphs.arrow} ", ""), (named(after), after or "muted")]

    def on(row: MoverRow) -> str:
        return format.date_short(row.decision.on if row.decision else None, today, glyphs)

    def because(row: MoverRow) -> str:
        if row.riser is not None:
            return driver(row.riser.drivers[0]) if row.riser.drivers else ""
        return row.decision.reason if row.decision else ""

    return [
        Column("moved", 25, move),
        Column("account", 0, lambda row: row.account.name),
        Column("on", 8, on),
        Column("owner", 11, lambda row: row.account.owner, drop=2),
        Column("because", 36, because, drop=1),
    ]
