"""kamtui opportunity rates"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.opportunityshapes import rate
from kamtui.cli.params import Currency, From, OfAccount, To, currency_or_none
from kamtui.cli.session import Session
from kamtui.domain import opportunities as words
from kamtui.domain.winrates import Rate
from kamtui.i18n import n, t
from kamtui.store import lookup, winrates
from kamtui.store.winrates import By, Only, Order, Rates

app = Noun(t("Win rates."))


@app.command("rates")
def rates(
    ctx: typer.Context,
    *,
    by: Annotated[By, typer.Option(help=t("What they are told apart by."))] = By.ACCOUNT,
    account: OfAccount = None,
    owner: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only of this one of us; me for yours."))] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help=t("new_business, renewal, upsell, cross_sell, tender or other."))
    ] = None,
    groups: Annotated[
        bool, typer.Option("--groups/--accounts", help=t("Accounts of one group count as one, or each by itself."))
    ] = False,
    since: From = None,
    until: To = None,
    currency: Currency = None,
    order: Annotated[
        Order, typer.Option(help=t("What comes first: most decided, the best rate, most won, most open."))
    ] = (Order.DECIDED),
) -> None:
    """Win rates by account, owner, product, kind, origin or year.

    The win rate is won of all that were decided; the conversion is won of all, open ones included, as for leads. The
    year is the fiscal year of the decision. With --from or --to only what was decided then counts. What was won before
    it was opened is counted, and its days are left out of the median.
    """
    session: Session = ctx.obj
    conn = session.conn
    only = Only(
        account=None if account is None else lookup.account(conn, account),
        owner=session.who if owner == "me" else owner,
        kind=None if kind is None else words.kind(kind),
        currency=currency_or_none(currency),
        since=None if since is None else session.since(since, session.on),
        until=None if until is None else session.until(until, session.on),
        groups=groups,
    )
    found = winrates.of_book(conn, by, only, session.on, order)
    rows = [_row(found, each, by) for each in found.groups]
    if session.options.json:
        out.document({"by": by, "all": rate(found.whole, by, {}), "groups": rows, "without_any": found.idle})
        return
    columns = [out.column("name", t(by)), *COLUMNS] if by is By.ACCOUNT else [out.column(by.value, t(by)), *COLUMNS]
    out.rows(session.options, rows, columns)
    if not session.options.quiet:
        for remark in _remarks(found, by):
            out.tell(remark)


def _row(found: Rates, each: Rate[str | int | None], by: By) -> out.Json:
    if by is By.ACCOUNT:
        name = found.names.get(each.group) if isinstance(each.group, int) else None
        return rate(each, by, {"account_id": each.group, "name": name})
    return rate(each, by, {by.value: each.group})


def _remarks(found: Rates, by: By) -> list[str]:
    """What the table leaves open: all together, who has none, contradictions."""
    whole = found.whole
    share = "–" if whole.win_rate is None else f"{whole.win_rate:.2%}"
    text = "together {won} won of {decided} decided ({share}), {open} open"
    said = [t(text, won=whole.won, decided=whole.won + whole.lost, share=share, open=whole.open)]
    if whole.won and not whole.lost:
        said.append(t("nothing is entered as lost: the win rate says nothing, the conversion does"))
    if found.idle:
        said.append(t("none at all: {names}", names=", ".join(found.idle)))
    if by is By.ACCOUNT and (nobody := next((each for each in found.groups if each.group is None), None)):
        one, many = "{count} opportunity is of no account", "{count} opportunities are of no account"
        said.append(n(one, many, nobody.size))
    if whole.won_before_opened:
        one, many = "{count} was won before it was opened", "{count} were won before they were opened"
        said.append(n(one, many, whole.won_before_opened))
    if whole.estimated:
        one = "{count} won one has only the list price of its product"
        many = "{count} won ones have only the list price of their product"
        said.append(n(one, many, whole.estimated))
    return said


def _percent(row: out.Json) -> object:
    share = row["win_rate"]
    return None if share is None else f"{share:.2%}"


def _conversion(row: out.Json) -> object:
    share = row["conversion"]
    return None if share is None else f"{share:.2%}"


def _open(row: out.Json) -> object:
    return _amounts(row["open_values"])


def _won(row: out.Json) -> object:
    return _amounts(row["won_values"])


def _amounts(found: object) -> object:
    """One amount a currency."""
    assert isinstance(found, list)
    return " · ".join(f"{each['amount']} {each['currency']}" for each in found) or None


COLUMNS = [
    out.column("count", t("all"), right=True, min=4),
    out.column("open", right=True, min=4, drop=2),
    out.column("won", right=True, min=4),
    out.column("lost", right=True, min=4),
    out.column("win_rate", t("win rate"), right=True, value=_percent),
    out.column("conversion", right=True, drop=3, value=_conversion),
    out.column("won_value", t("won value"), right=True, value=_won),
    out.column("open_value", t("open value"), right=True, drop=4, value=_open),
    out.column("median_days_to_win", t("days"), right=True, min=4, drop=1),
]
