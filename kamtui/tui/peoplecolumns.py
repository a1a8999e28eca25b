"""The people of the map as a list: in which order and with which columns each pane shows them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain import orgchart, peoplemap
from kamtui.domain.influences import RECEPTIVE
from kamtui.domain.orgchart import Branch
from kamtui.domain.peoplemap import Colleague, PeopleMap, Person
from kamtui.domain.redflags import Flagged, RedFlags
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render import peoplemap as told
from kamtui.render.flagged import text as doubt
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, width
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import GAP, Column

TIE = 9
"""Cells of the column of one of us."""


class Pane(StrEnum):
    """The ways to look at the map, in the order of Tab."""

    INFLUENCES = "Influences"
    GRID = "Grid"
    CHART = "Chart"
    TEAM = "Team"
    FLAGS = "Flags"


class PersonRow(NamedTuple):
    """Somebody as a line of the list."""

    id: int
    person: Person
    branch: Branch | None
    """Their place in the org chart, where that is shown."""


class FlagRow(NamedTuple):
    """A red flag as a line of the list; the id is its place."""

    id: int
    flagged: Flagged


class People:
    """The source of the list of people."""

    def __init__(self, found: PeopleMap, glyphs: Glyphs) -> None:
        self.found = found
        self.pane = Pane.INFLUENCES
        self._glyphs = glyphs

    def ids(self) -> array[int]:
        """Who decides first; in the chart as it is read; else by level."""
        if self.pane is Pane.CHART:
            return array("q", (branch.person.id for branch in orgchart.chart(self.found.people)))
        if self.pane is Pane.INFLUENCES:
            return array("q", (person.id for person in peoplemap.weightiest(self.found.people)))
        return array("q", (person.id for person in self.found.people))

    def rows(self, ids: Sequence[int]) -> list[PersonRow]:
        wanted = set(ids)
        if self.pane is Pane.CHART:
            branches = (branch for branch in orgchart.chart(self.found.people) if branch.person.id in wanted)
            return [PersonRow(branch.person.id, branch.person, branch) for branch in branches]
        return [PersonRow(person.id, person, None) for person in self.found.people if person.id in wanted]

    def columns(self, cells: int) -> list[Column[PersonRow]]:
        """The columns of the pane on so many cells."""
        match self.pane:
            case Pane.CHART:
                return self._chart()
            case Pane.TEAM:
                return self._team(cells)
            case _:
                return self._influences()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _influences(self) -> list[Column[PersonRow]]:
        g = self._glyphs

        def figures(row: PersonRow) -> Line:
            said = row.person.influence
            if said is None:
                return []
            rating = told.signed(None if said is None else said.rating, g)
            mode = told.mode_word(said, g)
            return [(fit(mode, 7), _mode_role(row.person)), (f"{rating:>3}", "")]

        return [
            Column("who", 0, self._who),
            Column("level", 5, lambda row: t(row.person.level) if row.person.level else (g.dash, "muted"), drop=3),
            Column("function", 10, lambda row: told.function_word(row.person.function), drop=4),
            Column("role", 5, lambda row: (told.roles_word(row.person), "accent")),
            Column("response", 10, figures),
            Column("st", 2, lambda row: self._stance(row.person), align="right"),
            Column("sees", 4, lambda row: told.rungs(row.person.influence, g) if row.person.influence else ""),
            Column("cover", 9, lambda row: self._cover(row.person)),
            Column("verif", 6, lambda row: told.verified(self.found, row.person, g), align="right"),
            Column("last", 6, lambda row: told.touched(self.found, row.person, g), align="right"),
        ]

    def _chart(self) -> list[Column[PersonRow]]:
        g = self._glyphs

        def who(row: PersonRow) -> Line:
            twigs = told.twigs(row.branch, g) if row.branch is not None else ""
            beside = told.beside(row.branch, g) if row.branch is not None else []
            return [(twigs, "muted"), *self._who(row), *beside]

        return [
            Column("who", 0, who),
            Column("level", 5, lambda row: t(row.person.level) if row.person.level else (g.dash, "muted")),
            Column("function", 10, lambda row: told.function_word(row.person.function), drop=1),
            Column("role", 5, lambda row: (told.roles_word(row.person), "accent")),
            Column("last", 6, lambda row: told.touched(self.found, row.person, g), align="right"),
        ]

    def _team(self, cells: int) -> list[Column[PersonRow]]:
        most = max((cells - 30) // (TIE + GAP), 1)
        shown = self.found.team[:most]
        return [
            Column("who", 0, self._who),
            *(self._tie(one, len(self.found.team) - most if one is shown[-1] else 0) for one in shown),
        ]

    def _tie(self, one: Colleague, more: int) -> Column[PersonRow]:
        def tie(row: PersonRow) -> Line:
            found = self.found.ties.get((one.who, row.person.id))
            if found is None:
                return [(self._glyphs.dot, "muted")]
            age = "" if found.last_on is None else format.days((self.found.on - found.last_on).days, self._glyphs)
            if not found.is_cover:
                return [(fit("", 4), ""), (age, "muted")]
            now = "?" if found.strength is None else str(found.strength)
            wanted = "" if found.wanted in (None, found.strength) else f">{found.wanted}"
            return [(fit(f"{now}{wanted}", 4), "warn" if wanted else "accent"), (age, "")]

        label = clean(one.who)
        return Column(fit(label, TIE - 3).rstrip() + f" +{more}" if more > 0 else label, TIE, tie)

    def _who(self, row: PersonRow) -> Line:
        """Name and title; whom one must know stands out, as does a role without a holder."""
        person = row.person
        name = told.shown_name(person)
        role = "warn" if person.is_placeholder else "strong" if person.is_key else ""
        elsewhere = f"  @ {clean(person.account)}" if person.account_id != self.found.account_id else ""
        return [(name, role), (f"  {clean(person.title)}" if person.title else "", "muted"), (elsewhere, "accent")]

    def _stance(self, person: Person) -> Bit:
        if person.influence is None:
            return "", ""
        stance = person.influence.stance
        role = "" if stance is None or not stance else "ok" if stance > 0 else "error"
        return told.signed(stance, self._glyphs), role

    def _cover(self, person: Person) -> Bit:
        if not person.covers:
            return ("! -", "error") if person.is_key and not person.is_placeholder else (self._glyphs.dash, "muted")
        more = f" +{len(person.covers) - 1}" if len(person.covers) > 1 else ""
        name = clean(person.covers[0].who)
        return fit(name, min(width(name), 9 - len(more))) + more, ""


class Flags:
    """The source of the list of red flags."""

    def __init__(self, found: RedFlags, glyphs: Glyphs) -> None:
        self.found = found
        self._glyphs = glyphs

    def ids(self) -> array[int]:
        return array("q", range(len(self.found.flags)))

    def rows(self, ids: Sequence[int]) -> list[FlagRow]:
        return [FlagRow(key, self.found.flags[key]) for key in ids if key < len(self.found.flags)]

    def columns(self) -> list[Column[FlagRow]]:
        """What is in doubt, whether somebody flagged it by hand, and what is done about it."""
        g = self._glyphs

        def against(row: FlagRow) -> Bit:
            kept = row.flagged.kept
            if kept is None or not row.flagged.is_answered:
                return g.dash, "muted"
            task = f"{g.arrow} {kept.task}" if kept.task_id is not None else ""
            return " ".join(filter(None, (kept.strength, task))), "ok" if not kept.task or kept.is_task_open else "warn"

        return [
            Column("in doubt", 0, lambda row: (flag_text(row.flagged), "")),
            Column("by", 9, lambda row: _flagged_by(row.flagged), drop=1),
            Column("against it", 24, against),
        ]


def flag_text(flagged: Flagged) -> str:
    """A red flag as a sentence; one by hand with whom it is about."""
    said = doubt(flagged.flag)
    return f"{clean(flagged.flag.contact)}: {said}" if flagged.by_hand and flagged.flag.contact else said


def _flagged_by(flagged: Flagged) -> Bit:
    kept = flagged.kept
    return (clean(kept.author), "") if kept is not None and kept.by_hand else (t("computed"), "muted")


def _mode_role(person: Person) -> str:
    """Who is receptive stands out, and who is not."""
    mode = None if person.influence is None else person.influence.mode
    return "" if mode is None else "ok" if mode in RECEPTIVE else "warn"
