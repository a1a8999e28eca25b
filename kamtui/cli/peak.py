"""kamtui peak …"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli import out, shapes, supplyshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, MaybeAccount, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import facts
from kamtui.domain.facts import Metric
from kamtui.domain.outcomes.supply import PeakAdded, PeakCancelled, PeakEdited, PeakPrepared, PeakResulted
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.peaks import add_peak, cancel_peak, edit_peak, prepare_peak, write_result
from kamtui.store import lookup, peaks, policies, tasks

app = Noun(t("Peak seasons of customers: add, list, prepare, edit, call off, what came of them."))

Peak = Annotated[str, typer.Argument(metavar="PEAK", help=t("Its number in `peak ls`."))]
Product = Annotated[str | None, typer.Option(metavar="TEXT", help=t("Of this product; of all it buys if not said."))]
Lead = Annotated[
    str | None,
    typer.Option(
        "--lead-days",
        "--lead",
        metavar="DAYS",
        help=t("Days before it that it must be prepared; the policy's if not said."),
    ),
]
Quantity = Annotated[str | None, typer.Option(metavar="VALUE", help=t("How much more is wanted: 1200, 12k, 3.5万."))]
Unit = Annotated[str | None, typer.Option(metavar="TEXT", help=t("What that is counted in."))]
Note = Annotated[str | None, typer.Option(metavar="TEXT")]


@app.command("add")
@writes("peak.add")
def add(
    w: Writing,
    account: Account,
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("What it is: Spring Festival, double eleven."))],
    *,
    on: Annotated[
        str | None, typer.Option(metavar="PERIOD", help=t("A month, a week, a day or two with .. between: 2027-02."))
    ] = None,
    starts: Annotated[str | None, typer.Option(metavar="DATE", help=t("Its first day."))] = None,
    ends: Annotated[str | None, typer.Option(metavar="DATE", help=t("Its last day; the first if not said."))] = None,
    product: Product = None,
    lead_days: Lead = None,
    quantity: Quantity = None,
    unit: Unit = None,
    note: Note = None,
) -> PeakAdded:
    """Enter a season in which a customer needs more."""
    first, last = _days(w, on, starts, ends)
    return w.do(
        add_peak,
        w.account(account),
        name,
        starts_on=first,
        ends_on=last,
        product=product or "",
        lead_days=None if lead_days is None else number(lead_days, t("day")),
        quantity=None if quantity is None else facts.value(quantity, Metric.VOLUME),
        unit=unit or "",
        note=note or "",
    )


@app.command("edit")
@writes("peak.edit")
def edit(
    w: Writing,
    peak: Peak,
    *,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What it is."))] = None,
    starts: Annotated[
        str | None, typer.Option(metavar="DATE", help=t("Its first day; its tasks move with it."))
    ] = None,
    ends: Annotated[str | None, typer.Option(metavar="DATE", help=t("Its last day."))] = None,
    product: Product = None,
    lead_days: Lead = None,
    quantity: Quantity = None,
    unit: Unit = None,
    note: Note = None,
) -> PeakEdited:
    """Change what is known of a peak; what is not named stays, and - takes a value back."""
    texts = {"name": name, "product": product, "unit": unit, "note": note}
    changed: dict[str, object] = {
        field: "" if text == NOTHING and field != "name" else text for field, text in texts.items() if text is not None
    }
    for field, text in (("starts_on", starts), ("ends_on", ends)):
        if text is not None:
            changed[field] = out.day(w.date(text))
    if lead_days is not None:
        changed["lead_days"] = None if lead_days == NOTHING else number(lead_days, t("day"))
    if quantity is not None:
        changed["quantity"] = None if quantity == NOTHING else facts.value(quantity, Metric.VOLUME)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_peak, number(peak, t("peak")), changed)


@app.command("prepare")
@writes("peak.prepare")
def prepare(w: Writing, peak: Peak) -> PeakPrepared:
    """Give out the tasks that prepare a peak, to those in the account's team who produce and who ship."""
    return w.do(prepare_peak, number(peak, t("peak")))


@app.command("cancel")
@writes("peak.cancel")
def cancel(
    w: Writing,
    peak: Peak,
    *,
    on: Annotated[str, typer.Option(metavar="DATE", help=t("Since when that is known."))] = "today",
) -> PeakCancelled:
    """Say that a peak will not come; the open tasks that prepare it are called off."""
    return w.do(cancel_peak, number(peak, t("peak")), on=w.date(on))


@app.command("result")
@writes("peak.result")
def result(
    w: Writing,
    peak: Peak,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=t("What came of it; - takes it back."))],
) -> PeakResulted:
    """Write down what came of a peak: what was sold, what ran out, what to do next time."""
    return w.do(write_result, number(peak, t("peak")), "" if text == NOTHING else text)


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    all: Annotated[bool, typer.Option("--all", help=t("Also those that are over or called off."))] = False,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=t("Only those that start up to this day."))] = None,
) -> None:
    """List peaks that run or are ahead, the nearest first."""
    session: Session = ctx.obj
    listed(session, account, past=all, until=until)


def listed(session: Session, account: str | None, *, past: bool, until: str | None) -> None:
    """Print the peaks that are asked for."""
    conn, on = session.conn, session.on
    last = None if until is None else session.until(until, on)
    key = None if account is None else lookup.account(conn, account)
    rules = policies.in_force(conn, on).supply
    found = peaks.rows(conn, peaks.ids(conn, on, account=key, past=past, until=last))
    out.rows(session.options, (supplyshapes.peak(each, rules, on) for each in found), COLUMNS)


@app.command("show")
def show(ctx: typer.Context, peak: Peak) -> None:
    """Show a peak and the tasks that prepare it."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    found = peaks.one(conn, number(peak, t("peak")))
    errands = tasks.rows(conn, peaks.tasks(conn, found.id))
    row = supplyshapes.peak(found, policies.in_force(conn, on).supply, on)
    out.one(session.options, {**row, "tasks": [shapes.task(task) for task in errands]})


def _days(w: Writing, on: str | None, starts: str | None, ends: str | None) -> tuple[dt.date, dt.date | None]:
    """The days of a peak: a period, or its first and last day. Raises BadInput."""
    if (on is None) == (starts is None):
        raise BadInput(t("say when it is: --on 2027-02, or --starts and --ends"))
    if on is not None:
        if ends is not None:
            raise BadInput(t("say when it is: --on 2027-02, or --starts and --ends"))
        return w.session.since(on, w.session.today), w.session.until(on, w.session.today)
    return w.date(starts or ""), None if ends is None else w.date(ends)


COLUMNS = [
    out.column("id"),
    out.column("starts_on", t("starts"), min=10),
    out.column("ends_on", t("ends"), min=10, drop=2),
    out.column("account"),
    out.column("name", t("peak")),
    out.column("product", drop=2),
    out.column("quantity", right=True, drop=3),
    out.column("in_days", t("in days"), right=True, drop=4, min=4),
    out.column("stage"),
    out.column("open_tasks", t("open tasks"), right=True, drop=3, min=4),
]
