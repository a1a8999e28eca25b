"""What the header of an account says of its market: strategy of its class, segments, value drivers, partnership."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain import segments
from kamtui.domain.profiles import VALUE_DRIVERS, ranked
from kamtui.domain.rivals import Stage
from kamtui.i18n import t
from kamtui.render.text import clean, fit
from kamtui.store import policies, profiles, rivals
from kamtui.store.accounts import AccountRow
from kamtui.store.book import Book
from kamtui.tui.text import Line

DRIVERS = 3
"""Value drivers that the header names."""

WIDEST = 24
"""Cells of a value driver."""


def at_a_glance(book: Book, row: AccountRow) -> list[Line]:
    """Segments, partnership and what is worth most to them, each a part of the header; none where nothing is known."""
    conn, today = book.conn, book.today()
    parts: list[Line] = []
    if row.segments:
        parts.append([("+".join(segments.shown(each) for each in segments.of(row.segments)), "accent")])
    partner = rivals.partnership(conn, row.id, today)
    if partner is not None and partner.stage is not Stage.NONE:
        left = partner.days_left(today)
        said = t("partnership {stage}", stage=t(partner.stage))
        ends = "" if left is None else t(" ended") if left < 0 else t(" ends in {days}d", days=left)
        parts.append([(said, ""), (ends, "warn")])
    drivers = profiles.of_account(conn, row.id, today).get(VALUE_DRIVERS)
    if drivers is not None:
        named = [fit(each, WIDEST).rstrip() for each in ranked(drivers.value)[:DRIVERS]]
        parts.append([(t("values: "), "muted"), (clean(" > ".join(named)), "")])
    return parts


def strategy(book: Book, row: AccountRow, cells: int) -> Sequence[Line]:
    """What the policy says is done with accounts of this class, in one line (R10); none where it says nothing."""
    said = "" if row.tier is None else policies.in_force(book.conn, book.today()).strategy.get(row.tier, "")
    # those of the starting policies in the user's language
    return [[(f" {fit(t(said), cells - 2).rstrip()}", "muted")]] if said else []
