"""What customers said, for a briefing: as far as one sees it, in public, and all of it to know who was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamtui.domain.briefings import Voice
from kamtui.domain.signals.situation import Opinion
from kamtui.store import opinions
from kamtui.store.sqlite import Connection


def newest(conn: Connection, account: int, on: dt.date, *, confidential: bool) -> list[Voice]:
    """What each respondent said last of our firm, and of each of us; people are never averaged (R28)."""
    found = opinions.rows(conn, opinions.ids(conn, account=account, until=on, newest=True))
    return [
        Voice(
            name=each.contact or "",
            level=each.level,
            about=each.about,
            on=each.on,
            score=each.score,
            before=each.before,
            text=each.text,
            confidential=each.confidential,
        )
        for each in found
        if confidential or not each.confidential
    ]


def in_public(conn: Connection, account: int, on: dt.date) -> list[Opinion]:
    """What was not said in confidence, the latest last."""
    found = opinions.rows(conn, opinions.ids(conn, account=account, until=on))
    return [
        Opinion(each.contact_id, each.about, each.on, each.score, each.contact or "")
        for each in reversed(found)
        if not each.confidential
    ]


def told(conn: Connection, account: int, on: dt.date) -> list[Opinion]:
    """Everything that was said, whoever may see it, the latest last."""
    found = conn.execute(
        "SELECT o.contact_id, o.about, o.on_date, o.score, ifnull(c.name, '') FROM opinion o"
        " LEFT JOIN contact c ON c.id = o.contact_id WHERE o.account_id = ? AND o.on_date <= ?"
        " ORDER BY o.on_date, o.id",
        (account, on.isoformat()),
    )
    return [
        Opinion(contact, about, dt.date.fromisoformat(day), score, name) for contact, about, day, score, name in found
    ]


def asked_on(told: Sequence[Opinion], *, of_staff: bool) -> dt.date | None:
    """When it was asked last, whoever may see the answer: nobody should have to answer twice."""
    return max((each.on for each in told if bool(each.about) is of_staff), default=None)
