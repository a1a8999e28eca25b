"""The people map as lines of (text, role): who decides, how far the map has come, the grid and the org chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain import orgchart, peoplemap
from kamtui.domain.contacts import Function, Level
from kamtui.domain.influences import LETTERS, Degree, Influence, Mode, Role
from kamtui.domain.orgchart import Branch
from kamtui.domain.peoplemap import Cell, Grid, MapStatus, PeopleMap, Person
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, width

Bit = tuple[str, str]
Line = list[Bit]

NAME = 22
"""Cells for the name of somebody who decides; more would push out the next."""

ONLY = {
    MapStatus.NOBODY: "nobody is known",
    MapStatus.NO_KEY_PLAYER: "people are known, no key player",
    MapStatus.NONE_SUPPORTS: "key players are known, none supports us",
    MapStatus.SUPPORTED: "key players support us",
}
"""How far a map has come: English messages."""

HEADING = 12
"""Cells for the heading of a level in the grid."""

MODES = {Mode.GROWTH: "growth", Mode.TROUBLE: "trouble", Mode.EVEN_KEEL: "even", Mode.OVERCONFIDENT: "over"}
"""Response modes short enough for a column: English messages."""

DEGREES = {Degree.HIGH: "H", Degree.MEDIUM: "M", Degree.LOW: "L"}

SIGNS: tuple[Bit, ...] = (("", ""), ("~", "warn"), ("!", "error"))
"""In time, due, late."""


# -- values ------------------------------------------------------------------------------------------------------------


def signed(value: int | None, glyphs: Glyphs) -> str:
    """A rating or a stance: "+3", "-1", "0"."""
    return glyphs.dash if value is None else f"{value:+d}" if value else "0"


def rungs(influence: Influence | None, glyphs: Glyphs) -> str:
    """How they see us and how they should: "2>4"."""
    if influence is None or (influence.rung is None and influence.rung_wanted is None):
        return glyphs.dash
    now = "?" if influence.rung is None else str(influence.rung)
    return now if influence.rung_wanted in (None, influence.rung) else f"{now}>{influence.rung_wanted}"


def mode_word(influence: Influence | None, glyphs: Glyphs) -> str:
    """How they receive a proposal, in short."""
    return glyphs.dash if influence is None or influence.mode is None else t(MODES[influence.mode])


def roles_word(person: Person) -> str:
    """The letters of their roles and how much their word weighs: "EU H"."""
    degree = None if person.influence is None else person.influence.degree
    return f"{person.letters or '-'} {DEGREES[degree]}" if degree is not None else person.letters


def touched(found: PeopleMap, person: Person, glyphs: Glyphs) -> Bit:
    """The age of the last contact, with ~ when it is due and ! when the level is silent for too long."""
    age = found.age(person)
    if age is None:
        return (glyphs.dash, "muted") if person.is_placeholder else (t("never"), "muted")
    sign, role = SIGNS[found.lateness(person)]
    return sign + format.days(age, glyphs), role or ("" if found.is_active(person) else "muted")


def verified(found: PeopleMap, person: Person, glyphs: Glyphs) -> Bit:
    """The age of what is judged of them, with ! when it must be verified."""
    age = found.verified(person)
    if age is None:
        return glyphs.dash, "muted"
    return (f"!{format.days(age, glyphs)}", "error") if found.is_stale(person) else (format.days(age, glyphs), "")


def shown_name(person: Person) -> str:
    """A name; a role that somebody unknown holds says so."""
    return f"? {clean(person.name)}" if person.is_placeholder else clean(person.name)


def level_word(level: Level | None) -> str:
    """A level, or that it is not known."""
    return t(level) if level is not None else t("unknown")


def function_word(function: Function | None) -> str:
    """A function, or that it is not known."""
    return t(function) if function is not None else t("unknown")


def spaced(word: str) -> str:
    """A word of the trade in the user's language; what a code writes with a line has a blank."""
    return t(word.replace("_", " "))


# -- who decides, and how far the map has come -------------------------------------------------------------------------


def decide(found: PeopleMap, cells: int) -> list[Line]:
    """One part for each role: its letter and who has it, or that nobody is known to; in words where there is room."""
    spelled = _decide(found, is_spelled=True)
    needed = sum(width(text) for part in spelled for text, _ in part) + 2 * (len(spelled) - 1)
    return spelled if needed <= cells else _decide(found, is_spelled=False)


def _decide(found: PeopleMap, *, is_spelled: bool) -> list[Line]:
    parts: list[Line] = []
    for role, those in peoplemap.deciders(found).items():
        head: Line = [(f"{LETTERS[role]} ", "accent"), (f"{spaced(role)} " if is_spelled else "", "muted")]
        if not those:
            parts.append([*head, (t("! unknown"), "error")])
            continue
        more = f" +{len(those) - 1}" if len(those) > 1 else ""
        against = role is Role.ANTI_SPONSOR or not_for_us(those[0])
        parts.append([*head, (short_name(those[0]) + more, "warn" if against else "strong")])
    return parts


def short_name(person: Person, cells: int = NAME) -> str:
    """A name that leaves room for what follows it."""
    return fit(person.name, min(width(clean(person.name)), cells))


def not_for_us(person: Person) -> bool:
    """Whether somebody is against us."""
    return person.influence is not None and (person.influence.stance or 0) < 0


def standing(found: PeopleMap, glyphs: Glyphs, flags: int | None = None) -> list[Line]:
    """How far the map has come, how broad the contact is, who is covered by nobody, and how many red flags there are.

    `flags` None: they are not counted here.
    """
    reach, state = peoplemap.reach(found), peoplemap.status(found)
    role = ("error", "warn", "warn", "ok")[state]
    parts: list[Line] = [
        [(t("map {step}/3: ", step=int(state)), "muted"), (t(ONLY[state]), role)],
        [(t("coverage "), "muted"), (glyphs.dash if found.coverage is None else f"{found.coverage:.0f}", "strong")],
        [
            (t("{active} of {known} active", active=reach.active, known=reach.known), "" if reach.active else "warn"),
            (n(" in {count} function", " in {count} functions", reach.functions) if reach.functions else "", ""),
        ],
    ]
    if flags:
        parts.append([("! ", "error"), (n("{count} red flag", "{count} red flags", flags), "error")])
    parts.append(_levels_touched(found, glyphs))
    if not reach.beyond_purchasing and reach.functions:
        parts.append([("~ ", "warn"), (t("none beside purchasing"), "warn")])
    if reach.thread is not None and reach.thread[1] >= peoplemap.THREAD and reach.known > 1:
        name, share = reach.thread[0], format.percent(reach.thread[1])
        parts.append(
            [("! ", "error"), (t("{share} of contact through {name}", share=share, name=short_name(name)), "error")]
        )
    bare = peoplemap.uncovered(found)
    if bare:
        named = short_name(bare[0]) + (f" +{len(bare) - 1}" if len(bare) > 1 else "")
        parts.append([("~ ", "warn"), (t("nobody covers {names}", names=named), "warn")])
    return parts


def _levels_touched(found: PeopleMap, glyphs: Glyphs) -> Line:
    """When each level was last in contact with us (R44)."""
    line: Line = []
    for level in Level:
        those = [person for person in found.people if person.level is level and person.last_on is not None]
        last = max(those, key=lambda person: person.last_on or found.on, default=None)
        age = (t("never"), "warn") if last is None else touched(found, last, glyphs)
        line += [(f"{'  ' if line else ''}{t(level)} ", "muted"), age]
    return line


# -- grid --------------------------------------------------------------------------------------------------------------


class Drawn(NamedTuple):
    """The grid as lines, and on which of them each person stands."""

    lines: list[Line]
    places: Mapping[int, int]


def grid(found: PeopleMap, cells: int, height: int | None, glyphs: Glyphs, at: int | None = None) -> Drawn:
    """Functions below each other, levels side by side; in a cell people with roles and the age of the last contact.

    Where `height` lines are not enough, a cell names some and counts the others, those with the most weight first and
    always the person `at` the cursor; functions without anybody are named in one line below.
    """
    made = peoplemap.grid(found)
    here = [one for one in made.functions if any((one, level) in made.cells for level in made.levels)]
    gaps = [one for one in made.functions if one not in here]
    label = max([width(function_word(one)) for one in here], default=0)
    rooms = _rooms(made, found, cells - 2 - label - 2 * len(made.levels), glyphs)
    caps = _caps(made, here, None if height is None else height - 1 - bool(gaps))
    lines: list[Line] = [_levels(made, found, label, rooms)]
    places: dict[int, int] = {}
    for function in here:
        columns = [_named(made, (function, level), caps[function], at) for level in made.levels]
        for number in range(max(len(column) for column in columns)):
            head = function_word(function) if not number else ""
            line: Line = [(f" {fit(head, label)} ", "head")]
            for column, room in zip(columns, rooms, strict=True):
                entry = column[number] if number < len(column) else None
                line.append(("  ", ""))
                if entry is None:
                    line.append((fit(f" {glyphs.dot}" if not number else "", room), "muted"))
                    continue
                person, more = entry
                places[person.id] = len(lines)
                line += _entry(found, person, more, room, glyphs, is_at=person.id == at)
            lines.append(line)
    if gaps:
        names = f" {glyphs.dot} ".join(map(function_word, gaps))
        head = " " + t("nobody known in: ")
        lines.append([(head, "warn"), (fit(names, cells - width(head)).rstrip(), "")])
    return Drawn(lines, places)


def _caps(made: Grid, functions: Sequence[Function | None], height: int | None) -> dict[Function | None, int]:
    """How many people a cell of each function may name so that the grid has so many lines."""
    wanted = {one: max(len(made.cells.get((one, level), ())) for level in made.levels) for one in functions}
    caps = dict(wanted) if height is None else dict.fromkeys(functions, 1)
    for _ in range(height - len(functions) if functions and height is not None else 0):
        most = max(functions, key=lambda one: wanted[one] - caps[one])
        caps[most] = min(caps[most] + 1, wanted[most])
    return caps


def _named(made: Grid, where: Cell, most: int, at: int | None) -> list[tuple[Person, int]]:
    """Who is named in a cell; behind the last how many more there are."""
    those = made.cells.get(where, ())
    shown = list(those[:most])
    hidden = [person for person in those[most:] if person.id == at]
    if hidden and shown:
        shown[-1] = hidden[0]
    return [(person, len(those) - len(shown) if person is shown[-1] else 0) for person in shown]


def _rooms(made: Grid, found: PeopleMap, cells: int, glyphs: Glyphs) -> list[int]:
    """The cells of each level: those with short names leave theirs to the others."""
    needed = [max((_needed(found, made, level, glyphs)), HEADING) for level in made.levels]
    rooms = [0] * len(needed)
    for left, place in enumerate(sorted(range(len(needed)), key=lambda place: needed[place])):
        rooms[place] = min(needed[place], (cells - sum(rooms)) // (len(needed) - left))
    return rooms


def _needed(found: PeopleMap, made: Grid, level: Level | None, glyphs: Glyphs) -> int:
    """Cells for the longest entry of a level."""
    return max(
        (
            width(shown_name(person)) + width(person.letters) + width(_age(found, person, glyphs)[0]) + 6
            for (_, where), those in made.cells.items()
            if where is level
            for person in those
        ),
        default=0,
    )


def _age(found: PeopleMap, person: Person, glyphs: Glyphs) -> Bit:
    """The age of the last contact, which is a dash where there was none: the words have no room."""
    return (glyphs.dash, "muted") if person.last_on is None else touched(found, person, glyphs)


def _levels(made: Grid, found: PeopleMap, label: int, rooms: Sequence[int]) -> Line:
    """The heading: each level with how many are known there."""
    line: Line = [(" " * (label + 2), "head")]
    for level, room in zip(made.levels, rooms, strict=True):
        those = [person for person in found.people if person.level is level and not person.is_placeholder]
        active = sum(map(found.is_active, those))
        told = f"{active}/{len(those)}" if those else t("nobody")
        line += [("  ", "head"), (fit(f" {level_word(level)} {told}", room), "head")]
    return line


def _entry(found: PeopleMap, person: Person, more: int, room: int, glyphs: Glyphs, *, is_at: bool) -> Line:
    """One person in a cell: name, roles, age of the last contact."""
    age, late = _age(found, person, glyphs)
    tail = [(f" {person.letters}", "accent")] if person.letters else []
    tail += [(f" {age}", late)] + ([(f" +{more}", "strong")] if more else [])
    size = room - 1 - sum(width(text) for text, _ in tail)
    name = shown_name(person)
    bits: Line = [
        (glyphs.cursor if is_at else " ", "mark" if is_at else ""),
        (fit(name, min(width(name), size)), "muted" if person.is_placeholder else "strong" if person.is_key else ""),
        *tail,
    ]
    blank = room - sum(width(text) for text, _ in bits)
    if is_at:
        return [("".join(text for text, _ in bits) + " " * blank, "cursor")]
    return [*bits, (" " * blank, "")]


# -- org chart ---------------------------------------------------------------------------------------------------------


def twigs(branch: Branch, glyphs: Glyphs) -> str:
    """What stands in front of a name in the org chart."""
    if not branch.lasts:
        return f"{glyphs.refresh} " if branch.is_circle else ""
    *above, last = branch.lasts
    return (
        "".join("  " if done else f"{glyphs.wall} " for done in above) + (glyphs.corner if last else glyphs.fork) + " "
    )


def chart(found: PeopleMap, glyphs: Glyphs) -> list[Line]:
    """The org chart, one person on a line."""
    lines: list[Line] = []
    for branch in orgchart.chart(found.people):
        person = branch.person
        age, late = touched(found, person, glyphs)
        letters = f" [{person.letters}]" if person.letters else ""
        lines.append(
            [
                (f" {twigs(branch, glyphs)}", "muted"),
                (shown_name(person), "strong" if person.is_key else ""),
                (letters, "accent"),
                (f"  {clean(person.title)}" if person.title else "", ""),
                (f"  @ {clean(person.account)}" if person.account_id != found.account_id else "", "muted"),
                (f"  {age}", late),
                *beside(branch, glyphs),
            ]
        )
    return lines


def beside(branch: Branch, glyphs: Glyphs) -> Line:
    """What the tree cannot show: a boss who left, a circle, whose word counts beside the boss's."""
    person, found = branch.person, Line()
    if branch.is_circle:
        found.append((f"  {t('reports in a circle')}", "warn"))
    elif person.boss_left:
        found.append((f"  {t('boss left: {name}', name=clean(person.boss))}", "warn"))
    if person.listens_to:
        names = ", ".join(clean(name) for _, name in person.listens_to)
        found.append((f"  {t('listens to {names}', names=names)}", "muted"))
    if person.also:
        found.append((f"  + {'; '.join(map(clean, person.also))}", "muted"))
    return found
