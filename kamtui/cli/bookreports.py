"""kamtui report portfolio, movement, pyramid: pages on the whole book, or on what one of us looks after."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli import bookshapes, out
from kamtui.cli.documents import AsFormat, Force, Output, Target
from kamtui.cli.noting import note_unless_watched
from kamtui.cli.params import From, To
from kamtui.cli.reports import in_order
from kamtui.cli.session import Session
from kamtui.domain import periods
from kamtui.domain.bookreports import Whose
from kamtui.domain.periods import Period
from kamtui.i18n import t
from kamtui.render.document.page import Page
from kamtui.render.reports import movement as movementpage
from kamtui.render.reports import portfolio as portfoliopage
from kamtui.render.reports import pyramid as pyramidpage
from kamtui.store import bookreports, policies, users

User = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only this one of us; me for yours."))]

ME = "me"


def portfolio(
    ctx: typer.Context,
    *,
    user: User = None,
    format: AsFormat = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """The portfolio: money in view, pyramid and time, the matrix, who brings most, how much hangs on how few."""
    session: Session = ctx.obj
    target = Target(session, format, output, force=force)
    known = bookreports.portfolio_report(session.conn, _whose(session, user))
    if _is_document(session, target):
        out.document(bookshapes.portfolio(known))
    else:
        _take(session, target, portfoliopage.page(known, target.glyphs))


def movement(
    ctx: typer.Context,
    *,
    since: From = None,
    until: To = None,
    user: User = None,
    format: AsFormat = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Tier movement: tiers month by month, from which to which, who moved and why; over twelve months if not said."""
    session: Session = ctx.obj
    target = Target(session, format, output, force=force)
    last = session.until(until, session.on)
    # a period means its last day here, as in `tier movement`: where things stood then
    first = session.until(since, periods.add_months(last, -12))
    in_order(first, last)
    known = bookreports.movement_report(session.conn, _whose(session, user), first, last)
    if _is_document(session, target):
        out.document(bookshapes.movement(known))
    else:
        _take(session, target, movementpage.page(known, target.glyphs))


def pyramid(
    ctx: typer.Context,
    *,
    since: From = None,
    until: To = None,
    user: User = None,
    format: AsFormat = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """The pyramid: accounts and logged time by tier against their targets, for everybody and for each manager."""
    session: Session = ctx.obj
    target = Target(session, format, output, force=force)
    last = session.until(until, session.on)
    weeks = policies.in_force(session.conn, last).time.weeks
    first = session.since(since, last - dt.timedelta(days=7 * weeks - 1))
    in_order(first, last)
    of = _whose(session, user)._replace(on=last)
    known = bookreports.pyramid_report(session.conn, of, Period(first, last))
    if _is_document(session, target):
        out.document(bookshapes.pyramid(known))
    else:
        _take(session, target, pyramidpage.page(known, target.glyphs))


def _whose(session: Session, user: str | None) -> Whose:
    """Whose accounts are asked for, and the day; raises NotFound."""
    who = session.who if user == ME else user
    return Whose(session.info.name, None if who is None else users.one(session.conn, who).login, session.on)


def _is_document(session: Session, target: Target) -> bool:
    """Whether JSON is asked for; who takes it is noted."""
    if target.file is not None or not session.options.json:
        return False
    note_unless_watched(session, session.command)
    return True


def _take(session: Session, target: Target, page: Page) -> None:
    target.take(page, session)
    if target.file is not None:
        out.line(t("{title}: written to {path}", title=page.title, path=target.file))
