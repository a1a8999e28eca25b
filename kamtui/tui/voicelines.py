"""What the customer says, as lines: satisfaction and opinions on our people by respondent, and how they reacted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamtui.domain.policy import Satisfaction
from kamtui.domain.signals.voice import Zone, zone
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, wrap
from kamtui.store import opinions, policies, touches
from kamtui.store.book import Book
from kamtui.store.opinions import Opinion
from kamtui.tui.accountlines import wrapped
from kamtui.tui.text import Line
from kamtui.tui.touchmarks import learned, reaction

NAME, LEVEL, ZONE = 14, 5, 13
"""Cells of the respondent, their level and the zone."""

LINES = 3
"""Lines for what a respondent said."""

REACTIONS = 20
"""Touches with a reaction that are listed, the latest."""

ROLES = {Zone.DANGER: "error", Zone.INDIFFERENCE: "warn", Zone.LOYALTY: "ok"}


def voice(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """Each respondent's last answer with its zone and what changed, and below it the reactions; nothing averaged."""
    rules = policies.in_force(book.conn, book.today()).satisfaction
    found = opinions.rows(book.conn, opinions.ids(book.conn, account=account, newest=True))
    of_us, of_ours = ([each for each in found if bool(each.about) is named] for named in (False, True))
    heading = t(
        "Satisfaction: below {danger:g} danger, from {loyalty:g} loyalty", danger=rules.danger, loyalty=rules.loyalty
    )
    return [
        [(f" {heading}", "strong")],
        *_answers(of_us, rules, book, cells, glyphs),
        [],
        [(f" {t('Of our people')}", "strong")],
        *_answers(of_ours, rules, book, cells, glyphs),
        [],
        [(f" {t('How they reacted, and what it changes')}", "strong")],
        *_reactions(book, account, cells),
    ]


def _answers(found: Sequence[Opinion], rules: Satisfaction, book: Book, cells: int, glyphs: Glyphs) -> Iterator[Line]:
    if not found:
        yield [(f"   {t('nobody was asked; : keeps an opinion')}", "muted")]
    days = [format.date_short(each.on, book.today(), glyphs) for each in found]
    for each, day in zip(found, days, strict=True):
        yield _answer(each, day.ljust(max(map(len, days))), rules, glyphs)
        said = [t("in confidence") if each.confidential else "", clean(each.text)]
        yield from ([(f"       {line}", "")] for line in wrap(" · ".join(filter(None, said)), cells - 8)[:LINES])


def _answer(each: Opinion, day: str, rules: Satisfaction, glyphs: Glyphs) -> Line:
    where = zone(each.score, rules)
    fell = each.before is not None and each.before > each.score
    change = "" if each.before is None else f"{each.score - each.before:+g}"
    about = f"{clean(each.about)}  " if each.about else ""
    return [
        (f" {day} ", "muted"),
        (about, "accent"),
        (fit(clean(each.contact) if each.contact else t("somebody"), NAME) + " ", "strong"),
        (fit(t(each.level) if each.level else glyphs.dash, LEVEL) + " ", "muted"),
        (f"{each.score:>4g} ", ROLES[where]),
        (fit(change, 5, "right") + "  ", "error" if fell else ""),
        (fit(t(where.word), ZONE), ROLES[where]),
    ]


def _reactions(book: Book, account: int, cells: int) -> Iterator[Line]:
    keys = touches.ids(book.conn, account=account, telling=True, limit=REACTIONS)
    if not keys:
        yield [(f"   {t('nothing noted yet')}", "muted")]
    for touch in touches.rows(book.conn, keys):
        people = ", ".join(person.name for person in touch.people)
        line: Line = [
            (f" {format.date_short(touch.on, book.today())} ", "muted"),
            reaction(touch) if touch.feedback else ("  ", ""),
            (f"{t(touch.kind)} ", "accent"),
            (f"{clean(people)}  " if people else "", "strong"),
            (clean(touch.summary), ""),
            learned(touch),
        ]
        yield from wrapped(line, cells, indent=7, most=4)
