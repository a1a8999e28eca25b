"""The tab with what is known of a customer: fields, competitors, partnership, segments, each with source and age."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical

from kamtui.domain import profiles as topics
from kamtui.domain import segments
from kamtui.domain.rivals import Partnership, Rival, Stage
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import wrap
from kamtui.store import accounts, policies, profilegaps, profiles, rivals
from kamtui.store.book import Book
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

DETAIL = 2
"""Lines for the whole value at the cursor, above the line with the keys."""


class Of(Enum):
    """What a row is of; the number is where its ids begin."""

    FIELD = 1
    RIVAL = 10_000
    PARTNERSHIP = 20_000
    SEGMENTS = 20_001


class ProfileRow(NamedTuple):
    """One thing that is known, or that is not."""

    id: int
    of: Of
    name: str
    """Of the field."""
    label: str
    value: str
    source: str
    on: dt.date | None
    """When it was entered or confirmed; None: it is not known, or has no day."""
    is_stale: bool = False
    is_missing: bool = False
    """A complete profile has it."""
    is_confidential: bool = False
    rival: Rival | None = None


class Known:
    """The source of the list."""

    def __init__(self, book: Book, account: Callable[[], int]) -> None:
        self._book = book
        self._account = account
        self._rows: dict[int, ProfileRow] = {}

    def ids(self) -> array[int]:
        self._rows = {row.id: row for row in self._read()}
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[ProfileRow]:
        return [self._rows[key] for key in ids if key in self._rows]

    def _read(self) -> list[ProfileRow]:
        conn, account, today = self._book.conn, self._account(), self._book.today()
        rules = policies.in_force(conn, today).signals
        found = _fields(profiles.of_account(conn, account, today), today, rules.profile_days)
        there = sorted(rivals.newest(conn, account, today), key=lambda rival: (rival.name, rival.product))
        for place, rival in enumerate(there):
            if not rival.gone:
                found.append(_rival(rival, Of.RIVAL.value + place, today, rules.profile_days))
        found.append(_partnership(rivals.partnership(conn, account, today), today))
        found.append(_segments(accounts.row(conn, account).segments))
        return found


def _fields(kept: dict[str, topics.Kept], today: dt.date, days: int) -> list[ProfileRow]:
    """Ours in their order, also those that nobody filled, then those somebody named."""
    own = [topic.name for topic in topics.OF_ACCOUNT]
    counted = {topic.name for topic in topics.COUNTED}
    found = []
    for place, name in enumerate([*own, *(name for name in kept if name not in own)]):
        value, heading = kept.get(name), topics.heading(name)
        if value is None:
            missing = name in counted
            found.append(ProfileRow(Of.FIELD.value + place, Of.FIELD, name, heading, "", "", None, is_missing=missing))
            continue
        said = t(value.value) if name == topics.REFERENCEABLE else value.value
        source = value.source or ""
        stale, secret = value.is_stale(today, days), value.confidential
        found.append(
            ProfileRow(Of.FIELD.value + place, Of.FIELD, name, heading, said, source, value.on, stale, False, secret)
        )
    return found


def _rival(rival: Rival, key: int, today: dt.date, days: int) -> ProfileRow:
    parts = [rival.label]
    if rival.share is not None:
        parts.append(f"{rival.share:g}%")
    if rival.move:
        day = "" if rival.move_on is None else f"{format.date_short(rival.move_on, today)} "
        parts.append(day + rival.move)
    if rival.counter:
        parts.append(t("we: {counter}", counter=rival.counter))
    for word, text in ((t("strong"), rival.strengths), (t("knows"), rival.contacts)):
        parts += [f"{word}: {text}"] if text else []
    stale = (today - rival.on).days > days
    label, said = t("competitor"), " · ".join(parts)
    return ProfileRow(key, Of.RIVAL, "", label, said, rival.source or "", rival.on, stale, rival=rival)


def _partnership(found: Partnership | None, today: dt.date) -> ProfileRow:
    said = t(found.stage if found else Stage.NONE)
    if found is not None:
        left = found.days_left(today)
        parts = [said, t("until {until}", until=found.until_on) if found.until_on else "", found.note]
        if left is not None:
            parts.insert(2, t("ended") if left < 0 else n("ends in {count} day", "ends in {count} days", left))
        said = " · ".join(filter(None, parts))
    on = None if found is None else found.on
    return ProfileRow(Of.PARTNERSHIP.value, Of.PARTNERSHIP, "", t("partnership"), said, "", on)


def _segments(kept: str) -> ProfileRow:
    said = ", ".join(segments.shown(each) for each in segments.of(kept))
    return ProfileRow(Of.SEGMENTS.value, Of.SEGMENTS, "", t("segments"), said, "", None)


class ProfileTab(Vertical):
    """How complete it is, the list, and the whole of what is at the cursor."""

    DEFAULT_CSS = """
    ProfileTab #whole { height: 1; }
    ProfileTab #detail { height: 3; }
    """

    whole = getters.query_one("#whole", Lines)
    list = getters.query_one(RowList)
    detail = getters.query_one("#detail", Lines)

    def __init__(self, book: Book, account: Callable[[], int], glyphs: Glyphs) -> None:
        super().__init__(id="profile")
        self._book = book
        self._account = account
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        yield Lines(id="whole")
        source = Known(self._book, self._account)
        yield RowList(source, columns(self._book.today(), self._glyphs), glyphs=self._glyphs, id="known")
        yield Lines(id="detail")

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._show_detail()

    def read_again(self) -> None:
        """Show what is known now, of the account that is shown now."""
        self.list.forget_all()
        self.list.reload()
        self.whole.show([_whole(profilegaps.at_account(self._book.conn, self._account(), self._book.today()))])
        self._show_detail()

    @property
    def at_cursor(self) -> ProfileRow | None:
        """The row at the cursor."""
        return None if self.list.cursor is None else self.list.row(self.list.cursor)

    @property
    def chosen(self) -> Sequence[ProfileRow]:
        """The marked rows, else the one at the cursor."""
        return [row for row in map(self.list.row, self.list.chosen) if row is not None]

    def _show_detail(self) -> None:
        row = self.at_cursor
        if row is None:
            return
        text = row.value
        if not text and row.of is Of.FIELD and row.name in topics.KNOWN:
            text = t(topics.KNOWN[row.name].question)
        elif row.of is Of.SEGMENTS and not text:
            text = t("economic, important, group, strategic: which kinds of key account is it?")
        # its own size is not known before it is shown
        lines = wrap(text, self.app.size.width - 2)[:DETAIL]
        shown: list[Line] = [[(f" {line}", "" if row.value else "muted")] for line in lines]
        keys = "" if self._book.only_looks else t("e edit  d still true  V d all of it  a competitor")
        self.detail.show([*shown, *([] for _ in range(DETAIL - len(shown))), [(f" {keys}", "muted")]])


def columns(today: dt.date, glyphs: Glyphs) -> Sequence[Column[ProfileRow]]:
    """What, its value, who says so, how old it is: `~` where it should be confirmed, `!` where it is missing."""

    def value(row: ProfileRow) -> Bit:
        if row.is_missing:
            return f"! {t('not known')}", "warn"
        return row.value or glyphs.dash, "" if row.value else "muted"

    def age(row: ProfileRow) -> Bit:
        if row.on is None:
            return "", "muted"
        days = format.days((today - row.on).days, glyphs)
        return (f"~{days}", "warn") if row.is_stale else (days, "muted")

    def source(row: ProfileRow) -> Bit:
        said = t(row.source) if row.source else ""
        return (f"{said} {t('in confidence')}" if row.is_confidential else said), "muted"

    return [
        Column("what", 20, lambda row: (row.label, "accent" if row.of is Of.RIVAL else "")),
        Column("known", 0, value),
        Column("says who", 10, source, drop=1),
        Column("age", 6, age, align="right"),
    ]


def _whole(found: profilegaps.Profiled) -> Line:
    """How complete it is, how old, by what the customer is held, in one line."""
    part = found.completeness
    bits: list[Bit] = [(f" {t('{percent} % known', percent=part.percent)}", "strong")]
    if part.stale:
        bits.append((f" · ~ {t('{count} to be confirmed', count=part.stale)}", "warn"))
    if found.is_held_by_barrier_only:
        bits.append((f" · ! {t('held only by barriers')}", "error"))
    if part.oldest_on is not None:
        bits.append((f" · {t('oldest of {on}', on=part.oldest_on)}", "muted"))
    return bits
