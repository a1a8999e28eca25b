"""The week as rows of a list: a heading for each day, and a row for each thing on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kamtui.domain.agenda import Day, Item, What
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import wrap
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Cell, Column

LATE_HEADING = -1
"""The id of the heading over what is late; those of days are below it."""

_ORDINAL = {what: number for number, what in enumerate(What)}


class Row(NamedTuple):
    """A heading, or a thing below one."""

    id: int
    day: Day
    item: Item | None
    """None: the heading of the day."""


def rows(days: Iterable[Day]) -> Iterator[Row]:
    """Every day's heading and what is on it; a thing has the same id wherever it stands."""
    for day in days:
        yield Row(LATE_HEADING if day.on is None else -day.on.toordinal(), day, None)
        for item in day.items:
            yield Row(item.row * len(_ORDINAL) + _ORDINAL[item.what], day, item)


def counted(days: Iterable[Day], today: dt.date) -> str:
    """How many things there are, and how many are late."""
    items = [item for day in days for item in day.items]
    late = sum(item.is_late(today) for item in items)
    said = n("{count} thing", "{count} things", len(items))
    return f"{said} · {n('{count} late', '{count} late', late)}" if late else said


def columns(today: dt.date, glyphs: Glyphs, *, wide: bool, with_owner: bool) -> list[Column[Row]]:
    """What, with whom, when exactly or since when, and what it is about."""

    def what(row: Row) -> Cell:
        if row.item is None:
            return _heading(row.day, today)
        return f"  {word(row.item)}", _role(row.item, today)

    def account(row: Row) -> Cell:
        if row.item is not None:
            return row.item.account or (glyphs.dash, "muted")
        count = len(row.day.items)
        return (n("{count} thing", "{count} things", count) if count else glyphs.dash), "muted"

    def when(row: Row) -> Cell:
        if row.item is None:
            return t("today") if row.day.on == today else "", "accent"
        if row.item.is_late(today):
            return format.date_short(row.item.on, today, glyphs), "error"
        return "" if row.item.at is None else row.item.at.astimezone().strftime("%H:%M")

    def about(row: Row) -> Cell:
        if row.item is None:
            return ""
        line: Line = [(f"{glyphs.refresh}{row.item.repeat.text} ", "muted")] if row.item.repeat else []
        return [*line, (row.item.title or (_due() if row.item.what is What.DUE else ""), "")]

    shown: list[Column[Row]] = [
        Column("day", 13, what),
        Column("account", 36 if wide else 20, account),
        Column("when", 8, when),
        Column("about", 0, about),
    ]
    return [*shown, Column("owner", 10, lambda row: row.item.owner if row.item else "")] if with_owner else shown


def detail(item: Item, cells: int, glyphs: Glyphs) -> list[Line]:
    """A thing in full, in lines of so many cells."""
    spent = format.minutes(item.minutes, glyphs) if item.minutes else ""
    head = [word(item), item.account, ", ".join(item.people), spent, item.owner]
    return [[(f" {part}", "muted")] for part in wrap(" · ".join(filter(None, [*head, item.title])), cells)]


def word(item: Item) -> str:
    """What a thing is, in a word."""
    match item.what:
        case What.OURS:
            return t("promise")
        case What.THEIRS:
            return t("theirs")
        case What.EVENT:
            return t("event")
        case What.FORUM:
            return t("forum")
        case What.DUE:
            return t("touch due")
        case What.TOUCH:
            return t(item.kind or "touch")


def _due() -> str:
    return t("nothing is planned; t logs a touch")


def _heading(day: Day, today: dt.date) -> Bit:
    if day.on is None:
        return t("late"), "error"
    role = "accent" if day.on == today else "muted" if day.on < today and not day.items else "strong"
    return f"{format.weekday(day.on)} {day.on.isoformat()[5:]}", role


def _role(item: Item, today: dt.date) -> str:
    if item.what is What.DUE:
        return "muted"
    if item.is_late(today):
        return "error"
    return "warn" if item.what is What.THEIRS else ""
