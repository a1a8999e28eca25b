"""What is said below the head's list of the row at the cursor: the proposal and what was said, or the whole reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from kamtui.domain.overview import Handover, Red
from kamtui.domain.policy import SignalRules
from kamtui.domain.regularity import WEEKS, Regularity
from kamtui.domain.signals.portfolio import Notice
from kamtui.domain.signals.reason import working_days
from kamtui.i18n import n, t
from kamtui.render.format import date_short, shares, tier_word
from kamtui.render.glyphs import Glyphs
from kamtui.render.noticed import done_about, told, what_to_do, why_handover
from kamtui.render.reasoned import verb, why
from kamtui.render.text import wrap
from kamtui.store.exceptions import Comment, ExceptionRow
from kamtui.store.overview import Overview
from kamtui.tui.exceptionitems import Item, Section
from kamtui.tui.text import Line, line_width
from kamtui.tui.tierlayout import paragraph

SERVED = 8
"""Key accounts that get too little time, named below a manager's drift."""


def detail(item: Item, found: Overview, rules: SignalRules, cells: int, glyphs: Glyphs) -> list[Line]:
    """The row at the cursor in full."""
    match item.subject:
        case ExceptionRow():
            return list(_exception(item.subject, found.comments.get(item.subject.id, ()), found.on, cells, glyphs))
        case Red():
            return list(_red(item, item.subject, found.on, rules, cells))
        case Notice():
            return list(_notice(item.subject, found, cells, glyphs))
        case Handover():
            head = _head(item.name, tier_word(item.subject.tier, glyphs), cells)
            return [
                *head,
                *paragraph(why_handover(item.subject), cells, "warn"),
                *paragraph(t("o names an owner"), cells),
            ]
        case None if item.section is Section.TIERS:
            return [*paragraph(t("Enter goes to the quarterly review, where they are decided one by one"), cells)]
        case None:
            said = t("of each manager the most pressing are shown; kamtui today --user {who} lists all", who=item.who)
            return paragraph(said, cells)


def regular(found: Regularity, cells: int) -> list[Line]:
    """What the measures of one manager say, in words."""
    lines: list[Line] = [[(f" {found.login}", "strong")]]
    review = t("a card was answered on {days} of {all} working days", days=found.review_days, all=found.working_days)
    lines += paragraph(t("{what} in {weeks} weeks", what=review, weeks=WEEKS), cells)
    if found.red_age is not None:
        one = "{count} account is red, for {age:g} working days"
        many = "{count} accounts are red, half of them for {age:g} working days or more"
        lines += paragraph(n(one, many, found.reds, age=found.red_age), cells)
    else:
        lines += paragraph(t("nothing is red"), cells)
    if found.keys:
        text = "{count} of {all} key accounts were touched within the maximum"
        lines += paragraph(t(text, count=found.keys_in_touch, all=found.keys), cells)
    if found.direction_percent is None:
        lines += paragraph(t("no touch with a customer was logged"), cells)
    elif found.two_way_percent is None:
        lines += paragraph(t("who sought the touches is not noted for any of them"), cells)
    else:
        said = t(
            "the customer sought {share:.0f} % of the touches too; noted for {known:.0f} % of them",
            share=found.two_way_percent,
            known=found.direction_percent,
        )
        lines += paragraph(said, cells)
    kinds = shares(found.mix.items(), ", ")
    return lines + (paragraph(kinds, cells, "muted") if kinds else [])


def _exception(
    row: ExceptionRow, comments: Sequence[Comment], on: dt.date, cells: int, glyphs: Glyphs
) -> Iterator[Line]:
    day = date_short(row.on, on, glyphs)
    by = t("{kind} · {who} on {on}", kind=t(row.kind), who=row.raised_by, on=day)
    yield from _head(row.title, by, cells)
    yield from paragraph(t("proposed: {text}", text=row.proposal), cells, "accent")
    for each in comments:
        yield from paragraph(f"{date_short(each.on, on, glyphs)} {each.author}: {each.text}", cells)


def _red(item: Item, red: Red, on: dt.date, rules: SignalRules, cells: int) -> Iterator[Line]:
    yield from _head(item.name, f"{tier_word(red.tier)} · {red.owner or t('no owner')}", cells)
    yield from paragraph(done_about(red), cells, "accent")
    for reason in red.reasons:
        days = working_days(reason.since, on)
        since = n("for {count} working day", "for {count} working days", days)
        yield from paragraph(f"{why(reason)} · {since} · {verb(reason.action)}", cells, "error")
    if red.step.is_at_risk:
        said = t("at risk: red for {days} working days or more", days=rules.risk_days)
        yield from paragraph(said, cells, "muted")


def _notice(notice: Notice, found: Overview, cells: int, glyphs: Glyphs) -> Iterator[Line]:
    yield [(f" {notice.who or t('the book')}", "strong"), (f"  {notice.signal}", "muted")]
    yield from paragraph(told(notice), cells, "warn")
    yield from paragraph(what_to_do(notice), cells, "accent")
    if notice.signal == "SIG-19" and notice.accounts:
        names = [found.names.get(account, "") for account in notice.accounts[:SERVED]]
        more = glyphs.more if len(notice.accounts) > SERVED else ""
        yield from paragraph(", ".join(names) + more, cells)


def _head(what: str, more: str, cells: int) -> list[Line]:
    """What the row is about, and the rest beside it or, where there is no room, below."""
    line: Line = [(f" {what}", "strong"), (f"  {more}", "muted")]
    if line_width(line) <= cells:
        return [line]
    return [*([(f" {part}", "strong")] for part in wrap(what, cells - 2)), *paragraph(more, cells, "muted")]
