"""kamtui review …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Account, Reason
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.daysummary import DaySummary, Left
from kamtui.domain.outcomes.tasks import Reviewed
from kamtui.domain.severity import Severity
from kamtui.i18n import t
from kamtui.ops.reviews import mark_done, snooze
from kamtui.render.daysummary import said
from kamtui.render.text import fit, width
from kamtui.store import appraisals, daysummary, reviews, users

app = Noun(t("Review cards: done, snooze, the day summed up. `kamtui today` lists them."))


@app.command("done")
@writes("review.done")
def done(w: Writing, account: Account) -> Reviewed:
    """Mark an account as reviewed for today."""
    return w.do(mark_done, w.account(account), on=w.session.today)


@app.command("snooze")
@writes("review.snooze")
def put_off(
    w: Writing,
    account: Account,
    until: Annotated[str, typer.Argument(metavar="DATE", help=t("The day its card comes back."))],
    *,
    reason: Reason = "",
) -> Reviewed:
    """Put an account's card off until a later day."""
    return w.do(snooze, w.account(account), on=w.session.today, until=w.date(until), reason=reason)


@app.command("summary")
def summary(
    ctx: typer.Context,
    *,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("The day of this one of us."))] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=t("The day; today if not said."))] = None,
) -> None:
    """A day summed up: cards, touches, minutes by tier against their targets, what changed, what is left.

    What was undone is not in it.
    """
    session: Session = ctx.obj
    if on is not None:
        session.options = session.options._replace(as_of=on)
    conn = session.conn
    who = session.who if user is None else users.one(conn, user).login
    owner = reviews.owner_of_review(conn, who)
    cards = reviews.cards(conn, session.on, who, owner, ranking=appraisals.ranking(conn, session.on))
    left = Left(len(cards), sum(card.severity is Severity.RED for card in cards))
    day = daysummary.of_day(conn, session.on, who, owner, left)
    if session.options.json:
        out.document(_summary(day))
        return
    lines = said(day, out.glyphs())
    room = max(width(line.label) for line in lines)
    for line in lines:
        out.line(f"{fit(line.label, room)}  {line.text}")


def _summary(day: DaySummary) -> out.Json:
    return {
        "user": day.who,
        "on": out.day(day.on),
        "cards": {"reviewed": day.reviewed, "put_off": day.put_off, "worked_on_besides": day.answered},
        "touches": dict(day.kinds),
        "minutes": day.minutes,
        "time": [
            {
                "tier": share.tier,
                "minutes": share.minutes,
                "percent": figure(share.percent, 1),
                "target_percent": share.target_percent,
            }
            for share in day.shares
        ],
        "statuses": [
            {"account_id": one.account_id, "name": one.account, "from": one.before, "to": one.after}
            for one in day.statuses
        ],
        "tiers_decided": day.tiers,
        "steps": [
            {"account_id": one.account_id, "name": one.account, "title": one.title, "due_on": out.day(one.due_on)}
            for one in day.steps
        ],
        "promises_kept": day.kept,
        "left": day.left._asdict(),
        "tomorrow": day.tomorrow._asdict(),
    }
