"""The fields of an issue: what may be said in them, and how columns hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.issues import SEVERITIES, Issue
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import users
from kamtui.store.tx import Tx, instant

TITLE_LIMIT = 500
TEXT_LIMIT = 20_000

TEXTS = ("title", "text", "product", "cause", "lesson", "prevented_by", "answer")

_WHO = ("owner", "department", "contact_id", "touch_id")

FIELDS = frozenset({*TEXTS, *_WHO, "kind", "severity", "at", "on", "first_time", "confidential"})


def columns(tx: Tx, fields: Mapping[str, object]) -> dict[str, object]:
    """Fields of an issue as its columns hold them; raises BadInput, NotFound."""
    values = dict(fields)
    at, on = values.pop("at", None), values.pop("on", None)
    if at is not None or on is not None:
        moment, day = when(tx, at if isinstance(at, dt.datetime) else None, on if isinstance(on, dt.date) else None)
        values |= {"at": instant(moment), "on_date": day.isoformat()}
    for name in TEXTS:
        if name in values:
            values[name] = title_of(str(values[name])) if name == "title" else text_of(str(values[name] or ""))
    if "severity" in values:
        values["severity"] = severity_of(values["severity"])
    if "owner" in values:
        values["owner"] = users.login(tx.conn, str(values["owner"] or ""))
    if "department" in values:
        values["department"] = values["department"] or ""
    if "confidential" in values:
        values["confidential"] = int(bool(values["confidential"]))
    if values.get("first_time") is not None:
        values["first_time"] = int(bool(values["first_time"]))
    return values


def when(tx: Tx, at: dt.datetime | None, on: dt.date | None, after: Issue | None = None) -> tuple[dt.datetime, dt.date]:
    """The instant and the civil date; raises BadInput for what is to come, or before the issue `after`."""
    day = on or (tx.today if at is None else at.date())
    if day > tx.today:
        raise BadInput(t("{on} is still to come", on=day))
    moment = at or (tx.now if day == tx.today else dt.datetime.combine(day, dt.time(12), dt.UTC))
    if moment > tx.now and (at is not None or day == tx.today):
        raise BadInput(t("{at} is still to come", at=instant(moment)))
    if after is not None and moment < after.at:
        if at is not None or day < after.on:
            raise BadInput(t("issue {issue} came in only at {at}", issue=after.id, at=instant(after.at)))
        moment = after.at
    return moment, day


def seen(was: Mapping[str, object] | None) -> Mapping[str, object] | None:
    """What somebody saw of an issue, under the names of its columns."""
    return was and {
        "on_date" if name == "on" else name: instant(value) if isinstance(value, dt.datetime) else value
        for name, value in was.items()
    }


def severity_of(severity: object) -> int:
    if not isinstance(severity, int) or severity not in SEVERITIES:
        raise BadInput(
            t("'{text}' is no severity; use 1 (stops them), 2 (hinders them) or 3 (can wait)", text=severity)
        )
    return severity


def title_of(text: str) -> str:
    if not text.strip():
        raise BadInput(t("an issue needs a title"))
    if len(text) > TITLE_LIMIT:
        raise BadInput(t("a title has at most {limit} characters", limit=TITLE_LIMIT))
    return text.strip()


def text_of(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise BadInput(t("a text has at most {limit} characters", limit=TEXT_LIMIT))
    return text.strip()
