"""kamtui regularity"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, overseen
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.domain.regularity import window
from kamtui.i18n import t
from kamtui.render.format import shares
from kamtui.store import regularity, users

app = Noun(t("How regular the daily work is; no ranking."))


@app.command("")
def regular(
    ctx: typer.Context,
    *,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only this one of us."))] = None,
) -> None:
    """How regular each manager's daily work is over four weeks, in the order of the logins.

    Days on which a card was answered, how long red accounts have been red, key accounts touched within the policy's
    maximum, kinds of touches, and how many of them the customer sought too. Shares and ages, never counts of touches.
    """
    session: Session = ctx.obj
    who = None if user is None else users.one(session.conn, user).login
    period = window(session.on)
    found = [row for row in regularity.regularity(session.conn, session.on) if who in (None, row.login)]
    out.rows(session.options, [overseen.regularity(row, period) for row in found], COLUMNS)


def _share(row: out.Json, part: str, whole: str) -> str | None:
    return f"{row[part]}/{row[whole]}" if row[whole] else None


def _mix(row: out.Json) -> str:
    kinds = row["kinds"]
    assert isinstance(kinds, dict)
    return shares(kinds.items())


def _two_way(row: out.Json) -> str | None:
    known, two_way = row["direction_known_percent"], row["two_way_percent"]
    if known is None:
        return None
    return t("unknown") if two_way is None else t("{two_way:.0f}% ({known:.0f}% known)", two_way=two_way, known=known)


COLUMNS = [
    out.column("user", t("who")),
    out.column("review_days", t("review days"), value=lambda row: _share(row, "review_days", "working_days")),
    out.column("reds", right=True),
    out.column("red_age_days", t("median days red"), right=True),
    out.column("key_in_touch", t("key in touch"), value=lambda row: _share(row, "key_in_touch", "key_accounts")),
    out.column("two_way_percent", t("two-way"), value=_two_way, drop=1),
    out.column("kinds", t("kinds"), value=_mix, drop=2),
]
