"""The only file that asks what time it is; everything else is told."""

from __future__ import annotations

import datetime as dt
import os

from kamtui.errors import BadInput
from kamtui.i18n import t


class Clock:
    """Today and now for one user; $KAMTUI_TODAY fixes the day for scripts and tests."""

    def __init__(self, fixed: dt.date | None = None) -> None:
        self.fixed = fixed

    @classmethod
    def from_environment(cls) -> Clock:
        """The clock that $KAMTUI_TODAY asks for, else the system's."""
        text = os.environ.get("KAMTUI_TODAY", "")
        if not text:
            return cls()
        try:
            return cls(dt.date.fromisoformat(text))
        except ValueError:
            raise BadInput(t("KAMTUI_TODAY is '{text}'; it must be a date like 2026-03-31", text=text)) from None

    def today(self) -> dt.date:
        """The civil date where the user is."""
        return self.fixed or self.real_day()

    def real_day(self) -> dt.date:
        """The civil date where the user is, whatever day is fixed."""
        return dt.datetime.now().astimezone().date()

    @property
    def zone(self) -> dt.tzinfo:
        """The time zone of the user, with its summer time on the days that have it."""
        return _Here()

    def now(self) -> dt.datetime:
        """The instant in UTC, to the second; on the fixed day at the real time of day."""
        moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
        if self.fixed is None:
            return moment
        return moment.replace(year=self.fixed.year, month=self.fixed.month, day=self.fixed.day)


class _Here(dt.tzinfo):
    """The zone the system is set to; the standard library has none that knows about other days than today."""

    def utcoffset(self, moment: dt.datetime | None) -> dt.timedelta | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: dt.datetime | None) -> dt.timedelta | None:
        return None

    def tzname(self, moment: dt.datetime | None) -> str | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: dt.datetime) -> dt.datetime:
        return moment.replace(tzinfo=dt.UTC).astimezone().replace(tzinfo=self)
