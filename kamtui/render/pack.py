"""The first page of a briefing pack: whose accounts they were, whose they are, and each in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamtui.domain.briefings import Briefing
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Page, Row, Section, Style
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean


def front(login: str, known: Sequence[Briefing], on: dt.date, glyphs: Glyphs = UNICODE, *, giver: str = "") -> Page:
    """The page before the briefings; `giver` is who had the accounts before, "" for a pack without a handover."""
    about = n("{count} account", "{count} accounts", len(known))
    if giver:
        about = t("{giver} → {taker} from {on}: {accounts}", giver=giver, taker=login, on=on, accounts=about)
    columns = (t("account"), t("tier"), t("status"), t("last touch"), t("next due"), t("open promises"))
    listed = Section("accounts", t("Accounts"), Style.TABLE, [_row(one, glyphs) for one in known], columns)
    foot = t("kamtui · what was said in confidence is left out")
    return Page(t("Briefing pack for {login}", login=clean(login)), clean(about), [listed], foot, is_sheet=False)


def _row(known: Briefing, glyphs: Glyphs) -> Row:
    who = known.who
    tier = Span(t(who.tier), str(who.tier)) if who.tier else Span(glyphs.dash, "muted")
    status = Span(t(who.status), str(who.status)) if who.status else Span(glyphs.dash, "muted")
    return [
        Span(clean(who.name), "strong"),
        tier,
        status,
        Span(format.date_short(who.last_touch_on, known.on, glyphs)),
        Span(format.date_short(known.service.next_due_on, known.on, glyphs)),
        Span(str(len(known.promises))),
    ]
