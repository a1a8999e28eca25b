"""The grid of the people map as lines of (text, role): functions below each other, levels side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain import peoplemap
from kamtui.domain.contacts import Function, Level
from kamtui.domain.peoplemap import Cell, Grid, PeopleMap, Person
from kamtui.i18n import t
from kamtui.render import peoplemap as told
from kamtui.render.glyphs import Glyphs
from kamtui.render.peoplemap import Bit, Line
from kamtui.render.text import fit, width

HEADING = 12
"""Cells for the heading of a level."""


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
    label = max([width(told.function_word(one)) for one in here], default=0)
    rooms = _rooms(made, found, cells - 2 - label - 2 * len(made.levels), glyphs)
    caps = _caps(made, here, None if height is None else height - 1 - bool(gaps))
    lines: list[Line] = [_levels(made, found, label, rooms)]
    places: dict[int, int] = {}
    for function in here:
        columns = [_named(made, (function, level), caps[function], at) for level in made.levels]
        for number in range(max(len(column) for column in columns)):
            head = told.function_word(function) if not number else ""
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
        names = f" {glyphs.dot} ".join(map(told.function_word, gaps))
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
            width(told.shown_name(person)) + width(person.letters) + width(_age(found, person, glyphs)[0]) + 6
            for (_, where), those in made.cells.items()
            if where is level
            for person in those
        ),
        default=0,
    )


def _age(found: PeopleMap, person: Person, glyphs: Glyphs) -> Bit:
    """The age of the last contact, which is a dash where there was none: the words have no room."""
    return (glyphs.dash, "muted") if person.last_on is None else told.touched(found, person, glyphs)


def _levels(made: Grid, found: PeopleMap, label: int, rooms: Sequence[int]) -> Line:
    """The heading: each level with how many are known there."""
    line: Line = [(" " * (label + 2), "head")]
    for level, room in zip(made.levels, rooms, strict=True):
        those = [person for person in found.people if person.level is level and not person.is_placeholder]
        active = sum(map(found.is_active, those))
        counted = f"{active}/{len(those)}" if those else t("nobody")
        line += [("  ", "head"), (fit(f" {told.level_word(level)} {counted}", room), "head")]
    return line


def _entry(found: PeopleMap, person: Person, more: int, room: int, glyphs: Glyphs, *, is_at: bool) -> Line:
    """One person in a cell: name, roles, age of the last contact."""
    age, late = _age(found, person, glyphs)
    tail = [(f" {person.letters}", "accent")] if person.letters else []
    tail += [(f" {age}", late)] + ([(f" +{more}", "strong")] if more else [])
    size = room - 1 - sum(width(text) for text, _ in tail)
    name = told.shown_name(person)
    bits: Line = [
        (glyphs.cursor if is_at else " ", "mark" if is_at else ""),
        (fit(name, min(width(name), size)), "muted" if person.is_placeholder else "strong" if person.is_key else ""),
        *tail,
    ]
    blank = room - sum(width(text) for text, _ in bits)
    if is_at:
        return [("".join(text for text, _ in bits) + " " * blank, "cursor")]
    return [*bits, (" " * blank, "")]
