"""kamtui touch mix."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import From, To
from kamtui.cli.session import Session
from kamtui.domain.mix import Mix, weeks_of
from kamtui.domain.periods import Period
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render.format import percent
from kamtui.store import accounts, policies
from kamtui.store.mix import By
from kamtui.store.mix import mix as read

app = Noun(t("What contact consists of."))

DAYS = 91
"""Looked back where no first day is named: a quarter."""

SHOWN = 4
"""Kinds that a line names."""


@app.command("mix")
def mix(
    ctx: typer.Context,
    *,
    by: Annotated[str, typer.Option(metavar="user|account|tier", help=t("Whose contact."))] = By.USER.value,
    since: From = None,
    until: To = None,
) -> None:
    """What contact consists of: kinds, how much of it goes both ways, how many minutes nobody typed.

    No ranking: names in their order, kinds as shares, and in how many weeks there was contact. Minutes that are just
    what the policy counts for a kind may not have been typed; "as usual" says how many those are.
    """
    session: Session = ctx.obj
    if by not in list(By):
        raise BadInput(t("'{text}' is none of {options}", text=by, options=", ".join(By)))
    last = session.until(until, session.on)
    period = Period(session.since(since, last - dt.timedelta(days=DAYS - 1)), last)
    if period.first > period.last:
        raise BadInput(t("{first} is after {last}", first=period.first, last=period.last))
    found = read(session.conn, period, By(by), policies.in_force(session.conn, last).minutes)
    rows = [_shape(session, By(by), each) for each in found]
    if session.options.json:
        days = {"from": out.day(period.first), "to": out.day(period.last)}
        out.document({**days, "weeks": weeks_of(period), "by": by, "rows": rows})
    else:
        out.rows(session.options, rows, _columns(By(by), weeks_of(period)))


def _shape(session: Session, by: By, found: Mix) -> out.Json:
    who: dict[str, object] = {by.value: found.group or None}
    if by is By.ACCOUNT:
        who = {"account_id": int(found.group), "account": accounts.row(session.conn, int(found.group)).name}
    return {
        **who,
        "weeks_with_contact": found.weeks,
        "kinds": {kind.value: round(found.share(kind), 4) for kind in found.kinds},
        "written_share": round(found.written_share, 4),
        "two_way_share": figure(found.two_way_share, 4),
        "direction_known_share": round(found.directed / found.touches, 4),
        "minutes": found.minutes,
        "minutes_as_usual": found.as_usual,
        "as_usual_share": figure(found.as_usual_share, 4),
    }


def _columns(by: By, weeks: int) -> list[out.Shown]:
    return [
        out.column(by.value, value=lambda row: row[by.value] or t("none")),
        out.column("weeks_with_contact", t("of {count} weeks", count=weeks), right=True),
        out.column("two_way_share", t("two-way (known)"), right=True, value=_two_way),
        out.column("as_usual_share", t("as usual"), right=True, value=lambda row: _percent(row["as_usual_share"])),
        out.column("kinds", value=_kinds),
    ]


def _two_way(row: out.Json) -> str | None:
    """How much the customer sought, and of how much that is known at all."""
    share, known = _percent(row["two_way_share"]), _percent(row["direction_known_share"])
    return None if share is None else f"{share} ({known})"


def _kinds(row: out.Json) -> str:
    kinds = row["kinds"]
    assert isinstance(kinds, dict)
    shown = [f"{t(kind)} {_percent(share)}" for kind, share in list(kinds.items())[:SHOWN]]
    return " · ".join([*shown, *(["…"] if len(kinds) > SHOWN else [])])


def _percent(share: object) -> str | None:
    return percent(share) if isinstance(share, float) else None
