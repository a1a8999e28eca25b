"""The team of an account, and the load of a manager, as lines of (text, role)."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain.accountteams import AccountTeam, Colleague, Covered
from kamtui.domain.managers import Candidate, Manager, Managers
from kamtui.domain.teams import BEST, Cover, Rated
from kamtui.domain.tiers import Tier
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, width
from kamtui.store import accountteams
from kamtui.store.book import Book
from kamtui.tui.accountlines import wrapped
from kamtui.tui.text import Bit, Line

NAMES = 22
"""Cells for the name of somebody at the customer."""

LOGIN = 12


def team(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """Our people by function, what is missing, and who covers whom."""
    found = accountteams.of_account(book.conn, account, book.today())
    room = max((width(t(each.function.label)) for each in found.colleagues), default=0)
    lines: list[Line] = [_colleague(each, room, found, glyphs) for each in found.colleagues]
    if not lines:
        lines = [[(f" {t('nobody of us works here; : join')}", "muted")]]
    if found.missing:
        missing = t("missing: {functions}", functions=", ".join(t(each.label) for each in found.missing))
        lines += wrapped([(" ! ", "warn"), (missing, "warn")], cells, indent=3, most=3)
    one = "{count} colleague beyond sales was active in 90 days"
    beyond = n(one, "{count} colleagues beyond sales were active in 90 days", found.beyond_sales)
    lines += [[(f" {beyond}", "muted")], []]
    if not found.people:
        return [*lines, [(f" {t('nobody is covered; : cover')}", "muted")]]
    return [*lines, [(f" {t('who covers whom (strength now/wanted)')}", "head")], *_covers(found, glyphs)]


def load(one: Manager, all_of_us: Managers, glyphs: Glyphs) -> list[Line]:
    """A manager's accounts, time and ratings."""
    tiers = [(tier, one.accounts.get(tier, 0)) for tier in (*Tier, None)]
    counted = "  ".join(f"{t(tier or 'no tier')} {count}" for tier, count in tiers if count) or t("no accounts")
    hours = t("{hours:.1f} h logged in {weeks} weeks", hours=one.minutes / 60, weeks=all_of_us.weeks)
    if one.hours is not None:
        available = one.hours * all_of_us.weeks
        hours = t("{said} of {available:.0f} h available", said=hours, available=available)
    lines: list[Line] = [
        [(f" {clean(one.login)}", "strong"), (f"  {clean(one.name)}", ""), (f"  {counted}", "")],
        [(f" {hours}", "muted")],
    ]
    if all_of_us.has_ratings:
        lines += [_rating(criterion, one.ratings.get(criterion), glyphs) for criterion in Rated]
    return lines


def fitting(candidates: Sequence[Candidate], text: str) -> Line:
    """Who could look after an account, who fits best first, with free places for key accounts and what they carry.

    Of those whose login begins with `text`, all where none does.
    """
    meant = [one for one in candidates if one.manager.login.casefold().startswith(text.strip().casefold())]
    return [("  " + " · ".join(map(_candidate, meant or candidates)), "muted")]


def _candidate(one: Candidate) -> str:
    manager = one.manager
    parts = [t("{free} free", free=manager.free), t("{due} due", due=manager.due)]
    if manager.average is not None:
        parts.append(t("rated {rating:.1f}", rating=manager.average))
    if one.region or one.industry:
        parts.append(t("knows {count} alike", count=one.region + one.industry))
    return f"{clean(manager.login)} {', '.join(parts)}"


def company(found: Managers) -> str:
    """All key accounts against the company's limits, and how many managers they need."""
    said = t("{held} key, warns above {warns}", held=found.company.held, warns=found.company.room)
    if found.suggested is not None:
        said += " · " + n("needs {count} manager", "needs {count} managers", found.suggested)
    if found.unowned:
        said += " · " + n("{count} without owner", "{count} without owner", found.unowned)
    return said


def _colleague(one: Colleague, room: int, found: AccountTeam, glyphs: Glyphs) -> Line:
    function = fit(t(one.function.label), room)
    since = "" if one.from_on is None else t("since {on}", on=format.date_short(one.from_on, found.on, glyphs))
    seen: Bit = (t("never there"), "muted")
    if one.last_on is not None:
        seen = (t("last {days}", days=format.days((found.on - one.last_on).days, glyphs)), "")
    owner = t("owner") if one.is_owner else ""
    return [
        (f" {function}  ", "muted"),
        (fit(clean(one.who), LOGIN), "strong"),
        ("  ", ""),
        seen,
        (f"  {'  '.join(part for part in (owner, since) if part)}".rstrip(), "muted"),
    ]


def _covers(found: AccountTeam, glyphs: Glyphs) -> list[Line]:
    lines: list[Line] = []
    for one in found.people:
        sign: Bit = ("!", "error") if one.is_key and not one.by else ("*", "strong") if one.is_key else (" ", "")
        who: list[Bit] = [(t("nobody"), "error")] if not one.by else _by(one.by)
        level = t(one.level) if one.level else glyphs.dash
        lines.append(
            [
                (" ", ""),
                sign,
                (f" {fit(clean(one.name), NAMES)}  ", ""),
                (f"{fit(level, 5)}  {_last(one, found, glyphs):>5}  ", "muted"),
                *who,
            ]
        )
    return lines


def _last(one: Covered, found: AccountTeam, glyphs: Glyphs) -> str:
    return glyphs.dash if one.last_on is None else format.days((found.on - one.last_on).days, glyphs)


def _by(covers: tuple[Cover, ...]) -> list[Bit]:
    """Who covers somebody; a tie that is weaker than wanted stands out."""
    bits: list[Bit] = []
    for cover in covers:
        now, wanted = (str(each) if each else "?" for each in (cover.strength, cover.wanted))
        is_weak = cover.strength is not None and cover.wanted is not None and cover.strength < cover.wanted
        bits += [(f"{clean(cover.who)} ", "strong"), (f"{now}/{wanted}  ", "warn" if is_weak else "muted")]
    return bits


def _rating(criterion: Rated, score: int | None, glyphs: Glyphs) -> Line:
    label = fit(t(criterion.replace("_", " ")), 26)
    if score is None:
        return [(f" {label}", "muted"), (glyphs.dash, "muted")]
    return [(f" {label}", "muted"), (f"{score} ", ""), ("#" * score + "." * (BEST - score), "accent")]
