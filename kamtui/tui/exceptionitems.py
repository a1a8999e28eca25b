"""What a head sees as rows of one list: exceptions first, then reds, limits, tier proposals, handovers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.overview import Handover, Of, Red
from kamtui.domain.regularity import Regularity
from kamtui.domain.severity import Severity
from kamtui.domain.signals.portfolio import Notice
from kamtui.i18n import n, t
from kamtui.render.format import date_short, percentage, shares
from kamtui.render.glyphs import Glyphs
from kamtui.render.noticed import by_owner, told, why_handover
from kamtui.render.reasoned import why
from kamtui.render.text import width
from kamtui.store.exceptions import ExceptionRow
from kamtui.store.overview import Overview
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column

SIGNS = {Severity.RED: ("!", "error"), Severity.AMBER: ("~", "warn"), Severity.INFO: (" ", "")}


class Section(StrEnum):
    """What kind of row it is."""

    DECIDE = "decide"
    """An exception that waits."""
    RED = "red"
    LIMIT = "limit"
    TIERS = "tiers"
    """The tier proposals, in one row."""
    OWNER = "owner"
    """A handover."""


class Item(NamedTuple):
    """A row of the list; its id says which thing it is, whatever stands around it."""

    id: int
    section: Section
    account_id: int | None
    name: str
    """The account, the manager, or what else it is about."""
    what: str
    role: str
    """How much it presses."""
    who: str
    age: str
    subject: ExceptionRow | Red | Notice | Handover | None = None
    """None: a count of what is not shown."""


def items(found: Overview, glyphs: Glyphs) -> list[Item]:
    """The rows of the list, in its order."""
    made = [*_exceptions(found), *_reds(found), *_limits(found), *_tiers(found), *_handovers(found, glyphs)]
    numbers = list(Section)
    # the section in front of what it counts by: no two rows share an id, and a row keeps its own
    return [item._replace(id=(numbers.index(item.section) + 1 << 48) + item.id) for item in made]


def columns() -> list[Column[Item]]:
    """Section, what it is about, what it is, who, since when."""

    def section(row: Item) -> Bit:
        if isinstance(row.subject, Red) and row.subject.step.is_at_risk:
            return t("at risk"), "error"
        return _section(row.section), "accent" if row.section is Section.DECIDE else "muted"

    return [
        Column(" ", 7, section),
        Column("about", 0, lambda row: row.name),
        Column("what", 0, lambda row: (row.what, row.role)),
        Column("who", 9, lambda row: row.who),
        Column("age", width(t("{days:g} wd", days=999)), lambda row: (row.age, "muted"), align="right"),
    ]


class Manager(NamedTuple):
    """One of us in the list of regularity."""

    id: int
    found: Regularity


def regularity_columns(glyphs: Glyphs) -> list[Column[Manager]]:
    """The measures side by side, none of them a count of touches."""

    def of(part: int, whole: int) -> str:
        return f"{part}/{whole}" if whole else glyphs.dash

    def two_way(row: Manager) -> Bit:
        share = row.found.two_way_percent
        return (t("unknown"), "muted") if share is None else (percentage(share), "")

    def age(row: Manager) -> str:
        return glyphs.dash if row.found.red_age is None else t("{days:g} wd", days=row.found.red_age)

    def kinds(row: Manager) -> str:
        return shares(row.found.mix.items()) or glyphs.dash

    return [
        Column("who", 12, lambda row: row.found.login),
        Column("review days", 11, lambda row: of(row.found.review_days, row.found.working_days), align="right"),
        Column("median red", 11, age, align="right"),
        Column("key in touch", 12, lambda row: of(row.found.keys_in_touch, row.found.keys), align="right"),
        Column("two-way", 8, two_way, align="right"),
        Column("touch kinds", 0, kinds),
    ]


def _exceptions(found: Overview) -> Iterator[Item]:
    for row in found.waiting:
        age = t("{count}d", count=(found.on - row.on).days)
        name = row.account or t(row.kind)
        yield Item(row.id, Section.DECIDE, row.account_id, name, row.title, "", row.raised_by, age, row)


def _reds(found: Overview) -> Iterator[Item]:
    for number, of in enumerate(found.reds):
        for red in of.shown:
            first, *more = red.reasons
            text = why(first) + (f" +{len(more)}" if more else "")
            name, age = found.names.get(red.account_id, ""), t("{days:g} wd", days=red.step.days)
            yield Item(red.account_id, Section.RED, red.account_id, name, text, "error", red.owner, age, red)
        yield from _more(Section.RED, number, of)


def _limits(found: Overview) -> Iterator[Item]:
    for number, notice in enumerate(found.notices):
        account = notice.accounts[0] if notice.signal == "SIG-18" else None
        role = SIGNS[notice.severity][1]
        yield Item(
            number, Section.LIMIT, account, notice.who or t("the book"), told(notice), role, notice.who, "", notice
        )


def _tiers(found: Overview) -> Iterator[Item]:
    if found.proposals is None:
        yield Item(0, Section.TIERS, None, t("tier proposals"), t("not counted in a book of this size"), "", "", "")
    elif found.proposals:
        count = sum(found.proposals.values())
        name = n("{count} tier proposal", "{count} tier proposals", count)
        yield Item(0, Section.TIERS, None, name, by_owner(found.proposals), "", "", "")


def _handovers(found: Overview, glyphs: Glyphs) -> Iterator[Item]:
    for number, of in enumerate(found.handovers):
        for each in of.shown:
            name, key = found.names.get(each.account_id, ""), each.account_id
            since = "" if each.since is None else date_short(each.since, found.on, glyphs)
            yield Item(key, Section.OWNER, key, name, why_handover(each), "warn", each.owner, since, each)
        yield from _more(Section.OWNER, number, of)


def _more(section: Section, number: int, of: Of[Red] | Of[Handover]) -> Sequence[Item]:
    """How many of one manager's are not shown; its number lies beyond those of all accounts."""
    if not of.more:
        return ()
    text = n("{count} more", "{count} more", len(of.more))
    return [Item((1 << 47) + number, section, None, text, "", "muted", of.owner, "")]


def _section(section: Section) -> str:
    match section:
        case Section.DECIDE:
            return t("decide")
        case Section.RED:
            return t("red")
        case Section.LIMIT:
            return t("limit")
        case Section.TIERS:
            return t("tiers")
        case Section.OWNER:
            return t("owner")
