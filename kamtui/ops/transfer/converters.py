"""Cells into values, many at a time: the converter of a column once it is known what the column holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from kamtui.domain import credit, facts, fields, invoices, opportunities, segments
from kamtui.domain.dates import EARLIEST, LATEST
from kamtui.domain.money import SCALE
from kamtui.domain.texts import clipped, tidy
from kamtui.domain.touches import Kind, TouchState
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import amounts, words
from kamtui.ops.transfer.amounts import Mark
from kamtui.ops.transfer.columns import FLOAT, ZOHO, TextEvidence
from kamtui.ops.transfer.dates import DateEvidence, DateReader, clock
from kamtui.ops.transfer.holds import Holds
from kamtui.ops.transfer.sheets import BLANK_WORDS, OUTER
from kamtui.ops.transfer.targets import ACCOUNT_KINDS, SALE_KINDS

K = TypeVar("K")
V = TypeVar("V")

CACHE = 100_000
"""Converted cells remembered per column."""

_WORD_READERS: Mapping[Holds, Callable[[str], object]] = {
    Holds.CURRENCY: fields.currency,
    Holds.MINUTES: fields.minutes,
    Holds.KIND: words.kind,
    Holds.STATE: words.state,
    Holds.SALE_KIND: words.sale_kind,
    Holds.ACCOUNT_KIND: words.account_kind,
    Holds.SEGMENTS: segments.read,
    Holds.DIRECTION: fields.direction,
    Holds.FEEDBACK: fields.feedback,
    Holds.PURPOSE: fields.purpose,
    Holds.LEVEL: fields.level,
    Holds.FUNCTION: fields.function,
    Holds.TIER: fields.tier,
    Holds.STATUS: fields.status,
    Holds.METRIC: facts.metric,
    Holds.CONFIDENCE: facts.confidence,
    Holds.YES_NO: fields.yes_no,
    Holds.INVOICE_KIND: invoices.kind,
    Holds.INVOICE_STATE: invoices.state,
    Holds.PAYMENT_KIND: invoices.payment_kind,
    Holds.CREDIT_GRADE: credit.grade,
    Holds.STAGE: words.stage,
    Holds.OPPORTUNITY_KIND: opportunities.kind,
}
_ACCEPTED: Mapping[Holds, tuple[str, ...]] = {
    Holds.KIND: tuple(Kind),
    Holds.STATE: tuple(TouchState),
    Holds.SALE_KIND: SALE_KINDS,
    Holds.ACCOUNT_KIND: ACCOUNT_KINDS,
    Holds.METRIC: tuple(facts.Metric),
    Holds.INVOICE_KIND: tuple(invoices.InvoiceKind),
    Holds.PAYMENT_KIND: tuple(invoices.PaymentKind),
    Holds.STAGE: words.STAGES,
}
LENIENT = frozenset(
    (
        Holds.LEVEL,
        Holds.FUNCTION,
        Holds.TIER,
        Holds.STATUS,
        Holds.ACCOUNT_KIND,
        Holds.SEGMENTS,
        Holds.MINUTES,
        Holds.CONFIDENCE,
        Holds.DIRECTION,
        Holds.FEEDBACK,
        Holds.PURPOSE,
        Holds.OPPORTUNITY_KIND,
        Holds.YES_NO,
        Holds.INVOICE_STATE,
    )
)
"""Classifications that the row can do without: an unknown word is reported and left out."""


class Bad(NamedTuple):
    """A cell that cannot be read."""

    reason: str


class Converter:
    """Turns cells into values, None for blank ones and Bad for those that cannot be read; equal cells are read once."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self.saw_bad = False
        self._read = read
        self._cache = _Cache(self._convert)

    def column(self, cells: Sequence[str]) -> list[object]:
        cache = self._cache
        return [cache[cell] for cell in cells]

    def _convert(self, cell: str) -> object:
        text = cell.strip(OUTER)
        if not text:
            return None
        try:
            return self._read(text)
        except BadInput as error:
            if tidy(text) in BLANK_WORDS:
                return None
            self.saw_bad = True
            return Bad(str(error))


class QuickConverter(Converter):
    """A converter that tries to convert a whole column at once, for columns of the usual form."""

    def __init__(self, read: Callable[[str], object], all_at_once: Callable[[Sequence[str]], list[object]]) -> None:
        super().__init__(read)
        self._all_at_once = all_at_once

    def column(self, cells: Sequence[str]) -> list[object]:
        try:
            return self._all_at_once(cells)
        except ValueError:  # a blank or odd cell
            return super().column(cells)


class TextConverter(Converter):
    """Names and keys: outer spaces dropped, blank words left out, keys written as floats made whole."""

    def __init__(self, evidence: TextEvidence, *, key: bool, one_line: bool) -> None:
        super().__init__(str)
        self._words = evidence.blank_words()
        self._floats = key and evidence.numeric and evidence.floats
        self._zoho = key and evidence.numeric and evidence.zoho
        self._one_line = one_line

    def column(self, cells: Sequence[str]) -> list[object]:
        if self._one_line and not {"\n", "\r"}.isdisjoint("".join(cells)):
            cells = [_on_one_line(cell) for cell in cells]
        if self._words or self._floats or self._zoho:
            return [self._cleaned(cell.strip(OUTER)) for cell in cells]
        return [cell.strip(OUTER) or None for cell in cells]

    def _cleaned(self, text: str) -> str | None:
        if not text or text in self._words:
            return None
        if self._floats and (whole := FLOAT.fullmatch(text)):
            return whole[1]
        if self._zoho and (number := ZOHO.fullmatch(text)):
            return number[1]
        return text


def _on_one_line(text: str) -> str:
    return " ".join(part.strip(OUTER) for part in text.replace("\r", "\n").split("\n") if part.strip(OUTER))


class ToTheLetter(Converter):
    """Text exactly as it is; only an empty cell is none."""

    def __init__(self) -> None:
        super().__init__(str)

    def column(self, cells: Sequence[str]) -> list[object]:
        return [cell or None for cell in cells]


def text_converter(holds: Holds, evidence: TextEvidence) -> Converter:
    """The converter of a column of names, references, keys or free text."""
    if holds is Holds.TEXT:
        return ToTheLetter()
    return TextConverter(evidence, key=holds in (Holds.ID, Holds.REFERENCE), one_line=holds is Holds.NAME)


def word_converter(holds: Holds, meant: Mapping[str, str], *, any_other: str = "", unit: str = "") -> Converter:
    """The converter of a column that allows only some words.

    `meant` translates the file's own first, `any_other` stands for all that nobody knows; `unit` "seconds" makes
    minutes of them.
    """
    reader = _WORD_READERS[holds]
    mine = {tidy(word): ours for word, ours in meant.items()}

    def read(text: str) -> object:
        if unit == "seconds" and text.replace(".", "", 1).isdecimal():
            return -(-int(float(text)) // 60)
        try:
            return reader(mine.get(tidy(text), text))
        except BadInput:
            if any_other:
                return reader(any_other)
            raise

    return Converter(read)


def accepted_words(holds: Holds) -> tuple[str, ...]:
    """Our words for such a field; empty where there are too many to list."""
    return _ACCEPTED.get(holds, ())


def period_converter() -> Converter:
    """The converter of a column of periods."""
    return Converter(words.period)


def date_converter(order: str) -> Converter:
    """The converter of a column of days; a time of day is left out."""
    reader = DateReader(order)

    def read(text: str) -> dt.date:
        found = reader.read(text)
        if found is None or not EARLIEST <= found.year <= LATEST:
            raise BadInput(t("'{text}' is not a date", text=clipped(text)))
        return found.date() if isinstance(found, dt.datetime) else found

    return Converter(read)


def moment_converter(order: str, zone: dt.tzinfo, evidence: DateEvidence) -> Converter:
    """The converter of a column of moments: aware datetimes in UTC, local ones read in `zone`.

    Cells without a time stay dates, and so does the whole column where the only time is midnight.
    """
    moments = _Moments(DateReader(order), zone)
    if not evidence.timed:
        return Converter(moments.day)
    if evidence.always_utc:
        return QuickConverter(moments.read, lambda cells: list(map(dt.datetime.fromisoformat, cells)))
    return QuickConverter(moments.read, moments.local_times)


class _Moments:
    """Reads days with their times, and brings them to UTC."""

    def __init__(self, reader: DateReader, zone: dt.tzinfo) -> None:
        self._reader = reader
        self._zone = zone
        # days, times of day and hours come again, their combinations seldom do
        self._days = _Cache(self._day)
        self._clocks = _Cache(self._local_clock)
        self._offsets = _Cache(self._offset)

    def read(self, text: str) -> dt.date:
        """One cell. Raises BadInput."""
        found = self._written(text)
        if not isinstance(found, dt.datetime):
            return found
        return found.replace(tzinfo=found.tzinfo or self._zone).astimezone(dt.UTC)

    def day(self, text: str) -> dt.date:
        """One cell, its time left out. Raises BadInput."""
        found = self._written(text)
        return found.date() if isinstance(found, dt.datetime) else found

    def _written(self, text: str) -> dt.date:
        found = self._reader.read(text)
        if found is None or not EARLIEST <= found.year <= LATEST:
            raise BadInput(t("'{text}' is neither a date nor a time", text=clipped(text)))
        return found

    def local_times(self, cells: Sequence[str]) -> list[object]:
        """Many cells, each a day, a space and a local time. Raises ValueError where one of them is not."""
        days, clocks, offsets, combine = self._days, self._clocks, self._offsets, dt.datetime.combine
        found: list[object] = []
        for cell in cells:
            day, _, time = cell.partition(" ")
            date, clock = days[day], clocks[time]
            found.append(combine(date, clock, dt.UTC) - offsets[date, clock.hour])
        return found

    def _day(self, text: str) -> dt.date:
        found = self._reader.day(text)
        if found is None or not EARLIEST <= found.year <= LATEST:
            raise ValueError
        return found

    def _local_clock(self, text: str) -> dt.time:
        found = clock(text)
        if found is None or found.tzinfo is not None:
            raise ValueError
        return found

    def _offset(self, hour: tuple[dt.date, int]) -> dt.timedelta:
        """How far local time is ahead of UTC; it changes at full hours at most."""
        local = dt.datetime.combine(hour[0], dt.time(hour[1]), self._zone)
        return local.utcoffset() or dt.timedelta()


def amount_converter(decimal: Mark, *, plain: bool, percent: bool = False) -> Converter:
    """The converter of a column of amounts, into 1/10,000 of the unit; `plain`: no value is unusual.

    `percent`: where 15% is 15.
    """

    def read(text: str) -> int:
        return amounts.read(text.removesuffix("%") if percent else text, decimal)

    if not plain:
        return Converter(read)
    # exact, not approximate: up to eleven digits and two decimals, the nearest whole number of 1/10,000 is the value
    return QuickConverter(read, lambda cells: [round(value * SCALE) for value in map(float, cells)])


class _Cache(dict[K, V]):
    """Values already made from what they are asked by."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, asked: K) -> V:
        if len(self) >= CACHE:
            self.clear()
        value = self[asked] = self._make(asked)
        return value
