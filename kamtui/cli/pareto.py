"""kamtui pareto …"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Currency, From, To
from kamtui.cli.reports import By, Groups, asked_measure, asked_period, asked_values, currency_of
from kamtui.cli.session import Session
from kamtui.domain import fields, pareto
from kamtui.domain.money import rounded
from kamtui.domain.pareto import Moved, Pareto, Ranked
from kamtui.domain.periods import Period
from kamtui.domain.tiers import top_count
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import accounts
from kamtui.store.sales import AccountTotal

app = Noun(t("Who brings how much of the revenue or profit, and who rose or fell."))

Codes = Mapping[int, str | None]
"""Account -> external id."""


Measure = Annotated[By, typer.Option(help=t("What accounts are ranked by."))]


@app.command("")
def ranking(
    ctx: typer.Context,
    *,
    by: Annotated[By | None, typer.Option(help=t("What is looked at: profit, where it is known, if not said."))] = None,
    since: From = None,
    until: To = None,
    currency: Currency = None,
    top: Annotated[str | None, typer.Option(metavar="N", help=t("Only the first so many, or 10%."))] = None,
    groups: Groups = False,
) -> None:
    """Rank the accounts of a period, the last twelve months if not said.

    Values are rounded to the currency after summing, accounts at or below zero are left out, equal values are in the
    order of their external id. A class is decided by the cumulative share including the account: A up to 80 %, B up to
    95 %, C the rest. The top 10 % are rounded up: 9 of 81. `--by invoiced` ranks by invoices less credit notes, `--by
    receivables` by what is owed on the last day.
    """
    if ctx.invoked_subcommand:
        return
    session: Session = ctx.obj
    first, last = asked_period(session, since, until)
    code = currency_of(session, by, currency)
    measure = asked_measure(session, by, Period(first, last), code)
    values = asked_values(session, measure, Period(first, last), code, groups=groups)
    found = pareto.pareto(values.known)
    shown = _ranked(session, found.accounts[: _first(top, found.n)], values.totals, last, code)
    losing = _losing(found, values.totals, code)
    if session.options.json:
        out.document(
            {
                "by": measure,
                "groups": groups,
                "from": out.day(first),
                "to": out.day(last),
                "currency": code,
                "n": found.n,
                "top_10pct": top_count(found.n, pareto.TOP_PERCENT),
                "total": out.amount(found.total, code),
                "top_share_of_top_20pct": figure(found.top_share_of_top_20pct, 6),
                "accounts": shown,
                "ties": [
                    {"cut": tie.cut, "value": out.amount(tie.value, code), "account_ids": list(tie.account_ids)}
                    for tie in found.ties
                ],
                "loss_makers": [row.account_id for row in losing],
                "unknown": [_unknown(row) for row in values.unknown],
            }
        )
    else:
        if groups:
            out.tell(t("accounts of one group count once, under the account at its top"))
        out.rows(session.options, shown, RANKING)
        _remarks(found, values.unknown, losing, code)


@app.command("movers")
def movers(
    ctx: typer.Context,
    *,
    by: Measure = By.REVENUE,
    since: Annotated[str | None, typer.Option("--from", metavar="PERIOD", help=t("2025-Q1, or D1..D2."))] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="PERIOD", help=t("The later period."))] = None,
    currency: Currency = None,
) -> None:
    """Who rose from the bottom 60 % of one period to the top 10 % of another, who is new there, who fell out."""
    session: Session = ctx.obj
    if since is None or until is None:
        raise BadInput(t("name both periods: --from 2025-Q1 --to 2025-Q2"))
    earlier, later = (fields.period(text, session.today) for text in (since, until))
    code = currency_of(session, by, currency)
    before, after = (asked_values(session, by, Period(*days), code) for days in (earlier, later))
    found = pareto.movers(before.known, after.known)
    codes = accounts.external_ids(session.conn)
    groups = {"risers": found.risers, "newcomers": found.newcomers, "fallers": found.fallers}
    if session.options.json:
        head = {"by": by, "from": _days(earlier), "to": _days(later), "currency": code}
        counts = {"n_from": found.n_before, "n_to": found.n_after}
        lists = {name: [_moved(row, code, codes) for row in group] for name, group in groups.items()}
        out.document({**head, **counts, **lists})
    else:
        shown = [{"group": t(name[:-1]), **_moved(row, code, codes)} for name, group in groups.items() for row in group]
        out.rows(session.options, shown, MOVERS)


RANKING = [
    out.column("rank", right=True),
    out.column("account_id", t("id"), drop=2),
    out.column("external_id", t("ext. id"), drop=3),
    out.column("name"),
    out.column("value", right=True),
    out.column("cumulative_share", t("share"), right=True),
    out.column("class"),
    out.column("revenue", right=True, drop=4),
    out.column("profit", right=True, drop=5),
    out.column("last_order_on", t("last order"), drop=1),
]
MOVERS = [
    out.column("group", t("what")),
    out.column("account_id", t("id"), drop=1),
    out.column("external_id", t("ext. id"), drop=2),
    out.column("name"),
    out.column("from", right=True),
    out.column("to", right=True),
]


def _first(top: str | None, n: int) -> int:
    """How many of `n` accounts `--top` asks for."""
    if top is None:
        return n
    found = re.fullmatch(r"(\d{1,9}) ?(%?)", top.strip())
    if found is None or not int(found[1]):
        raise BadInput(t("--top takes a number of accounts, or a share such as 10%, not '{text}'", text=top))
    return top_count(n, int(found[1])) if found[2] else int(found[1])


def _ranked(
    session: Session, ranking: Sequence[Ranked], totals: Mapping[int, AccountTotal], last: dt.date, currency: str
) -> list[out.Json]:
    """The accounts in their order, with what else they brought in the period and when they last bought by its end."""
    codes = accounts.external_ids(session.conn)
    ordered = accounts.last_orders(session.conn, [row.account_id for row in ranking], last)
    return [
        {
            "rank": row.rank,
            "account_id": row.account_id,
            "external_id": codes.get(row.account_id),
            "name": row.name,
            "value": out.amount(row.value, currency),
            "cumulative_share": figure(row.cumulative_share, 6),
            "class": row.abc,
            "revenue": None if sold is None else out.amount(sold.revenue, currency),
            "profit": None if sold is None else out.amount(sold.profit, currency),
            "last_order_on": out.day(ordered.get(row.account_id)),
        }
        for row in ranking
        for sold in [totals.get(row.account_id)]
    ]


def _moved(row: Moved, currency: str, codes: Codes) -> out.Json:
    return {
        "account_id": row.account_id,
        "external_id": codes.get(row.account_id),
        "name": row.name,
        "from": out.amount(row.before, currency),
        "to": out.amount(row.after, currency),
    }


def _unknown(row: AccountTotal) -> out.Json:
    return {"account_id": row.account_id, "external_id": row.external_id, "name": row.name}


def _losing(found: Pareto, totals: Mapping[int, AccountTotal], currency: str) -> list[Ranked]:
    """The accounts of the top 10 % whose profit is known and below zero."""
    top = found.accounts[: top_count(found.n, pareto.TOP_PERCENT)]
    profits = {key: total.profit or 0 for key, total in totals.items()}
    return [row for row in top if rounded(profits.get(row.account_id, 0), currency) < 0]


def _remarks(found: Pareto, unknown: Iterable[AccountTotal], losing: Sequence[Ranked], currency: str) -> None:
    """What a reader of the table should know, on stderr."""
    for tie in found.ties:
        out.tell(
            t(
                "the cut {cut} falls between {count} accounts of equal value ({value}); the external id decides",
                cut=tie.cut,
                count=len(tie.account_ids),
                value=out.amount(tie.value, currency),
            )
        )
    if losing:
        listed = ", ".join(row.name for row in losing)
        top = top_count(found.n, pareto.TOP_PERCENT)
        out.tell(t("{count} of the top {top} lose money: {names}", count=len(losing), top=top, names=listed))
    names = [row.name for row in unknown]
    if names:
        out.tell(t("profit unknown, so not ranked: {names}", names=", ".join(names)))


def _days(period: tuple[dt.date, dt.date]) -> str:
    return f"{period[0]}..{period[1]}"
