"""Single values as people read them, the same in the app and on the command line; unknown is never 0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kamtui.domain.money import SCALE, plain, rounded
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs

_THOUSANDS = ("", "k", "M", "B", "T")


def amount_short(amount: int | None, currency: str, glyphs: Glyphs = UNICODE) -> str:
    """An amount (1/10,000 of the unit) in at most six cells, without its currency: 950, 34k, -1.2M, 9.50."""
    if amount is None:
        return glyphs.dash
    value = rounded(amount, currency)
    if abs(value) < 10 * SCALE and value % SCALE:
        return plain(amount, currency)
    sign = "-" if value < 0 else ""
    unit = SCALE
    for suffix in _THOUSANDS:
        whole = _half_up(abs(value), unit)
        if whole < 1000 or suffix == _THOUSANDS[-1]:
            break
        unit *= 1000
    tenths = _half_up(10 * abs(value), unit)
    if suffix and tenths < 100:
        return f"{sign}{tenths // 10}.{tenths % 10}{suffix}"
    return f"{sign}{whole}{suffix}"


def days(count: int | None, glyphs: Glyphs = UNICODE) -> str:
    """A number of days: "102d"."""
    return glyphs.dash if count is None else t("{count}d", count=count)


def minutes(count: int | None, glyphs: Glyphs = UNICODE) -> str:
    """A duration in minutes: "45m", "2h", "1h30"."""
    if count is None:
        return glyphs.dash
    hours, rest = divmod(count, 60)
    if not hours:
        return t("{minutes}m", minutes=rest)
    return t("{hours}h{minutes:02d}", hours=hours, minutes=rest) if rest else t("{hours}h", hours=hours)


def date_short(day: dt.date | None, today: dt.date, glyphs: Glyphs = UNICODE) -> str:
    """A date in a list: "11-18" in the year of `today`, else "25-11-18"."""
    if day is None:
        return glyphs.dash
    return day.isoformat()[5:] if day.year == today.year else day.isoformat()[2:]


def weekday(day: dt.date) -> str:
    """The day of the week in three letters."""
    return t(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()])


def on_weekday(on: dt.date | None, today: dt.date) -> str:
    """A day near today as people say it, with its weekday; "" for none."""
    return "" if on is None else f"{weekday(on)} {date_short(on, today)}"


def moment(at: str) -> str:
    """A stored instant (UTC) where the reader is: "2026-11-18 14:05"."""
    return dt.datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def percent(share: float | None, glyphs: Glyphs = UNICODE) -> str:
    """A share (1.0 is all) in whole per cent; what is not quite nothing or all says so: "<1%", ">99%"."""
    if share is None:
        return glyphs.dash
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    whole = int(abs(share) * 100 + 0.5)
    return f"-{whole}%" if share < 0 and whole else f"{whole}%"


def percentage(figure: float | None, glyphs: Glyphs = UNICODE) -> str:
    """A figure that is in percent already (100 is all), shown like a share."""
    return percent(None if figure is None else figure / 100, glyphs)


def shares(percents: Iterable[tuple[str, float]], between: str = " ") -> str:
    """Words of ours with their percent: "call 60% visit 40%"."""
    return between.join(f"{t(word)} {percentage(figure)}" for word, figure in percents)


def change(count: int | None, glyphs: Glyphs = UNICODE) -> str:
    """A difference with its direction: "▲72", "▼13", "0"; with ASCII glyphs "+72", "-13"."""
    if count is None:
        return glyphs.dash
    if not count:
        return "0"
    return f"{glyphs.plus if count > 0 else glyphs.minus}{abs(count)}"


def tier_word(tier: Tier | None, glyphs: Glyphs = UNICODE) -> str:
    """A tier in the user's language; None is the dash."""
    match tier:
        case Tier.KEY:
            return t("key")
        case Tier.REGULAR:
            return t("regular")
        case Tier.PROSPECT:
            return t("prospect")
        case Tier.UNATTRACTIVE:
            return t("unattractive")
        case None:
            return glyphs.dash


def status_word(status: Status | None, glyphs: Glyphs = UNICODE) -> str:
    """A status as glyph and word: "◕ solid"; None is "· not rated"."""
    match status:
        case Status.DEVELOPING:
            word = t("developing")
        case Status.SOLID:
            word = t("solid")
        case Status.DEFENDING:
            word = t("defending")
        case Status.DECLINING:
            word = t("declining")
        case None:
            word = t("not rated")
    return f"{glyphs.status(status)} {word}"


def _half_up(value: int, unit: int) -> int:
    return (2 * value + unit) // (2 * unit)
