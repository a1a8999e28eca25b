"""kamtui terms …"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli import out, termshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, MaybeAccount, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain import terms as words
from kamtui.domain.outcomes.tasks import TaskAdded
from kamtui.domain.outcomes.terms import TermsAdded, TermsAsked, TermsEdited, TermsEnded
from kamtui.domain.prepayments import negotiation
from kamtui.domain.terms import Terms, TermsKind
from kamtui.i18n import t
from kamtui.ops.tasks import add_task
from kamtui.ops.terms import add_terms, edit_terms, end_terms
from kamtui.store import accounts, currencies, lookup, policies, prepayments
from kamtui.store import headroom as rooms
from kamtui.store import terms as kept
from kamtui.store.scope import Scope

app = Noun(t("Terms: what was granted, headroom before and after, conditions kept or not, who has what."))

Number = Annotated[str, typer.Argument(metavar="TERMS", help=t("Their number in `terms ls`."))]
Said = Annotated[str | None, typer.Option(metavar="TEXT")]
ValueText = Annotated[
    str | None,
    typer.Option(metavar="VALUE", help=t("5%, 60d or an amount; a bare number is what the kind is in.")),
]
CostText = Annotated[
    str | None,
    typer.Option(metavar="AMOUNT", help=t("What it costs in a year; computed where it can be.")),
]
PrepayText = Annotated[
    str | None, typer.Option(metavar="PERCENT", help=t("Of each invoice, to be paid by its day: the condition."))
]
Approval = Annotated[
    str | None, typer.Option("--exception", metavar="EXCEPTION", help=t("The approval, beyond the headroom."))
]
Proposal = Annotated[
    str, typer.Option(metavar="TEXT", help=t("Beyond the headroom ask a head for it: what you would do."))
]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help=t("The first day, today if not said."))]
Last = Annotated[str | None, typer.Option("--to", metavar="DATE", help=t("The last day; none if not said."))]


@app.command("add")
@writes("terms.add")
def add(
    w: Writing,
    account: Account,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(TermsKind))],
    *,
    value: ValueText = None,
    title: Said = None,
    cost: CostText = None,
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("Of amounts."))] = None,
    prepay: PrepayText = None,
    condition: Said = None,
    from_: First = None,
    to: Last = None,
    designed_with: Annotated[
        str | None, typer.Option(metavar="TEXT", help=t("Who of them worked it out with us."))
    ] = None,
    exception: Approval = None,
    proposal: Proposal = "",
) -> TermsAdded | TermsAsked:
    """Grant terms; says the headroom before and after.

    What takes more than the headroom needs an exception that a head approved: name it, or ask for it with --proposal,
    and nothing is granted until it is approved.
    """
    key, what = w.account(account), words.kind(kind)
    code = fields.currency(currency) if currency else currencies.of_account(w.conn, key)
    amount, unit = (None, None) if value is None else words.value(value, what, code)
    return w.do(
        add_terms,
        key,
        what,
        title=title or "",
        value=amount,
        unit=unit,
        cost=None if cost is None else fields.amount(cost, code),
        currency=code,
        prepay=None if prepay is None else words.percent(prepay),
        condition=condition or "",
        from_on=None if from_ is None else w.date(from_),
        to_on=None if to is None else w.date(to),
        designed_with=designed_with or "",
        exception_id=None if exception is None else number(exception, t("exception")),
        proposal=proposal,
    )


@app.command("edit")
@writes("terms.edit")
def edit(
    w: Writing,
    terms: Number,
    *,
    value: ValueText = None,
    title: Said = None,
    cost: CostText = None,
    prepay: PrepayText = None,
    condition: Said = None,
    from_: First = None,
    to: Last = None,
    designed_with: Said = None,
    result: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What came of it."))] = None,
    exception: Approval = None,
    proposal: Proposal = "",
) -> TermsEdited | TermsAsked:
    """Correct or extend terms; - empties a field. For other terms from a day on, end these and grant new ones."""
    found = kept.one(w.conn, number(terms, t("terms")))
    texts = {"title": title, "condition": condition, "designed_with": designed_with, "result": result}
    said: dict[str, object] = {
        field: "" if text == NOTHING else text for field, text in texts.items() if text is not None
    }
    if value is not None:
        pair = (None, None) if value == NOTHING else words.value(value, found.kind, found.currency)
        said |= {"value": pair[0], "unit": pair[1]}
    if cost is not None:
        said["cost"] = None if cost == NOTHING else fields.amount(cost, found.currency)
    if prepay is not None:
        said["prepay"] = None if prepay == NOTHING else words.percent(prepay)
    if from_ is not None:
        said["from_on"] = w.date(from_)
    if to is not None:
        said["to_on"] = None if to == NOTHING else w.date(to)
    approval = None if exception is None else number(exception, t("exception"))
    return w.do(edit_terms, found.id, said, exception_id=approval, proposal=proposal)


@app.command("end")
@writes("terms.end")
def end(
    w: Writing,
    terms: Number,
    *,
    on: Annotated[str, typer.Option(metavar="DATE", help=t("Their last day."))] = "today",
    result: Annotated[str, typer.Option(metavar="TEXT", help=t("What came of it."))] = "",
) -> TermsEnded:
    """End terms; what came of them may be said."""
    return w.do(end_terms, number(terms, t("terms")), on=w.date(on), result=result)


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=t("Only of this kind."))] = None,
    all_: Annotated[bool, typer.Option("--all", help=t("Also ended ones and those still to come."))] = False,
    ending: Annotated[
        int | None, typer.Option(metavar="DAYS", help=t("Only those that end within so many days."))
    ] = None,
    unmet: Annotated[bool, typer.Option("--unmet", help=t("Only those whose prepayment was not kept."))] = False,
) -> None:
    """List terms in force, the latest first, with what they cost and whether they were prepaid as agreed."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    key = None if account is None else lookup.account(conn, account)
    wanted = None if kind is None else words.kind(kind)
    found = kept.rows(conn, kept.ids(conn, account=key, kind=wanted, on=None if all_ else on))
    if ending is not None:
        last = on + dt.timedelta(days=ending)
        found = [each for each in found if each.to_on is not None and on <= each.to_on <= last]
    rows = _shapes(session, found)
    if unmet:
        rows = [row for row in rows if isinstance(row["kept"], dict) and row["kept"]["met"] is False]
    out.rows(session.options, rows, COLUMNS)


@app.command("show")
def show(ctx: typer.Context, terms: Number) -> None:
    """Everything about terms: condition, what they cost, the headroom of the account."""
    session: Session = ctx.obj
    found = kept.one(session.conn, number(terms, t("terms")))
    (shape,) = _shapes(session, [found])
    policy = policies.in_force(session.conn, session.on)
    room = termshapes.headroom(rooms.headroom(session.conn, found.account_id, session.on, policy))
    if session.options.json:
        out.document({**shape, "headroom": room})
    else:
        met = shape["kept"]
        flat = {name: value for name, value in shape.items() if name != "kept"}
        left = {name: room[name] for name in ("headroom", "at_most")}
        out.one(session.options, termshapes.read_aloud({**flat, **left, **({"kept": [met]} if met else {})}))


@app.command("headroom")
def headroom(ctx: typer.Context, account: Account) -> None:
    """What room there is for concessions at an account, over twelve months.

    Gross profit less cost-to-serve, concessions and the floor; and what concessions may take of the gross profit: the
    smaller of both. Unknown gross profit is an unknown headroom; what else is unknown makes it less.
    """
    session: Session = ctx.obj
    key = lookup.account(session.conn, account)
    found = rooms.headroom(session.conn, key, session.on, policies.in_force(session.conn, session.on))
    name = accounts.one(session.conn, key).name
    shape = {"id": key, "account": name, **termshapes.headroom(found)}
    out.one(session.options, shape if session.options.json else termshapes.read_aloud(shape))
    if found.room is None:
        out.tell(t("the headroom is unknown, because gross profit is"))


app.elsewhere("compare", "comparing", t("Who has what, by tier; who has more than bigger ones."))


@app.command("ask-prepayment")
@writes("task.add")
def ask_prepayment(
    w: Writing,
    account: Account,
    *,
    percent: Annotated[str, typer.Option(metavar="PERCENT", help=t("What to ask for."))] = "30",
    due: Annotated[str, typer.Option(metavar="DATE", help=t("By when."))] = "in 14d",
) -> TaskAdded:
    """Promise to negotiate prepayment, with how much the customer prepaid so far (R74)."""
    key = w.account(account)
    found = prepayments.shares(w.conn, w.session.today, [key])
    share = found.get((key, currencies.of_account(w.conn, key))) or next(iter(found.values()), None)
    title = negotiation(words.percent(percent), share)
    return w.do(add_task, title, account_id=key, due_on=w.date(due), signal="SIG-14")


def _shapes(session: Session, found: list[Terms]) -> list[out.Json]:
    conn, on = session.conn, session.on
    policy = policies.in_force(conn, on)
    bought = rooms.sold(Scope(conn, on, {each.account_id for each in found}))
    checked = prepayments.conditions(conn, on, found)
    names = accounts.names(conn) if found else {}
    return [
        {
            **termshapes.terms(each, rooms.priced(each, bought, policy), on, checked.get(each.id)),
            "account": names[each.account_id],
        }
        for each in found
    ]


def _met(row: out.Json) -> str | None:
    """Whether it was prepaid as agreed: "met 5/5", "unmet 2/5"."""
    found = row["kept"]
    if not isinstance(found, dict) or found["met"] is None:
        return None
    word = t("met") if found["met"] else t("unmet")
    return f"{word} {found['invoices_met']}/{found['invoices']}"


def _cost(row: out.Json) -> str | None:
    """What it costs, with a mark where that was computed."""
    return None if row["cost"] is None else f"{'~' if row['cost_computed'] else ''}{row['cost']}"


def _prepay(row: out.Json) -> str | None:
    return None if row["prepay"] is None else f"{row['prepay']}%"


COLUMNS = [
    out.column("id"),
    out.column("account", drop=1, min=16),
    out.column("kind"),
    out.column("value", t("how much"), right=True, value=termshapes.valued),
    out.column("cost", right=True, value=_cost),
    out.column("currency", drop=5),
    out.column("prepay", right=True, drop=3, value=_prepay),
    out.column("kept", t("prepaid as agreed"), drop=2, value=_met),
    out.column("from", t("from"), min=10, drop=4),
    out.column("to", t("to"), min=10),
    out.column("title", t("what"), drop=2),
]
