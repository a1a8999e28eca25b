"""What a touch line was understood as, in one sentence, while it is typed and after."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.touches import DEFAULT_MINUTES
from kamtui.domain.understood import Understood
from kamtui.i18n import t
from kamtui.render.format import date_short, minutes, weekday


def echo(found: Understood, today: dt.date) -> str:
    """The touch that `found` would log on `today`, in plain text (user data included, not yet made safe)."""
    parts = [t(found.kind)]
    if found.on != today:
        parts[0] = t("{kind} on {on}", kind=parts[0], on=_dated(found.on, today))
    if found.people:
        parts.append(t("with {people}", people=", ".join(person.name for person in found.people)))
    parts += [t("who is {name}?", name=name) for name in found.unknown]
    parts += [
        t("which {name}: {people}?", name=unclear.said, people=", ".join(one.name for one in unclear.candidates))
        for unclear in found.unclear
    ]
    parts.append(minutes(DEFAULT_MINUTES[found.kind] if found.minutes is None else found.minutes))
    if found.feedback is not None:
        parts.append(t("reaction {feedback}", feedback=found.feedback))
    # what one key sets comes before the texts, which may be longer than the line
    if found.status is not None:
        parts.append(t("status → {status}", status=t(found.status)))
    if found.summary:
        parts.append(f"“{found.summary}”")
    if found.follow_up is not None:
        title = found.follow_up.title
        parts.append(t("next step {on} {title}", on=_dated(found.follow_up.on, today), title=title).rstrip())
    if found.their_promise is not None:
        title = found.their_promise.title
        parts.append(t("they promise {on} {title}", on=_dated(found.their_promise.on, today), title=title).rstrip())
    return " · ".join(parts)


def _dated(on: dt.date, today: dt.date) -> str:
    """A date with its weekday, by which a mistyped one is noticed."""
    return f"{weekday(on)} {date_short(on, today)}"
