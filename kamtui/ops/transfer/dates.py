"""What a whole column of dates says about the order of day and month, and how its cells are read then.

Day and month are told apart by the column, never by the row: one cell like 03/04/2024 can be either, thousands of them
seldom are. What stays open is asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain.texts import tidy
from kamtui.ops.transfer.sheets import BLANK_WORDS

SEEN_LIMIT = 200_000
"""Distinct values remembered while a column is looked at."""

CONTRADICTION = 0.02
"""Share of rows that may contradict the rest: those are rejected, more make the order an open question."""

RECENT = range(32_874, 54_789)
"""Day numbers of Excel from 1990 to the end of 2049."""

_ISO_BLOCK = re.compile(
    r"(?:(?:\d{4}-(?:0[1-9]|1[0-2])-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?\n)*"
)
_UTC_BLOCK = re.compile(r"(?:(?:\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ)?\n)*")
_TIMED = re.compile(r"[ T](?!00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?\n)\d\d:")
_PARTS = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号]?)?")
_COMPACT = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .\-/]+([A-Za-z]{3,9})[ .,\-/]+(\d{4}|\d\d)")
_NAMED_DAY = re.compile(r"([A-Za-z]{3,9})[ .]+(\d{1,2})(?:st|nd|rd|th)?[ ,]+(\d{4})")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_TIME = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?|上午|下午)?\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?"
)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_EXCEL_EPOCH = dt.date(1899, 12, 30)


class DateEvidence:
    """Counts over the distinct values of a column."""

    def __init__(self) -> None:
        self.forms: Counter[str] = Counter()
        self.only: Counter[str] = Counter()
        """dmy, mdy: values that only one of the two explains."""
        self.either: list[str] = []
        """Examples that both explain, differently."""
        self.example = ""
        self.dotted = False
        self.timed = False
        """Some value has a time of day other than midnight."""
        self.always_utc = True
        """Every value is written like 2026-03-31T08:15:00Z."""
        self.firsts: set[int] = set()
        self.lasts: set[int] = set()
        self.short_years = False
        self.are_recent = True
        """No day number lies outside RECENT."""
        self.examples: list[str] = []
        """Values that are no dates at all."""
        self._seen: set[str] = set()

    def see(self, values: set[str]) -> None:
        """Take in the distinct values of some rows."""
        block = "\n".join(values) + "\n"
        if _ISO_BLOCK.fullmatch(block):
            self.forms["ymd"] += len(values) - ("" in values)
            self.timed = self.timed or bool(_TIMED.search(block))
            self.always_utc = self.always_utc and bool(_UTC_BLOCK.fullmatch(block))
            return
        self.always_utc = False
        for value in values:
            text = value.strip()
            day, time = _split(text)
            if time and not self.timed:
                self.timed = clock(time) not in (None, dt.time(0))
            if day and day not in self._seen:
                if len(self._seen) < SEEN_LIMIT:
                    self._seen.add(day)
                self._classify(day)

    def dates(self) -> int:
        """Values that are dates in some reading."""
        return self.forms.total() - self.forms["other"] - self.forms["serial"]

    def _classify(self, day: str) -> None:
        parts = _PARTS.fullmatch(day)
        if parts and len(parts[1]) < 3:
            self._weigh(day, int(parts[1]), int(parts[3]), parts[4], parts[2])
        elif parts or _CHINESE.fullmatch(day):
            self.forms["ymd"] += 1
        elif _COMPACT.fullmatch(day):
            self.forms["compact"] += 1
        elif _MONTH.fullmatch(day):
            self.forms["month"] += 1
        elif (named := _NAMED_DAY.fullmatch(day)) and named[1][:3].lower() in _MONTHS:
            self.forms["named_mdy"] += 1
        elif (named := _DAY_NAMED.fullmatch(day)) and named[2][:3].lower() in _MONTHS:
            self.forms["named_dmy"] += 1
        elif tidy(day) not in BLANK_WORDS:
            is_serial = bool(_SERIAL.fullmatch(day))
            self.forms["serial" if is_serial else "other"] += 1
            self.are_recent = self.are_recent and is_serial and int(float(day)) in RECENT
            if len(self.examples) < 3:
                self.examples.append(day)

    def _weigh(self, day: str, first: int, second: int, last: str, separator: str) -> None:
        """What one value such as 03/04/24 says."""
        self.forms["parts"] += 1
        self.example = self.example or day
        self.dotted = self.dotted or separator == "."
        if len(last) == 2:
            self.short_years = True
            self.firsts.add(first)
            self.lasts.add(int(last))
        if first > 31 or second > 31 or (first > 12 and second > 12):
            self.only["neither"] += 1
        elif first > 12:
            self.only["dmy"] += 1
        elif second > 12:
            self.only["mdy"] += 1
        elif first != second and len(self.either) < 1000:
            self.either.append(day)


class Open(NamedTuple):
    """The column does not tell; the readings that are possible, with an example."""

    orders: tuple[str, ...]
    example: str


def decide(evidence: DateEvidence, asked: str = "", beside: str = "") -> str | Open:
    """The order of a column: "dmy", "mdy", "ymd" (two-digit years first), "serial" or "" (no question arises).

    `asked` is the user's word; `beside` the order that another column of the same rows has proved.
    """
    if asked:
        return asked
    if evidence.forms["serial"] and evidence.are_recent and not evidence.forms.keys() - {"serial", "ymd"}:
        return "serial"  # nothing else in a column of dates counts from 1990 to 2050
    if evidence.forms["serial"] > evidence.dates():
        return Open(("serial",), evidence.examples[0])
    if not evidence.forms["parts"]:
        return ""
    if evidence.short_years and (order := _short_year_order(evidence)):
        return order if isinstance(order, Open) else decide(evidence, order)
    dmy, mdy = evidence.only["dmy"], evidence.only["mdy"]
    if dmy or mdy:
        if min(dmy, mdy) <= CONTRADICTION * max(dmy, mdy):
            return "dmy" if dmy > mdy else "mdy"
        return Open(("dmy", "mdy"), next(iter(evidence.either), evidence.example))
    if beside:
        return beside
    if not evidence.either or evidence.dotted:
        return "dmy"  # every value reads the same both ways; and no country writes M.D.Y
    if evidence.forms["named_mdy"] and not evidence.forms["named_dmy"]:
        return "mdy"  # "Sep 12, 2026" stands in the same column
    return Open(("dmy", "mdy"), evidence.either[0])


def _short_year_order(evidence: DateEvidence) -> str | Open:
    """Whether 19/03/05 begins with the year: years are few, days of the month are many. "" for year last."""
    if evidence.only["neither"] > CONTRADICTION * evidence.forms["parts"] and max(evidence.firsts) > 31:
        return "ymd"
    if max(evidence.lasts) > 31:
        return ""
    firsts, lasts = len(evidence.firsts), len(evidence.lasts)
    if firsts >= 12 and 2 * lasts <= firsts:
        return ""
    if lasts >= 12 and 2 * firsts <= lasts:
        return "ymd"
    orders = ("dmy", "ymd") if evidence.only["dmy"] else ("mdy",) if evidence.only["mdy"] else ("dmy", "mdy", "ymd")
    return "mdy" if orders == ("mdy",) else Open(orders, next(iter(evidence.either), evidence.example))


class DateReader:
    """Reads the cells of a column in one order; always also year-first dates, names of months, and times of day."""

    def __init__(self, order: str) -> None:
        self.order = order

    def read(self, text: str) -> dt.date | dt.datetime | None:
        """A date, a datetime where there is a time (aware where a zone is written), or None: not a date."""
        if len(text) > 10 and text[4] == "-":
            try:
                return dt.datetime.fromisoformat(text)
            except ValueError:
                pass
        day, time = _split(text)
        date = self.day(day)
        if date is None or not time:
            return date
        at = clock(time)
        return None if at is None else dt.datetime.combine(date, at)

    def day(self, text: str) -> dt.date | None:
        """The date that `text` without a time is."""
        try:
            text = text.strip()
            if parts := _PARTS.fullmatch(text):
                return self._from_parts(parts[1], int(parts[3]), parts[4])
            if _COMPACT.fullmatch(text):
                return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
            if chinese := _CHINESE.fullmatch(text):
                year, number = int(chinese[1]), int(chinese[2])
                return dt.date(year, number, int(chinese[3])) if chinese[3] else _month_end(year, number)
            if month := _MONTH.fullmatch(text):
                return _month_end(int(month[1]), int(month[2]))
            if named := _NAMED_DAY.fullmatch(text):
                return dt.date(int(named[3]), _MONTHS[named[1][:3].lower()], int(named[2]))
            if named := _DAY_NAMED.fullmatch(text):
                return dt.date(_year(named[3]), _MONTHS[named[2][:3].lower()], int(named[1]))
            if self.order == "serial" and _SERIAL.fullmatch(text):
                return _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
        except (ValueError, KeyError):
            return None
        return None

    def _from_parts(self, first: str, second: int, last: str) -> dt.date:
        if len(first) == 4:
            return dt.date(int(first), second, int(last))
        if self.order == "ymd" and len(last) <= 2:
            return dt.date(_year(first), second, int(last))
        if len(first) > 2 or len(last) not in (2, 4):
            raise ValueError
        if self.order == "mdy":
            return dt.date(_year(last), int(first), second)
        return dt.date(_year(last), second, int(first))


def previews(open_: Open) -> Iterable[tuple[str, str]]:
    """Each possible order with what the example means then."""
    for order in open_.orders:
        read = DateReader(order).read(open_.example)
        yield order, f"{open_.example} = {read:%-d %b %Y}" if read else open_.example


def _month_end(year: int, month: int) -> dt.date:
    """The last day: before it, the figures of a month are not known."""
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _year(text: str) -> int:
    """69 is 1969, 68 is 2068, as POSIX has it; four digits are what they say."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year > 68 else 2000)


def _split(text: str) -> tuple[str, str]:
    """A cell parted into its day and its time; dates with names of months contain spaces themselves."""
    colon = text.find(":")
    if colon < 0:
        return text, ""
    space = max(text.rfind(" ", 0, colon), text.rfind("T", 0, colon))
    if space <= 0:
        return text, ""
    return text[:space].rstrip(", "), text[space + 1 :]


def clock(text: str) -> dt.time | None:
    """The time of day that `text` is, with its zone if it says one; None: not a time."""
    text = text.strip()
    if text[:2] in ("上午", "下午"):
        text = text[2:] + text[:2]
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, half = int(found[1]), (found[4] or "").replace(".", "").lower()
    if half in ("am", "上午"):
        hour %= 12
    elif half in ("pm", "下午"):
        hour = hour % 12 + 12
    try:
        return dt.time(hour, int(found[2]), int(found[3] or 0), tzinfo=_zone(found[5]))
    except ValueError:
        return None


def _zone(text: str | None) -> dt.timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return dt.UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))
