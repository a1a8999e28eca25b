"""The people map as lines of (text, role): who decides, how far the map has come, and the org chart."""

from __future__ import annotations

from kamtui.domain import orgchart, peoplemap
from kamtui.domain.contacts import Function, Level
from kamtui.domain.influences import LETTERS, Degree, Influence, Mode, Role
from kamtui.domain.orgchart import Branch
from kamtui.domain.peoplemap import MapStatus, PeopleMap, Person
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
