"""Which day the kept standings speak of, whatever the clocks of those who open the book say.

Somebody who only looks at a day to come ($KAMTUI_TODAY) must not make everybody else read the book slowly: for that
the day is not moved. Who writes on such a day moves it, and so does a clock that ran ahead; it is taken back by the
first one whose clock is right.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from kamtui.i18n import t
from kamtui.store import standing
from kamtui.store.sqlite import Connection
from kamtui.store.tx import instant

PATIENCE = dt.timedelta(minutes=1)
"""How far the clock may stand before the newest change: clocks of two machines differ by less."""

ZONES = dt.timedelta(days=1)
"""How far the day of a colleague in another zone may be ahead."""


class Clock(Protocol):
    """Who tells what day and instant it is."""

    fixed: dt.date | None

    def today(self) -> dt.date: ...

    def real_day(self) -> dt.date: ...

    def now(self) -> dt.datetime: ...


def is_to_come(clock: Clock) -> bool:
    """Whether a day is fixed that is still to come."""
    return clock.fixed is not None and clock.fixed > clock.real_day()


def due(conn: Connection, clock: Clock) -> dt.date | None:
    """The day that the kept standings are to be brought to; None where they are as they should be."""
    kept, real = standing.kept_on(conn), clock.real_day()
    if kept < clock.today():
        return clock.today()
    # where the newest change is later than now it is this clock that is wrong
    is_ahead = kept > real + ZONES and not clock.fixed and not _behind(conn, clock)
    return real if is_ahead else None


def bring(conn: Connection, clock: Clock) -> None:
    """Bring the kept standings to the day they are due for; the caller holds the write lock."""
    day = due(conn, clock)
    if day is None:
        return
    if day > standing.kept_on(conn):
        standing.roll(conn, day)
    else:
        standing.turn_back(conn, day)


def set_back(conn: Connection, clock: Clock) -> str | None:
    """What is to be said where the clock stands before the newest change; None where it does not."""
    newest = None if clock.fixed else _behind(conn, clock)
    if newest is None:
        return None
    message = "the clock of this machine was set back: it says {now}, the newest change is of {at}; check it (date)"
    return t(message, now=instant(clock.now()), at=newest)


def _behind(conn: Connection, clock: Clock) -> str | None:
    """When the newest change was made, if that is later than now."""
    found = conn.execute("SELECT at FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return found[0] if found is not None and found[0] > instant(clock.now() + PATIENCE) else None
