"""kamtui shed …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, MaybeAccount, On, Reason
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.tiers import ServiceChanged
from kamtui.domain.services import ASKED, Caution
from kamtui.domain.shedding import Candidate
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.shedding import change_service, end_service_change
from kamtui.store import lookup, services, shedding

app = Noun(t("Customers who drain profit: a simpler service for those without potential, never a rejection."))

ALL = "all"


@app.command("ls")
def ls(ctx: typer.Context) -> None:
    """List the accounts that drain profit, and what keeps each from another service."""
    session: Session = ctx.obj
    found = shedding.candidates(session.conn, session.on)
    out.rows(session.options, [_shape(session, each) for each in found], CANDIDATES)


@app.command("check")
def check(ctx: typer.Context, account: Account) -> None:
    """Show what is given and what is missing for one account, and the seven cautions to think of."""
    session: Session = ctx.obj
    (found,) = shedding.candidates(session.conn, session.on, [lookup.account(session.conn, account)])
    cautions = [{"caution": caution, "question": t(question)} for caution, question in ASKED.items()]
    out.one(session.options, {**_shape(session, found), "id": found.account_id, "cautions": cautions})


@app.command("set")
@writes("service.change")
def set(
    w: Writing,
    account: Account,
    change: Annotated[str, typer.Argument(metavar="CHANGE", help=t('What is different: "orders from 500 up".'))],
    *,
    cautions: Annotated[
        str, typer.Option(metavar="LIST", help=t("The cautions that were thought of: all, or their names."))
    ] = "",
    every: Annotated[str | None, typer.Option(metavar="DAYS", help=t("Days between touches from now on."))] = None,
    reason: Reason = "",
    on: On = "today",
) -> ServiceChanged:
    """Change the service of a customer who drains profit and has no potential."""
    if every is not None and not (every.isascii() and every.isdigit()):
        raise BadInput(t("'{text}' is not a number of days", text=every))
    return w.do(
        change_service,
        w.account(account),
        change,
        on=w.date(on),
        cautions=_read(cautions),
        cadence_days=None if every is None else int(every),
        reason=reason,
    )


@app.command("end")
@writes("service.end")
def end(w: Writing, account: Account, *, reason: Reason = "", on: On = "today") -> ServiceChanged:
    """Serve a customer as its tier is served again."""
    return w.do(end_service_change, w.account(account), on=w.date(on), reason=reason)


@app.command("history")
def history(ctx: typer.Context, account: MaybeAccount = None) -> None:
    """Whose service was changed, when and why, oldest first."""
    session: Session = ctx.obj
    key = None if account is None else lookup.account(session.conn, account)
    out.rows(session.options, map(shapes.service_change, services.history(session.conn, key)), CHANGES)


CANDIDATES = [
    out.column("account_id", t("id"), drop=1),
    out.column("name"),
    out.column("owner", drop=3),
    out.column("net_percent", t("net %"), right=True),
    out.column("net_percent_before", t("before"), right=True, drop=4),
    out.column("potential", right=True),
    out.column("assessed_on", t("assessed"), drop=2),
    out.column("service", drop=5),
    out.column("missing"),
]
CHANGES = [
    out.column("on"),
    out.column("account"),
    out.column("change"),
    out.column("cadence_days", t("days"), right=True),
    out.column("reason"),
    out.column("decided_by", t("by"), drop=1),
]


def _shape(session: Session, found: Candidate) -> out.Json:
    """A candidate, and the other service it has already."""
    changed = services.in_force(session.conn, found.account_id, session.on)
    return {**shapes.shed_candidate(found), "service": None if changed is None else changed.change}


def _read(text: str) -> list[Caution]:
    words = text.replace(",", " ").split()
    if words == [ALL]:
        return [*Caution]
    known = {caution.value: caution for caution in Caution}
    for word in words:
        if word not in known:
            raise BadInput(t("'{text}' is none of {options}", text=word, options=", ".join((ALL, *known))))
    return [known[word] for word in words]
