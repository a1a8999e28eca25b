"""What an operation did, in as few words as the message line has room for."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes import Outcome, TaskAdded, TouchLogged
from kamtui.i18n import t
from kamtui.render.format import date_short
from kamtui.render.said import said


def brief(outcome: Outcome, today: dt.date) -> str:
    """The sentence of `said`; what comes next stands before what is on screen anyway."""
    match outcome:
        case TouchLogged(repeated=False):
            return _touch(outcome, today)
        case TaskAdded(repeated=False, due_on=dt.date()):
            return t("{title}: due {due}", title=outcome.title, due=_day(outcome.due_on, today))
        case _:
            return said(outcome)


def _touch(outcome: TouchLogged, today: dt.date) -> str:
    parts = [t(outcome.kind)]
    if outcome.people:
        parts[0] += " " + t("with {people}", people=", ".join(outcome.people))
    if outcome.next_due_on is not None:
        parts.append(t("next due {on}", on=_day(outcome.next_due_on, today)))
    if outcome.follow_up is not None and outcome.follow_up.due_on is not None:
        parts.append(t("step {due}", due=_day(outcome.follow_up.due_on, today)))
    if outcome.status is not None:
        parts.append(f"→ {t(outcome.status.after or 'not rated')}")
    return " · ".join([*parts, outcome.account])


def _day(on: dt.date | None, today: dt.date) -> str:
    """A day near today as people say it, with its weekday."""
    if on is None:
        return ""
    weekday = t(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[on.weekday()])
    return f"{weekday} {date_short(on, today)}"
