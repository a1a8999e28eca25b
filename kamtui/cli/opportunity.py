"""kamtui opportunity …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, number
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain import opportunities as words
from kamtui.domain.outcomes.opportunities import (
    OpportunityAdded,
    OpportunityClosed,
    OpportunityEdited,
    OpportunityMoved,
)
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.opportunities import (
    add_opportunity,
    edit_opportunity,
    lose_opportunity,
    move_opportunity,
    reopen_opportunity,
    win_opportunity,
)
from kamtui.store import users

app = Noun(t("Opportunities: add, list, move through the funnel, won, lost, win rates, stale ones, renewals."))
app.elsewhere("ls", "opportunitylists", "List opportunities: those that are open, if not said.")
app.elsewhere("show", "opportunitylists", "One opportunity with all that is known of it.")
app.elsewhere("rates", "opportunityrates", "Win rates by account, owner, product, kind, origin or year.")
app.elsewhere("stale", "opportunitylists", "Open opportunities that have not moved for longer than the policy wants.")
app.elsewhere("renewals", "opportunitylists", "Renewals and tenders that are expected soon, or should be decided.")

Number = Annotated[str, typer.Argument(metavar="OPPORTUNITY", help=t("Its number in `opportunity ls`."))]
LevelName = Annotated[str | None, typer.Option("--level", metavar="LEVEL", help=t("universe, above, in or best_few."))]
KindName = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help=t("new_business, renewal, upsell, cross_sell, tender or other.")),
]
Amount = Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("What it is worth: 1234.50, 12k, 3.5万."))]
Product = Annotated[
    str | None, typer.Option(metavar="TEXT", help=t("Which product; without an amount its list price."))
]
Owner = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Who works on it."))]
Origin = Annotated[str | None, typer.Option(metavar="TEXT", help=t("Where it came from: a campaign, a fair."))]
Hours = Annotated[str | None, typer.Option(metavar="TIME", help=t("Our time that it still needs: 90m, 12h."))]
Expected = Annotated[str | None, typer.Option(metavar="DATE", help=t("When it may be decided."))]
Key = Annotated[bool | None, typer.Option("--key-project/--no-key-project", help=t("It is one of the key projects."))]
Reason = Annotated[str, typer.Option(metavar="TEXT", help=t("Why."))]
On = Annotated[str, typer.Option(metavar="DATE", help=t("The day it was."))]


@app.command("add")
@writes("opportunity.add")
def add(
    w: Writing,
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("What may be sold."))],
    *,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("To whom."))] = None,
    kind: KindName = None,
    level: LevelName = None,
    amount: Amount = None,
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("The account's, if not said."))] = None,
    product: Product = None,
    owner: Owner = None,
    origin: Origin = None,
    hours: Hours = None,
    opened: Annotated[str | None, typer.Option(metavar="DATE", help=t("Since when; today."))] = None,
    expected: Expected = None,
    key_project: Key = None,
    note: Annotated[str, typer.Option(metavar="TEXT")] = "",
    external_id: Annotated[str | None, typer.Option(metavar="ID", help=t("Its key in another program."))] = None,
) -> OpportunityAdded:
    """Add an opportunity."""
    return w.do(
        add_opportunity,
        name,
        account_id=None if account is None else w.account(account),
        kind=words.Kind.NEW_BUSINESS if kind is None else words.kind(kind),
        level=words.Level.UNIVERSE if level is None else words.level(level),
        amount=None if amount is None else fields.amount(amount),
        currency=None if currency is None else fields.currency(currency),
        product=product or "",
        owner="" if owner is None else users.login(w.conn, owner),
        origin=origin or "",
        minutes=None if hours is None else fields.minutes(hours),
        opened_on=None if opened is None else w.date(opened),
        expected_on=None if expected is None else w.date(expected),
        is_key=bool(key_project),
        note=note,
        external_id=external_id,
    )


@app.command("edit")
@writes("opportunity.edit")
def edit(
    w: Writing,
    opportunity: Number,
    *,
    name: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("To whom; - for nobody yet."))] = None,
    kind: KindName = None,
    amount: Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("What it is worth; - for unknown."))] = None,
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY")] = None,
    product: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Which product; - for none."))] = None,
    owner: Owner = None,
    origin: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Where it came from; - for not said."))] = None,
    hours: Annotated[
        str | None, typer.Option(metavar="TIME", help=t("Our time that it still needs; - for that of its level."))
    ] = None,
    opened: Annotated[str | None, typer.Option(metavar="DATE", help=t("Since when."))] = None,
    expected: Annotated[
        str | None, typer.Option(metavar="DATE", help=t("When it may be decided; - for no day."))
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help=t("Why it was won or lost."))] = None,
    key_project: Key = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
) -> OpportunityEdited:
    """Change an opportunity; what is not named stays."""
    texts = {"name": name, "product": product, "origin": origin, "reason": reason, "note": note}
    changed: dict[str, object] = {
        field: "" if text == NOTHING else text for field, text in texts.items() if text is not None
    }
    if account is not None:
        changed["account_id"] = None if account == NOTHING else w.account(account)
    if kind is not None:
        changed["kind"] = words.kind(kind).value
    if amount is not None:
        changed["amount"] = None if amount == NOTHING else fields.amount(amount)
    if currency is not None:
        changed["currency"] = fields.currency(currency)
    if owner is not None:
        changed["owner"] = users.login(w.conn, owner)
    if hours is not None:
        changed["minutes"] = None if hours == NOTHING else fields.minutes(hours)
    if opened is not None:
        changed["opened_on"] = out.day(w.date(opened))
    if expected is not None:
        changed["expected_on"] = None if expected == NOTHING else out.day(w.date(expected))
    if key_project is not None:
        changed["is_key"] = key_project
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_opportunity, number(opportunity, t("opportunity")), changed)


@app.command("move")
@writes("opportunity.move")
def move(
    w: Writing,
    opportunity: Number,
    level: Annotated[str, typer.Argument(metavar="LEVEL", help=t("universe, above, in or best_few."))],
    *,
    on: On = "today",
) -> OpportunityMoved:
    """Move an opportunity to another level of the funnel."""
    return w.do(move_opportunity, number(opportunity, t("opportunity")), words.level(level), on=w.date(on))


@app.command("win")
@writes("opportunity.win")
def win(
    w: Writing,
    opportunity: Number,
    *,
    on: On = "today",
    amount: Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("What it came to, if otherwise."))] = None,
    reason: Reason = "",
) -> OpportunityClosed:
    """An opportunity is won."""
    worth = None if amount is None else fields.amount(amount)
    return w.do(win_opportunity, number(opportunity, t("opportunity")), on=w.date(on), amount=worth, reason=reason)


@app.command("lose")
@writes("opportunity.lose")
def lose(w: Writing, opportunity: Number, *, on: On = "today", reason: Reason = "") -> OpportunityClosed:
    """An opportunity is lost."""
    return w.do(lose_opportunity, number(opportunity, t("opportunity")), on=w.date(on), reason=reason)


@app.command("reopen")
@writes("opportunity.reopen")
def reopen(w: Writing, opportunity: Number) -> OpportunityClosed:
    """An opportunity is open again."""
    return w.do(reopen_opportunity, number(opportunity, t("opportunity")))
