"""What a briefing says of issues: what is open, and what was asked for the customer inside, with what became of it."""

from __future__ import annotations

from kamtui.domain.briefings import Briefing, Issued
from kamtui.domain.issues import IssueKind
from kamtui.i18n import t
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Row, Section, Style
from kamtui.render.glyphs import Glyphs


def issues(known: Briefing, glyphs: Glyphs) -> Section:
    """Open issues and requests, the latest due first; then what lately became of the others (R69)."""
    rows = [_issue(known, each, glyphs) for each in known.issues]
    columns = (t("what"), t("since"), t("state"), t("who"), t("issue"))
    return Section("issues", t("Issues, and what we asked for them"), Style.TABLE, rows, columns)


def _issue(known: Briefing, each: Issued, glyphs: Glyphs) -> Row:
    day = words.day(known.on, glyphs)
    late = each.late(known.on)
    if each.resolved_on is not None:
        state = Span(t("settled {on}", on=day(each.resolved_on)), "up")
    elif late:
        state = Span(t("{days}d late", days=late), "error")
    else:
        state = Span(t("due {on}", on=day(each.due_on)))
    with_us = [each.owner] if each.owner and each.owner != known.who.owner else []
    if each.department is not None:
        with_us.insert(0, t(each.department.label))
    said = words.short(each.title)
    if each.contact:
        said += f" ({words.safe(each.contact)})"
    if each.confidential:
        said = t("confidential: ") + said
    if each.answer:
        said += f" {glyphs.arrow} {words.short(each.answer)}"
    elif each.kind is IssueKind.COMPLAINT and each.prevented_by:
        said += f" {glyphs.arrow} {words.short(each.prevented_by)}"
    kind = Span(words.word(each.kind), "strong" if each.severity == 1 else "")
    return [kind, Span(day(each.on), "muted"), state, Span(words.safe(", ".join(with_us)), "muted"), Span(said)]
