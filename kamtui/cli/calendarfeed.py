"""The agenda as an iCalendar feed (RFC 5545): promises as VTODO, planned touches, events and forums as VEVENT."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from icalendar import Calendar, Component, Event, Todo

from kamtui.domain import recurrence
from kamtui.domain.agenda import PROMISES, Item, What
from kamtui.domain.recurrence import Repeat
from kamtui.domain.touches import DEFAULT_MINUTES
from kamtui.i18n import t

PRODID = "-//kamtui//agenda//EN"

SUMMARY_LIMIT = 120
"""Characters of a heading; the whole text is in the description."""

SHORTEST_MONTH = 28


def feed(items: Iterable[Item], *, name: str, began_at: str) -> str:
    """The feed of some items of a book: its name, and the instant it began, which tells it from other books.

    An item has the same UID whenever the feed is written, and its DTSTAMP is when it was recorded: what has not
    changed is the same text again.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _text(name))
    book = re.sub(r"\D", "", began_at)
    for item in items:
        for component in _todos(item, book) if item.what in PROMISES else _events(item, book):
            calendar.add_component(component)
    return str(calendar.to_ical(), "utf-8")


def _todos(item: Item, book: str) -> Iterator[Component]:
    todo = Todo()
    _describe(todo, item, f"task-{item.row}-{book}@kamtui")
    todo.add("status", "NEEDS-ACTION")
    if item.repeat is None:
        todo.add("due", item.on)
        yield todo
        return
    day = recurrence.day_of(item.repeat, item.on)
    # a series needs a DTSTART; calendars give a day-long promise the same day as DUE
    todo.add("dtstart", day)
    todo.add("due", day)
    todo.add("rrule", _rule(item.repeat, item.on))
    yield todo
    if day != item.on:
        moved = Todo()
        _describe(moved, item, f"task-{item.row}-{book}@kamtui")
        moved.add("status", "NEEDS-ACTION")
        moved.add("recurrence-id", day)
        moved.add("dtstart", item.on)
        moved.add("due", item.on)
        yield moved


def _events(item: Item, book: str) -> Iterator[Component]:
    event = Event()
    _describe(event, item, f"touch-{item.row}-{book}@kamtui")
    event.add("status", "CONFIRMED")
    if item.at is None:
        event.add("dtstart", item.on)
        event.add("dtend", item.on + dt.timedelta(days=1))
    else:
        usual = 0 if item.kind is None else DEFAULT_MINUTES[item.kind]
        event.add("dtstart", item.at)
        event.add("dtend", item.at + dt.timedelta(minutes=item.minutes or usual))
    yield event


def _describe(component: Component, item: Item, uid: str) -> None:
    """What a promise and an event have alike."""
    recorded = dt.datetime.fromisoformat(item.recorded_at)
    component.add("uid", uid)
    component.add("dtstamp", recorded)
    component.add("created", recorded)
    heading = _heading(item)
    component.add("summary", heading if len(heading) <= SUMMARY_LIMIT else heading[: SUMMARY_LIMIT - 1] + "…")
    told = [
        _text(item.title),
        t("with {people}", people=_text(", ".join(item.people))) if item.people else "",
        t("owner: {owner}", owner=_text(item.owner)) if item.owner else "",
    ]
    component.add("description", "\n".join(filter(None, told)))
    component.add("categories", [t(CATEGORIES[item.what])])


CATEGORIES = {
    What.OURS: "our promise",
    What.THEIRS: "their promise",
    What.TOUCH: "planned touch",
    What.EVENT: "customer event",
    What.FORUM: "annual forum",
}


def _heading(item: Item) -> str:
    title, account = " ".join(_text(item.title).split()), " ".join(_text(item.account).split())
    if item.what is What.THEIRS:
        return t("{account} promised: {title}", account=account or "?", title=title)
    if item.kind is not None:
        account = t("{kind} {account}", kind=t(item.kind.replace("_", " ")), account=account)
    return f"{account}: {title}" if account and title else account or title


def _rule(repeat: Repeat, due: dt.date) -> dict[str, object]:
    """A series as a recurrence rule; the 31st is the last day of a month that is shorter."""
    if repeat.days:
        weekly = repeat.days % 7 == 0
        return {"freq": "WEEKLY" if weekly else "DAILY", "interval": repeat.days // 7 if weekly else repeat.days}
    day = (repeat.since or due).day
    if day > SHORTEST_MONTH:
        days = list(range(SHORTEST_MONTH, day + 1))
        return {"freq": "MONTHLY", "interval": repeat.months, "bymonthday": days, "bysetpos": -1}
    yearly = repeat.months % 12 == 0
    return {"freq": "YEARLY" if yearly else "MONTHLY", "interval": repeat.months // 12 if yearly else repeat.months}


def _text(value: str) -> str:
    """Text as iCalendar may hold it: no control characters but the ends of lines."""
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", " ", value.replace("\r\n", "\n").replace("\r", "\n"))
