"""One person of the people map as lines: what is judged, who covers them, where they worked, what was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamtui.domain.influences import RUNGS, STANCES, Influence
from kamtui.domain.peoplemap import PeopleMap, Person
from kamtui.domain.redflags import RedFlags
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render import peoplemap as told
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, wrap
from kamtui.store import contacts, influences, touches
from kamtui.store.book import Book
from kamtui.tui.accountlines import wrapped
from kamtui.tui.peoplecolumns import flag_text
from kamtui.tui.text import Line

TOUCHES = 8
"""Touches with somebody that are told."""


def person_lines(
    book: Book, found: PeopleMap, flags: RedFlags, person: Person, cells: int, glyphs: Glyphs, *, verbs: bool
) -> list[Line]:
    """Everything there is to know of somebody; `verbs`: with the keys that fill what is missing, where they work."""
    lines: list[Line] = [[(f" {told.shown_name(person)}", "strong"), (f"  #{person.id}", "muted")]]
    lines += _wrapped(_place(found, person), cells)
    lines += [[]]
    lines += _judged(found, person, cells, verbs=verbs)
    lines += _ours(found, person, cells, glyphs, verbs=verbs)
    lines += _flags(flags, person, cells)
    lines += _history(book, person, cells, glyphs)
    lines += _positions(book, person, cells, glyphs)
    lines += _touches(book, person, cells)
    return lines


def _place(found: PeopleMap, person: Person) -> str:
    """What they are at the account."""
    parts = [person.title, told.level_word(person.level), told.function_word(person.function)]
    if found.is_group:
        parts.insert(0, person.account)
    if person.since is not None:
        parts.append(t("since {on}", on=person.since))
    if person.boss:
        parts.append(t("reports to {name}", name=person.boss) + (f" ({t('gone')})" if person.boss_left else ""))
    if person.listens_to:
        parts.append(t("listens to {names}", names=", ".join(name for _, name in person.listens_to)))
    return " · ".join(filter(None, (*parts, *person.also)))


def _judged(found: PeopleMap, person: Person, cells: int, *, verbs: bool) -> list[Line]:
    said = person.influence
    if said is None:
        text = t("nothing is judged of them; e judges") if verbs else t("nothing is judged of {name}", name=person.name)
        return [[(f" {clean(text)}", "warn")]]
    lines: list[Line] = [[*_labelled(t("role")), (", ".join(map(told.spaced, said.roles)) or "–", "accent")]]
    if said.degree is not None:
        lines.append([*_labelled(t("weight")), (t(said.degree), "")])
    if said.mode is not None or said.rating is not None:
        rating = "" if said.rating is None else f"  {said.rating:+d}"
        lines.append([*_labelled(t("response")), (told.spaced(said.mode) if said.mode else "", ""), (rating, "")])
    if said.stance is not None:
        role = "ok" if said.stance > 0 else "error" if said.stance < 0 else ""
        lines.append([*_labelled(t("stance")), (f"{said.stance:+d} {t(STANCES[said.stance])}", role)])
    for label, rung in ((t("sees us as"), said.rung), (t("should see"), said.rung_wanted)):
        if rung is not None:
            lines.append([*_labelled(label), (f"{rung} {t(RUNGS[rung])}", "")])
    for label, text in ((t("wins"), said.win), (t("result"), said.result)):
        for number, row in enumerate(wrap(text, cells - 14)):
            lines.append([*(_labelled(label) if not number else _labelled("")), (row, "")])
    age = found.verified(person) or 0
    stale = found.is_stale(person)
    told_by = f" {clean(said.author)}" + (f" ({t('in confidence')})" if said.confidential else "")
    text = t("{days}d ago; d still true", days=age) if verbs else t("{days}d ago", days=age)
    late = f"  {text}" if stale else ""
    lines.append([*_labelled(t("verified")), (f"{said.on}{told_by}", ""), (late, "error")])
    return lines


def _ours(found: PeopleMap, person: Person, cells: int, glyphs: Glyphs, *, verbs: bool) -> Iterator[Line]:
    """Who of us covers them, and who else met them."""
    parts = []
    for (who, contact), tie in sorted(found.ties.items(), key=lambda pair: not pair[1].is_cover):
        if contact != person.id:
            continue
        strength = ""
        if tie.is_cover:
            now = "?" if tie.strength is None else str(tie.strength)
            strength = f" {now}" + ("" if tie.wanted is None else f"{glyphs.arrow}{tie.wanted}")
        last = "" if tie.last_on is None else " " + format.days((found.on - tie.last_on).days, glyphs)
        parts.append(f"{clean(who)}{strength}{last}" if tie.is_cover else f"({clean(who)}{last})")
    text = ", ".join(parts) or (t("nobody; c says who covers them") if verbs else t("nobody"))
    role = "" if person.covers or not person.is_key else "error"
    for number, row in enumerate(wrap(text, cells - 14)):
        yield [*_labelled(t("covered by") if not number else ""), (row, role)]


def _flags(flags: RedFlags, person: Person, cells: int) -> list[Line]:
    here = [flagged for flagged in flags.flags if flagged.flag.contact_id == person.id]
    lines: list[Line] = []
    for flagged in here:
        for number, row in enumerate(wrap(flag_text(flagged), cells - 4)):
            lines.append([(" ! " if not number else "   ", "error"), (row, "")])
    return lines


def _history(book: Book, person: Person, cells: int, glyphs: Glyphs) -> list[Line]:
    """What was judged of them, the latest first; two judgements or it is no history."""
    judged = influences.history(book.conn, person.account_id, person.id)
    if len(judged) < 2:
        return []
    lines: list[Line] = [[], _heading(t("Judged"))]
    for one, before in zip(judged, [*judged[1:], None], strict=True):
        same = before is not None and one._replace(on=before.on, author=before.author, touch_id=None) == (
            before._replace(touch_id=None)
        )
        text = t("still true") if same else in_short(one, glyphs)
        rows = wrap(text, cells - 20)
        lines.append([(f" {one.on} ", "muted"), (f"{clean(one.author)}  ", "muted"), (rows[0] if rows else "", "")])
        lines += [[(" " * 12 + row, "")] for row in rows[1:]]
    return lines


def in_short(said: Influence, glyphs: Glyphs) -> str:
    """A judgement on one line."""
    parts = [
        said.letters,
        t(said.degree) if said.degree else "",
        told.spaced(said.mode) if said.mode else "",
        "" if said.rating is None else f"{said.rating:+d}",
        "" if said.stance is None else t(STANCES[said.stance]),
        "" if said.rung is None and said.rung_wanted is None else told.rungs(said, glyphs),
        f"{t('wins')}: {clean(said.win)}" if said.win else "",
        f"{t('result')}: {clean(said.result)}" if said.result else "",
    ]
    return f" {glyphs.dot} ".join(filter(None, parts))


def _positions(book: Book, person: Person, cells: int, glyphs: Glyphs) -> list[Line]:
    """Where they work and worked, where that is more than one place."""
    places = contacts.positions_of(book.conn, person.id)
    if len(places) < 2:
        return []
    lines: list[Line] = [[], _heading(t("Positions"))]
    for place in places:
        span = f"{place.from_on or '?'} {glyphs.arrow} {place.to_on or t('now')}"
        why = f" ({told.spaced(place.end_reason)})" if place.end_reason else ""
        text = f"{clean(place.account)}  {clean(place.title)}{why}"
        lines += [
            [(f" {span}  " if not at else " " * 10, "muted"), (row, "")] for at, row in enumerate(_cut(text, cells))
        ]
    return lines


def _touches(book: Book, person: Person, cells: int) -> list[Line]:
    found = touches.rows(book.conn, touches.ids(book.conn, contact=person.id, limit=TOUCHES))
    lines: list[Line] = [[], _heading(t("Touches"))] if found else []
    for touch in found:
        head = f" {format.date_short(touch.on, book.today())} {t(touch.kind)} "
        lines += wrapped([(head, "muted"), (clean(touch.summary), "")], cells, indent=7, most=3)
    return lines


def _wrapped(text: str, cells: int) -> list[Line]:
    return [[(f" {row}", "")] for row in wrap(text, cells - 2)]


def _cut(text: str, cells: int) -> Sequence[str]:
    return wrap(text, max(cells - 26, 10))


def _labelled(label: str) -> Line:
    return [(f" {fit(label, 11)} ", "muted")]


def _heading(label: str) -> Line:
    return [(f" {label}", "head")]
