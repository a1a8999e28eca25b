"""A day's digest as a page: cards with reasons and actions, promises, appointments, exceptions, what others did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from kamtui.domain.agenda import Item, What
from kamtui.domain.digests import Digest, Told, Waiting
from kamtui.domain.reviews import SHOWN
from kamtui.domain.severity import Severity
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Page, Row, Section, Style
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.reasoned import verb, why

SIGNS = {Severity.RED: ("!", "error"), Severity.AMBER: ("~", "warn"), Severity.INFO: ("·", "muted")}
"""In front of a card; the words beside it say the same."""

REASONS = 3
"""Of a card, that are told."""

DEEDS = 4
"""What a colleague did at an account, that is told."""

MOST = 30
"""Lines of a section."""


def page(known: Digest, labels: Mapping[str, str], glyphs: Glyphs = UNICODE) -> Page:
    """The digest as sections; those in which there is nothing to say are left out.

    `labels`: name of an operation -> what it does, in the user's language.
    """
    day = known.asked.on
    made = [
        _cards(known, glyphs),
        _listed("late", t("Promises overdue"), known, known.late, glyphs),
        _listed("due", t("Promises for today and tomorrow"), known, known.due, glyphs),
        _listed("appointments", t("Appointments"), known, known.appointments, glyphs),
        _section("exceptions", t("Exceptions that wait for you"), [_waiting(each, known) for each in known.exceptions]),
        _section("done", t("What colleagues did"), [*_done(known, labels)]),
    ]
    return Page(
        title=subject(known),
        about=_figures(known, glyphs),
        sections=[section for section in made if section.rows],
        foot=t("{book}, for {who}, {on}", book=words.safe(known.book), who=words.safe(known.asked.who), on=day),
        is_sheet=False,
    )


def subject(known: Digest) -> str:
    """What it is called in a list of mails: the day, and what presses most."""
    parts = [t("{weekday} {on}", weekday=format.weekday(known.asked.on), on=known.asked.on)]
    if known.figures.red:
        parts.append(n("{count} red card", "{count} red cards", known.figures.red))
    elif known.cards:
        parts.append(n("{count} card", "{count} cards", len(known.cards)))
    if known.late:
        parts.append(n("{count} promise late", "{count} promises late", len(known.late)))
    today = sum(item.on == known.asked.on for item in known.appointments)
    if today:
        parts.append(n("{count} appointment today", "{count} appointments today", today))
    return ", ".join(parts)


def _figures(known: Digest, glyphs: Glyphs) -> str:
    """Where things stand, in one line."""
    found = known.figures
    parts = [
        n("{count} account", "{count} accounts", found.accounts) + t(", {count} key", count=found.keys),
        n("{count} card", "{count} cards", found.cards) + (t(", {count} red", count=found.red) if found.red else ""),
        n("{count} promise late", "{count} promises late", found.late),
        t("{time} logged in seven days", time=format.minutes(found.minutes)),
    ]
    return f" {glyphs.dot} ".join(parts)


def _cards(known: Digest, glyphs: Glyphs) -> Section:
    is_own = not known.asked.wider
    rows = [_card(told, glyphs, is_own=is_own) for told in known.cards[:SHOWN]]
    more = len(known.cards) - len(rows)
    note = t("{count} more: kamtui today", count=more) if more else ""
    return Section("cards", t("Accounts that want attention"), Style.LIST, rows, note=note)


def _card(told: Told, glyphs: Glyphs, *, is_own: bool) -> Row:
    """The account, why, and what is to be done about the first reason."""
    sign, role = SIGNS[told.card.severity]
    first, *others = told.card.reasons
    tier = [format.tier_word(told.card.tier)] if told.card.tier else []
    about = ", ".join([*tier, *([] if is_own or not told.owner else [words.safe(told.owner)])])
    said = "; ".join(map(why, (first, *others[: REASONS - 1])))
    more = f" (+{len(others) - REASONS + 1})" if len(others) >= REASONS else ""
    return [
        Span(sign, role),
        Span(words.short(told.account), "strong"),
        Span(f" ({about})" if about else "", "muted"),
        Span(f": {said}{more}"),
        Span(f" {glyphs.arrow} {verb(first.action)}", "up"),
    ]


def _section(name: str, heading: str, rows: Sequence[Row], note: str = "") -> Section:
    more = len(rows) - MOST
    return Section(name, heading, Style.LIST, rows[:MOST], note=t("{count} more", count=more) if more > 0 else note)


def _listed(name: str, heading: str, known: Digest, items: Sequence[Item], glyphs: Glyphs) -> Section:
    return _section(name, heading, [[Span(""), *_item(item, known, glyphs)] for item in items])


def _item(item: Item, known: Digest, glyphs: Glyphs) -> Iterator[Span]:
    """When, what, where, with whom; whose promise it is."""
    is_late = item.is_late(known.asked.on)
    yield Span(format.on_weekday(item.on, known.asked.on), "error" if is_late else "strong")
    if item.at is not None:
        yield Span(f" {item.at.astimezone():%H:%M}", "strong")
    kind = t(item.kind) if item.kind is not None else ""
    title = words.short(item.title) or kind
    yield Span(f"  {title}")
    where = [words.short(item.account)] if item.account else []
    people = [words.names(item.people)] if item.people else []
    if where or people:
        yield Span(f" ({', '.join([*where, *people])})", "muted")
    if item.what is What.THEIRS:
        yield Span(f" {glyphs.dot} {t('the customer promised it')}", "warn")
    if item.owner and item.owner != known.asked.who:
        yield Span(f" {glyphs.dot} {words.safe(item.owner)}", "muted")


def _waiting(each: Waiting, known: Digest) -> Row:
    days = format.days((known.asked.on - each.on).days)
    where = f" ({words.short(each.account)})" if each.account else ""
    said = t("{kind}, by {who}, for {days}", kind=t(each.kind), who=words.safe(each.raised_by), days=days)
    return [Span(f"#{each.id}", "strong"), Span(words.short(each.title) + where), Span(f" {said}", "muted")]


def _done(known: Digest, labels: Mapping[str, str]) -> Iterator[Row]:
    """Who did what where, a line for each account and colleague."""
    for (account, by, is_import), several in groupby(
        known.done, lambda each: (each.account, each.by, each.account_id is None)
    ):
        who = words.safe(by)
        if is_import:
            said = ", ".join(_rows(labels.get(each.op, each.op), each.times) for each in several)
            yield [Span(""), Span(who, "strong"), Span(f": {said}")]
        else:
            did = [_often(labels.get(each.op, each.op), each.times) for each in several]
            more = f" (+{len(did) - DEEDS})" if len(did) > DEEDS else ""
            said = ", ".join(did[:DEEDS]) + more
            yield [Span(""), Span(words.short(account), "strong"), Span(f": {said}"), Span(f" ({who})", "muted")]


def _rows(did: str, count: int) -> str:
    return n("{did} ({count} row)", "{did} ({count} rows)", count, did=did)


def _often(did: str, times: int) -> str:
    return f"{did} (x{times})" if times > 1 else did
