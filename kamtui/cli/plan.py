"""kamtui plan …"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from contextlib import suppress
from typing import Annotated

import typer

from kamtui.cli import out, planshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import profiles
from kamtui.domain.outcomes.plans import (
    PlanAssigned,
    PlanClosed,
    PlanConfirmed,
    PlanReviewed,
    PlanStarted,
    PlanWritten,
)
from kamtui.domain.plans import Plan
from kamtui.domain.plansections import section as section_named
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.i18n import t
from kamtui.ops.plans import assign_plan, close_plan, confirm_sections, review_plan, start_plan, write_plan
from kamtui.render.chart import plain
from kamtui.render.document import text as layout
from kamtui.render.reports import plan as planpage
from kamtui.store import accounts, lookup, plans
from kamtui.store.sqlite import Connection

app = Noun(t("Account plans, and that of the company: start, write, still true, review, list, close."))

Whose = Annotated[str | None, typer.Argument(metavar="[ACCOUNT]", help=t("Whose plan; left out with --company."))]
Company = Annotated[bool, typer.Option("--company", help=t("The plan of the whole company, without an account."))]
Year = Annotated[
    str | None, typer.Option(metavar="YEAR", help=t("Of this fiscal year, 2026 or a day in it; the present one."))
]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]


@app.command("show")
def show(ctx: typer.Context, account: Whose = None, *, company: Company = False, year: Year = None) -> None:
    """Show a plan: what each section says and how old it is, goals and where they stand, reviews, what lacks."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    whose = _whose(conn, account, company=company)
    found = plans.plan(conn, whose, on, _day_of(session, year))
    if found is None:
        raise NotFound(_missing(conn, whose))
    options = session.options
    if options.json or options.tsv or options.quiet or not sys.stdout.isatty():
        out.one(options, planshapes.plan(found))
    else:
        cells, glyphs = shutil.get_terminal_size().columns, out.glyphs()
        out.block(plain(layout.lines(planpage.page(found, glyphs), cells, glyphs)))


@app.command("start")
@writes("plan.start")
def start(
    w: Writing,
    account: Whose = None,
    *,
    company: Company = False,
    year: Year = None,
    owner: Annotated[str, typer.Option(metavar="LOGIN", help=t("Whose plan it is; the account's owner."))] = "",
    copy: Annotated[
        bool, typer.Option("--copy", help=t("With what the plan before says, as old as it is there."))
    ] = False,
) -> PlanStarted:
    """Start the plan of a fiscal year; one that was closed is taken up again."""
    whose = _whose(w.conn, account, company=company)
    return w.do(start_plan, whose, day=_day_of(w.session, year), owner=owner, copy=copy)


@app.command("write")
@writes("plan.write")
def write(
    w: Writing,
    account: Whose = None,
    section: Annotated[
        str | None, typer.Argument(metavar="SECTION", help=t("Its key or heading; kamtui plan show lists them."))
    ] = None,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help=t("What it says; - takes it back."))] = None,
    *,
    company: Company = False,
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help=t("Who says so: customer, public, competitor, internal."))
    ] = None,
    year: Year = None,
    on: When = None,
) -> PlanWritten:
    """Write a section of a plan; what it said before stays in its history."""
    account, (named, said) = shifted(account, section, text, company=company)
    if named is None or said is None:
        raise BadInput(t("say which section and what it says: kamtui plan write ACCOUNT SECTION TEXT"))
    plan_id = of_plan(w, account, year, company=company)
    who = profiles.source(source) if source else None
    return w.do(write_plan, plan_id, {named: "" if said == NOTHING else said}, source=who, on=_on(w, on))


@app.command("confirm")
@writes("plan.confirm")
def confirm(
    w: Writing,
    account: Whose = None,
    section: Annotated[
        list[str] | None, typer.Argument(metavar="[SECTION]...", help=t("Only these; all that say something."))
    ] = None,
    *,
    company: Company = False,
    year: Year = None,
    on: When = None,
) -> PlanConfirmed:
    """Say that a plan, or sections of it, is still true."""
    named = [*(section or ())]
    if company and account is not None:
        account, named = None, [account, *named]
    return w.do(confirm_sections, of_plan(w, account, year, company=company), named, on=_on(w, on))


@app.command("review")
@writes("plan.review")
def review(
    w: Writing,
    account: Whose = None,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help=t("What came of it."))] = None,
    *,
    company: Company = False,
    true: Annotated[bool, typer.Option("--confirm", help=t("All that it says is still true."))] = False,
    year: Year = None,
    on: When = None,
) -> PlanReviewed:
    """Note that a plan was gone through, and what came of it."""
    account, (said, _) = shifted(account, text, None, company=company)
    plan_id = of_plan(w, account, year, company=company)
    if true:
        # a plan that is confirmed already, or that says nothing yet, can be gone through too
        with suppress(NothingToDo):
            w.do(confirm_sections, plan_id, on=_on(w, on))
    return w.do(review_plan, plan_id, said or "", on=_on(w, on))


@app.command("assign")
@writes("plan.assign")
def assign(
    w: Writing,
    account: Whose = None,
    login: Annotated[str | None, typer.Argument(metavar="LOGIN", help=t("To whom."))] = None,
    *,
    company: Company = False,
    year: Year = None,
) -> PlanAssigned:
    """Give a plan to somebody."""
    account, (to, _) = shifted(account, login, None, company=company)
    if to is None:
        raise BadInput(t("say to whom: kamtui plan assign ACCOUNT LOGIN"))
    return w.do(assign_plan, of_plan(w, account, year, company=company), to)


@app.command("close")
@writes("plan.close")
def close(
    w: Writing, account: Whose = None, *, company: Company = False, year: Year = None, on: When = None
) -> PlanClosed:
    """Close a plan; it can be read as before, and started again."""
    return w.do(close_plan, of_plan(w, account, year, company=company), on=_on(w, on))


@app.command("ls")
def ls(
    ctx: typer.Context,
    *,
    owner: Annotated[
        str | None, typer.Option(metavar="LOGIN", help=t("Only accounts of this one of us; me for yours."))
    ] = None,
    attention: Annotated[
        bool,
        typer.Option("--attention", help=t("Only those missing, closed, stale, or with a goal off track.")),
    ] = False,
) -> None:
    """List key accounts and their plans of the fiscal year: how complete, how old, goals off track."""
    session: Session = ctx.obj
    found = plans.listed(session.conn, session.on, owner=session.who if owner == "me" else owner)
    rows = (planshapes.listed(row) for row in found if not attention or _asks(row.plan))
    out.rows(session.options, rows, COLUMNS)


@app.command("history")
def history(
    ctx: typer.Context,
    account: Whose = None,
    section: Annotated[str | None, typer.Argument(metavar="SECTION", help=t("Its key or heading."))] = None,
    *,
    company: Company = False,
) -> None:
    """Everything that a section said in any year, the latest first."""
    session: Session = ctx.obj
    account, (named, _) = shifted(account, section, None, company=company)
    if named is None:
        raise BadInput(t("say which section: kamtui plan history ACCOUNT SECTION"))
    key = section_named(named, company=company).key
    said = plans.history(session.conn, _whose(session.conn, account, company=company), key)
    out.rows(session.options, map(planshapes.entry, said), HISTORY)


COLUMNS = [
    out.column("account"),
    out.column("owner", drop=3),
    out.column("label", t("fiscal year")),
    out.column("percent", t("completeness"), right=True, value=lambda row: _behind(row["percent"], "%")),
    out.column("age_days", t("age"), right=True, value=lambda row: _behind(row["age_days"], "d"), min=4),
    out.column("stale", value=lambda row: t("stale") if row["stale"] else None, drop=1),
    out.column("stale_sections", t("stale parts"), right=True, drop=4, value=lambda row: _count(row["stale_sections"])),
    out.column("goal_count", t("goals"), right=True, drop=2),
    out.column("off_track", t("off track"), right=True),
    out.column("closed_on", t("closed"), drop=5),
]

HISTORY = [
    out.column("on"),
    out.column("text", value=lambda row: row["text"] or t("taken back")),
    out.column("source", drop=2),
    out.column("author", drop=1),
]


def _behind(value: object, unit: str) -> str | None:
    """A number with its unit; None for unknown."""
    return None if value is None else f"{value}{unit}"


def _count(found: object) -> int | None:
    return len(found) if isinstance(found, list) else None


def _asks(found: Plan | None) -> bool:
    """Whether SIG-24 would speak of it."""
    return found is None or found.is_stale or found.closed_on is not None or bool(found.off_track)


def shifted(
    account: str | None, first: str | None, second: str | None, *, company: bool
) -> tuple[str | None, tuple[str | None, str | None]]:
    """The words behind the account; the company's plan has none, so they stand one place further left."""
    if company and account is not None:
        return None, (account, first if second is None else second)
    return account, (first, second)


def _whose(conn: Connection, account: str | None, *, company: bool) -> int | None:
    """The account that is meant; None is the company."""
    if company == (account is not None):
        raise BadInput(t("name an account, or say --company"))
    return None if account is None else lookup.account(conn, account)


def of_plan(w: Writing, account: str | None, year: str | None, *, company: bool) -> int:
    """The plan of the fiscal year; raises NotFound."""
    whose = _whose(w.conn, account, company=company)
    found = plans.head(w.conn, whose, _day_of(w.session, year) or w.session.today, w.session.today)
    if found is None:
        raise NotFound(_missing(w.conn, whose))
    return found.id


def _missing(conn: Connection, whose: int | None) -> str:
    if whose is None:
        return t("the company has no plan for this year; see: kamtui plan start --company")
    name = accounts.one(conn, whose).name
    return t("{account} has no plan for this year; see: kamtui plan start", account=name)


def _day_of(session: Session, year: str | None) -> dt.date | None:
    return None if year is None else session.year(year)


def _on(w: Writing, on: str | None) -> dt.date | None:
    return None if on is None else w.date(on)
