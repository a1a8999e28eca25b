"""How an issue and its clocks are said: a length of time, when it is due, how late it is."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.issues import SEVERITIES, Issue
from kamtui.domain.serviceclocks import Clock, Pace
from kamtui.i18n import t

ROLES = {Pace.LATE: "error", Pace.NEAR: "warn", Pace.RUNNING: "", Pace.MISSED: "muted", Pace.KEPT: "muted"}
"""How a clock is drawn."""


def lasting(length: dt.timedelta) -> str:
    """A length of time without its sign, as short as it goes: "40m", "7h", "3d", "3d 4h"."""
    minutes = abs(int(length.total_seconds())) // 60
    hours, days = minutes // 60, minutes // 1440
    if days >= 10 or (days and not hours % 24):
        return t("{count}d", count=days)
    if days:
        return t("{days}d {hours}h", days=days, hours=hours % 24)
    return t("{hours}h", hours=hours) if hours else t("{minutes}m", minutes=minutes)


def when(moment: dt.datetime) -> str:
    """An instant where the reader is: "2026-11-18 14:05"."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def how(clock: Clock) -> str:
    """How a clock stands: "3h late", "at risk: 40m left", "7h left", "was 2h late", "was in time"."""
    match clock.pace:
        case Pace.LATE:
            return t("{time} late", time=lasting(clock.left))
        case Pace.NEAR | Pace.RUNNING:
            return t("{time} left", time=lasting(clock.left))
        case Pace.MISSED:
            return t("was {time} late", time=lasting(clock.left))
        case Pace.KEPT:
            return t("was in time")


def severity(issue: Issue) -> str:
    """What the issue means for the customer."""
    return t(SEVERITIES[issue.severity])
