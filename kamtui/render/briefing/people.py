"""What a briefing says of the people there: who decides, where they stand, and what is in doubt about them."""

from __future__ import annotations

from collections.abc import Iterable

from kamtui.domain.briefings import Briefing, Left, Person
from kamtui.domain.influences import Influence
from kamtui.domain.redflags import JUDGED, Flagged
from kamtui.i18n import n, t
from kamtui.render import flagged, format
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Row, Section, Style
from kamtui.render.glyphs import Glyphs

FLAGS = 5
"""Lines of red flags that a page has room for."""


def people(known: Briefing, glyphs: Glyphs) -> Section:
    """Who works there, with their buying roles as E U T C S A, and who left."""
    rows: list[Row] = [_person(known, one, glyphs) for one in known.people]
    rows += [_left(known, gone, glyphs) for gone in known.left]
    if not known.people:
        rows.insert(0, [Span(t("nobody is known there"), "warn"), *[Span("")] * 5])
    heads = ("name", "level", "function", "role", "last touch", "title")
    return Section("people", t("People"), Style.TABLE, rows, tuple(map(t, heads)))


def flags(known: Briefing) -> Section:
    """What is in doubt: of the account each, of a person in one line; with what is used against it."""
    rows: list[Row] = []
    about: dict[int, list[Flagged]] = {}
    for each in known.flags.flags:
        person = each.flag.contact_id
        if person is None or each.by_hand:
            rows.append(_flag(flagged.text(each.flag), [each]))
        else:
            about.setdefault(person, []).append(each)
    rows += [_flag(_summary(those), those) for those in about.values()]
    more = len(rows) - FLAGS
    if more > 0:
        rows[FLAGS:] = [[Span("", "muted"), Span(n("{count} line more", "{count} lines more", more), "muted")]]
    if rows or known.flags.looked:
        rows.append([Span("", "muted"), Span(flagged.confidence(known.flags), "muted")])
        rows.append([Span("", "muted"), Span(flagged.threads(known.threads), "muted")])
    return Section("flags", t("Red flags"), Style.LIST, rows)


def _person(known: Briefing, one: Person, glyphs: Glyphs) -> Row:
    said = one.influence
    level = Span(t(one.level)) if one.level else Span("?", "warn")
    function = Span(t(one.function) if one.function else glyphs.dash)
    about = [words.safe(one.title)]
    if said is not None:
        about += [
            words.word(said.mode) if said.mode else "",
            t("wins {win}", win=words.safe(said.win)) if said.win else "",
        ]
    if one.is_placeholder:
        about.append(t("nobody knows who it is"))
    name = Span(words.safe(one.name), "muted" if one.is_placeholder else "strong")
    return [name, level, function, _role(said), _touched(known, one), Span("; ".join(filter(None, about)))]


def _left(known: Briefing, gone: Left, glyphs: Glyphs) -> Row:
    reason = f", {words.word(gone.reason)}" if gone.reason else ""
    return [
        Span(words.safe(gone.name), "muted"),
        Span(t(gone.level) if gone.level else glyphs.dash, "muted"),
        Span(t(gone.function) if gone.function else glyphs.dash, "muted"),
        Span(""),
        Span(t("left {on}", on=words.day(known.on, glyphs)(gone.on)), "error"),
        Span(f"{words.safe(gone.title)}{reason}", "muted"),
    ]


def _touched(known: Briefing, one: Person) -> Span:
    if one.is_placeholder:
        return Span("")
    if one.last_on is None:
        return Span(t("never"), "warn")
    days = (known.on - one.last_on).days
    if one.contact_id in known.silent:
        return Span(t("silent {days}d", days=days), "warn")
    return Span(format.days(days))


def _role(said: Influence | None) -> Span:
    """Buying roles, and for or against us from +2 to -2: "TC +2"."""
    if said is None:
        return Span("")
    stance = said.stance or 0
    shown = "" if said.stance is None else f"{stance:+d}" if stance else "0"
    return Span(
        " ".join(filter(None, (said.letters, shown))), "up" if stance > 0 else "error" if stance < 0 else "strong"
    )


def _flag(text: str, those: Iterable[Flagged]) -> Row:
    kept = [each.kept for each in those if each.kept is not None]
    against = [t("our strength: {text}", text=words.safe(row.strength)) for row in kept if row.strength]
    against += [words.safe(row.task) for row in kept if row.task and row.is_task_open]
    said = f"{text} ({'; '.join(against)})" if against else text
    return [Span("!", "warn"), Span(said)]


def _summary(those: Iterable[Flagged]) -> str:
    """What is in doubt about one person in one line: "unknown of Li Na: degree, mode; none of us covers Li Na"."""
    every = list(those)
    unknown = [each.flag for each in every if each.flag.subject in (*JUDGED, "win")]
    parts = [flagged.text(each.flag) for each in every if each.flag not in unknown]
    if len(unknown) > 1:
        fields = ", ".join(t(flag.subject) for flag in unknown)
        parts.insert(0, t("unknown of {name}: {fields}", name=words.safe(unknown[0].contact), fields=fields))
    else:
        parts[:0] = [flagged.text(flag) for flag in unknown]
    return "; ".join(parts)
