"""kamtui team …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, teamshapes
from kamtui.cli.documents import AsFormat, Force, Output, Target
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Contact, On
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import teams as words
from kamtui.domain.managers import Managers
from kamtui.domain.outcomes.team import CoverEnded, CoverSet, ManagerRated, TeamJoined, TeamLeft
from kamtui.domain.teams import OurFunction, Rated
from kamtui.errors import NothingToDo, NotPermitted
from kamtui.i18n import n, t
from kamtui.ops.teams import end_cover, join_team, leave_team, rate_manager, set_cover
from kamtui.render import pack as pages
from kamtui.render.briefing import sections
from kamtui.store import accountteams, briefings, discretion, lookup, managers, owners, ratings, users

app = Noun(t("Our people: who works on an account, who covers whom, how much managers carry, how they are rated."))

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=t("One of us."))]
What = Annotated[str, typer.Argument(metavar="FUNCTION", help=", ".join(OurFunction))]
Strength = Annotated[str | None, typer.Option(metavar="1-5", help=t("How strong the tie is."))]
Wanted = Annotated[str | None, typer.Option(metavar="1-5", help=t("How strong it should be."))]


@app.command("ls")
def ls(ctx: typer.Context, account: Account) -> None:
    """The team of an account: who does what, which functions are missing, who covers whom."""
    session: Session = ctx.obj
    found = accountteams.of_account(session.conn, lookup.account(session.conn, account), session.on)
    out.one(session.options, teamshapes.team(found) if session.options.json else teamshapes.told(found))


@app.command("join")
@writes("team.join")
def join(
    w: Writing,
    account: Account,
    login: Login,
    function: What,
    *,
    since: Annotated[str | None, typer.Option(metavar="DATE", help=t("From which day; as long as known."))] = None,
) -> TeamJoined:
    """Put one of us into the team of an account."""
    day = None if since is None else w.date(since)
    return w.do(join_team, w.account(account), login, words.function(function), since=day)


@app.command("leave")
@writes("team.leave")
def leave(
    w: Writing,
    account: Account,
    login: Login,
    *,
    function: Annotated[str | None, typer.Option(metavar="FUNCTION", help=t("Only this one of theirs."))] = None,
    on: On = "today",
) -> TeamLeft:
    """Take one of us out of the team of an account."""
    given_up = None if function is None else words.function(function)
    return w.do(leave_team, w.account(account), login, on=w.date(on), function=given_up)


@app.command("cover")
@writes("cover.set")
def cover(
    w: Writing,
    account: Account,
    contact: Contact,
    login: Login,
    *,
    strength: Strength = None,
    wanted: Wanted = None,
    on: On = "today",
) -> CoverSet:
    """Say who of us covers somebody at an account, how strong the tie is and should be."""
    key = w.account(account)
    person = w.contact(contact, key)
    day = w.date(on)
    return w.do(set_cover, key, person, login, on=day, strength=_score(strength), wanted=_score(wanted))


@app.command("uncover")
@writes("cover.end")
def uncover(w: Writing, account: Account, contact: Contact, login: Login, *, on: On = "today") -> CoverEnded:
    """Say that one of us no longer covers somebody."""
    key = w.account(account)
    return w.do(end_cover, key, w.contact(contact, key), login, on=w.date(on))


@app.command("rate")
@writes("team.rate")
def rate(
    w: Writing,
    login: Login,
    criterion: Annotated[str, typer.Argument(metavar="CRITERION", help=", ".join(Rated))],
    score: Annotated[str, typer.Argument(metavar="1-5", help=t("5 is best."))],
    *,
    note: Annotated[str, typer.Option(metavar="TEXT", help=t("Why."))] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help=t("The day it was."))] = "today",
) -> ManagerRated:
    """Rate a manager; only heads do, and only heads see it."""
    return w.do(rate_manager, login, words.criterion(criterion), words.score(score), on=w.date(on), note=note)


@app.command("ratings")
def rated(ctx: typer.Context) -> None:
    """How managers are rated, for heads."""
    session: Session = ctx.obj
    if not discretion.may_see_ratings(session.conn):
        raise NotPermitted(t("only a head rates managers and sees how they are rated"))
    found = ratings.in_force(session.conn, session.on)
    rows = [teamshapes.rating(each) for who in sorted(found) for each in found[who].values()]
    out.rows(session.options, rows, RATINGS)


@app.command("capacity")
def capacity(ctx: typer.Context) -> None:
    """How many key accounts each of us has room for, what they carry, and how many managers it takes."""
    session: Session = ctx.obj
    found = managers.of_book(session.conn, session.on)
    if session.options.json:
        out.document(teamshapes.capacity(found))
        return
    columns = [*MANAGERS, *([out.column("average", t("rating"), right=True, drop=1)] if found.has_ratings else [])]
    out.rows(session.options, [teamshapes.manager(each) for each in found.managers], columns)
    for remark in remarks(found):
        out.tell(remark)


@app.command("suggest")
def suggest(ctx: typer.Context, account: Account) -> None:
    """Who could look after an account, who fits best first, with everything that the order comes from.

    By free places for key accounts, then rating (for heads), then touches due and accounts, then how many accounts of
    the same region and industry they know.
    """
    session: Session = ctx.obj
    found = managers.candidates(session.conn, lookup.account(session.conn, account), session.on)
    seen = [
        *CANDIDATES,
        *([out.column("average", t("rating"), right=True)] if discretion.may_see_ratings(session.conn) else []),
    ]
    out.rows(session.options, [teamshapes.candidate(each) for each in found], seen)


@app.command("pack")
def pack(
    ctx: typer.Context, login: Login, *, format: AsFormat = None, output: Output = None, force: Force = False
) -> None:
    """The briefings of all accounts of one of us in one file, to take them over with."""
    session: Session = ctx.obj
    who = users.one(session.conn, login).login
    keys = [key for key, _, is_archived in owners.owned_by(session.conn, who, session.on) if not is_archived]
    if not keys:
        raise NothingToDo(t("{login} owns no account", login=who))
    write_pack(session, who, keys, Target(session, format, output, force=force))


def write_pack(session: Session, login: str, keys: list[int], target: Target, giver: str = "") -> None:
    """Write or show the briefings of these accounts, behind a page that lists them; nothing confidential."""
    known = [briefings.briefing(session.conn, key, session.on, confidential=False) for key in keys]
    front = pages.front(login, known, session.on, target.glyphs, giver=giver)
    target.take(front, session, [sections.page(each, target.glyphs) for each in known])
    if target.file is not None:
        briefed = n("{count} briefing", "{count} briefings", len(keys))
        out.tell(t("{briefings} written to {path}", briefings=briefed, path=target.file))


def remarks(found: Managers) -> list[str]:
    """What to say of the company below the list of managers."""
    company = {"held": found.company.held, "warns": found.company.room, "blocks": found.blocks}
    said = [t("{held} key accounts in all; more than {warns} are hard to look after, {blocks} the limit", **company)]
    if found.unowned:
        said.append(n("{count} key account has no owner", "{count} key accounts have no owner", found.unowned))
    if found.suggested is not None:
        one = "they need {count} manager with the usual hours"
        said.append(n(one, "they need {count} managers with the usual hours", found.suggested))
    return said


def _score(text: str | None) -> int | None:
    return None if text is None else words.score(text)


RATINGS = [
    out.column("who"),
    out.column("criterion"),
    out.column("score", right=True),
    out.column("on", drop=1),
    out.column("note", drop=2),
    out.column("by", drop=3),
]

_LOAD = [
    out.column("key_accounts", t("key"), right=True),
    out.column("room", right=True),
    out.column("free", right=True),
    out.column("accounts", right=True, drop=2),
    out.column("due", right=True),
    out.column("overdue", right=True, drop=3),
]

MANAGERS = [
    out.column("login", t("manager")),
    out.column("name", drop=5),
    out.column("hours_per_week", t("h/week"), right=True, drop=2),
    *_LOAD,
    out.column("logged_hours", t("h logged"), right=True, drop=4),
    out.column("level", t("drift"), drop=3),
]

CANDIDATES = [
    out.column("login", t("manager")),
    out.column("is_owner", t("owner"), value=lambda row: out.Word.YES if row["is_owner"] else None),
    *_LOAD,
    out.column("same_region", t("same region"), right=True, drop=1),
    out.column("same_industry", t("same industry"), right=True, drop=1),
]
