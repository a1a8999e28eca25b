"""kamtui opinion …"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, MaybeAccount, Since, Until, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.outcomes.touches import OpinionAdded, OpinionEdited
from kamtui.domain.signals.voice import zone
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops import meant
from kamtui.ops.opinions import add_opinion, edit_opinion, remove_opinion
from kamtui.store import lookup, opinions, policies

app = Noun(t("What customers think of us and of our people: add, list, edit, remove."))

US = "us"
"""Said for the firm, where a login stands for one of ours."""

Opinion = Annotated[str, typer.Argument(metavar="OPINION", help=t("Its number in `opinion ls`."))]
About = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Which one of us it is about; us: the firm."))]
Respondent = Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Who said so."))]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]
Touch = Annotated[str | None, typer.Option(metavar="TOUCH", help=t("The touch at which it was said."))]
Confidential = Annotated[
    bool | None, typer.Option("--confidential/--open", help=t("Only for its author and for heads."))
]


@app.command("add")
@writes("opinion.add")
def add(
    w: Writing,
    account: Account,
    score: Annotated[str, typer.Argument(metavar="SCORE", help=t("0 to 10."))],
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help=t("In their words."))] = "",
    *,
    about: About = None,
    contact: Respondent = None,
    on: When = None,
    confidential: Confidential = None,
    touch: Touch = None,
    no_touch: Annotated[bool, typer.Option("--no-touch", help=t("Log no survey for it."))] = False,
    by: Annotated[str, typer.Option(metavar="LOGIN", help=t("Who of us was told, if not you."))] = "",
) -> OpinionAdded:
    """Keep what somebody at the customer thinks of us; asking is contact, so a survey is logged with it."""
    account_id = w.account(account)
    return w.do(
        add_opinion,
        account_id,
        fields.score(score),
        about=_about(about) or "",
        contact_id=None if contact is None else meant.person(w.conn, account_id, contact, w.session.today),
        text=text,
        confidential=bool(confidential),
        on=w.date(on) if on else None,
        by=by,
        touch_id=None if touch is None else number(touch, t("touch")),
        is_touch=not no_touch,
    )


@app.command("edit")
@writes("opinion.edit")
def edit(
    w: Writing,
    opinion: Opinion,
    *,
    score: Annotated[str | None, typer.Option(metavar="SCORE", help=t("0 to 10."))] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help=t("In their words."))] = None,
    about: About = None,
    contact: Respondent = None,
    on: When = None,
    touch: Touch = None,
    confidential: Confidential = None,
) -> OpinionEdited:
    """Correct an opinion; what is not named stays."""
    key = number(opinion, t("opinion"))
    changed: dict[str, object] = {}
    if score is not None:
        changed["score"] = fields.score(score)
    if text is not None:
        changed["text"] = text
    if about is not None:
        changed["about"] = _about(about)
    if contact is not None:
        account = opinions.one(w.conn, key).account_id
        changed["contact_id"] = meant.person(w.conn, account, contact, w.session.today)
    if on is not None:
        changed["on"] = w.date(on)
    if touch is not None:
        changed["touch_id"] = number(touch, t("touch"))
    if confidential is not None:
        changed["confidential"] = confidential
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_opinion, key, changed)


@app.command("remove")
@writes("opinion.remove")
def remove(w: Writing, opinion: Opinion) -> OpinionEdited:
    """Remove an opinion that was entered wrongly; the survey that was logged with it stays."""
    return w.do(remove_opinion, number(opinion, t("opinion")))


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    contact: Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Only of this respondent."))] = None,
    about: About = None,
    since: Since = None,
    until: Until = None,
    newest: Annotated[bool, typer.Option("--newest", help=t("Only the last answer of each respondent."))] = False,
) -> None:
    """List opinions, the latest first, each with its zone and the change since the same respondent's last answer.

    Respondents and their levels are never averaged. What is confidential only its author and heads see; who can read
    the file itself sees it all.
    """
    session: Session = ctx.obj
    conn = session.conn
    account_id = None if account is None else lookup.account(conn, account)
    rules = policies.in_force(conn, session.on).satisfaction
    keys = opinions.ids(
        conn,
        account=account_id,
        contact=None if contact is None else lookup.contact(conn, contact, account_id),
        about=_about(about),
        since=session.since(since, dt.date.min) if since else None,
        until=session.until(until, dt.date.max) if until else None,
        newest=newest,
    )
    found = out.paged(opinions.rows, conn, keys)
    out.rows(session.options, (shapes.opinion(row, zone(row.score, rules)) for row in found), COLUMNS)


COLUMNS = [
    out.column("id", drop=4),
    out.column("on", min=10),
    out.column("account", drop=2),
    out.column("contact", t("who says so")),
    out.column("level", drop=1),
    out.column("about", t("about whom"), value=lambda row: row["about"] or t("us")),
    out.column("score", right=True, value=lambda row: f"{row['score']:g}"),
    out.column(
        "change",
        t("since last"),
        right=True,
        value=lambda row: None if row["change"] is None else f"{row['change']:+g}",
    ),
    out.column("zone", value=lambda row: t(str(row["zone"]))),
    out.column("text"),
    out.column("confidential", drop=2, value=lambda row: t("confidential") if row["confidential"] else None),
    out.column("author", drop=3),
]


def _about(text: str | None) -> str | None:
    return "" if text is not None and text.strip().casefold() in (US, "") else text
