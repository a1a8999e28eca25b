"""What Tab offers where a form asks for a touch or for somebody, and how the answer is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamtui.domain import fields
from kamtui.domain.dates import date
from kamtui.domain.touches import TouchState
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render import format
from kamtui.store import contacts, opinions, touches, users
from kamtui.store.touches import Touch
from kamtui.tui.screens.acting import Acting, one_of

RECENT = 20
"""Touches of ours among which a colleague's twin is looked for."""

TOUCH_FIELDS = ["summary", "state", "feedback", "lesson", "kind", "minutes", "on", "direction", "purpose"]

OPINION_FIELDS = ["score", "text", "about", "on", "confidential"]


def planned(page: Acting) -> list[str]:
    """The planned touches of the page's account, the next first."""
    return [_named(touch, page) for touch in reversed(_touches(page, state=TouchState.SCHEDULED))]


def done(page: Acting) -> list[str]:
    """The touches of the page's account that took place, the latest first: an opinion may have been said there."""
    return [_named(touch, page) for touch in _touches(page, state=TouchState.DONE)]


def twins(page: Acting) -> list[str]:
    """Touches of mine beside a colleague's of the same meeting: "104 103 visit 11-20 li.wei" (P16)."""
    conn = page.app.book.conn
    mine = _touches(page, state=TouchState.DONE, by=page.app.book.who)
    pairs = [(touch.id, theirs) for touch in mine for theirs in touches.rows(conn, touches.twins(conn, touch.id))]
    return [f"{touch} {_named(theirs, page)} {theirs.by}" for touch, theirs in pairs]


def mine_joined(page: Acting) -> list[str]:
    """Touches of the page's account that join another."""
    return [_named(touch, page) for touch in _touches(page) if touch.joins is not None]


def given_opinions(page: Acting) -> list[str]:
    """The opinions of the page's account, the latest first."""
    conn, account = page.app.book.conn, page.target()
    found = opinions.rows(conn, opinions.ids(conn, account=account)[:RECENT])
    return [f"{each.id} {each.contact or ''} {each.about or t('us')} {each.score:g}" for each in found]


def colleagues(page: Acting) -> list[str]:
    """The logins of all of us."""
    return [user.login for user in users.all_users(page.app.book.conn)]


def people(page: Acting) -> list[str]:
    """The names of those who work at the page's account."""
    return [place.contact for place in contacts.positions(page.app.book.conn, page.target(), on=page.today)]


def number(page: Acting, account: int, text: str, given: Mapping[str, Any]) -> int:
    """The number that a text begins with; what Tab wrote behind it is for the eye."""
    head = text.split(maxsplit=1)[0].removeprefix("#") if text else ""
    if not (head.isascii() and head.isdecimal()):
        raise BadInput(t("'{text}' is no number", text=text))
    return int(head)


def pair(page: Acting, account: int, text: str, given: Mapping[str, Any]) -> tuple[int, int]:
    """Two numbers: a touch of mine, and a colleague's."""
    first, _, rest = text.partition(" ")
    return number(page, account, first, given), number(page, account, rest, given)


def touch_value(page: Acting, account: int, text: str, given: Mapping[str, Any]) -> object:
    """The new value of the field of a touch that was chosen before."""
    match given["field"]:
        case "kind":
            return fields.kind(text)
        case "minutes":
            return fields.minutes(text)
        case "state":
            return TouchState(one_of([*TouchState])(text))
        case "on":
            return date(text, page.today)
        case "feedback":
            return fields.feedback(text)
        case "direction":
            return fields.direction(text)
        case "purpose":
            return fields.purpose(text)
        case _:
            return text


def opinion_value(page: Acting, account: int, text: str, given: Mapping[str, Any]) -> object:
    """The new value of the field of an opinion that was chosen before."""
    match given["field"]:
        case "score":
            return fields.score(text)
        case "on":
            return date(text, page.today)
        case "confidential":
            return fields.yes_no(text)
        case _:
            return text


def _touches(page: Acting, *, state: TouchState | None = None, by: str | None = None) -> list[Touch]:
    conn, account = page.app.book.conn, page.target()
    return touches.rows(conn, touches.ids(conn, account=account, state=state, by=by, limit=RECENT))


def _named(touch: Touch, page: Acting) -> str:
    return f"{touch.id} {t(touch.kind)} {format.date_short(touch.on, page.today)} {touch.summary[:30]}".rstrip()
