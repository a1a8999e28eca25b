"""kamtui ar dso, late, pattern: how customers pay"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from kamtui.cli import arshapes, out
from kamtui.cli.ar import Filter, chosen
from kamtui.cli.arshapes import CONDUCT, PATTERN, TURNOVER, WHO
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Currency as OneCurrency
from kamtui.cli.params import From, To, currency_or_none
from kamtui.cli.reports import asked_period
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.domain.payers import Conduct, Turnover, together
from kamtui.domain.periods import Period, just_before
from kamtui.i18n import t
from kamtui.store import accounts, payers, policies
from kamtui.store.accounts import AccountRow
from kamtui.store.receivables import Key
from kamtui.store.scope import Scope

app = Noun(t("How customers pay."))


class By(StrEnum):
    """What a row is."""

    CURRENCY = "currency"
    ACCOUNT = "account"


class Sort(StrEnum):
    """What comes first: who pays latest, who does so with most money, who got worse most."""

    DAYS = "days"
    WEIGHTED = "weighted"
    CHANGE = "change"


Pair = tuple[Conduct, Conduct]
"""How somebody paid in a period, and in the one before."""


@app.command("dso", filters=True)
def dso(
    ctx: typer.Context,
    filter: Filter = None,
    *,
    since: From = None,
    until: To = None,
    by: Annotated[By, typer.Option(help=t("What a row is."))] = By.CURRENCY,
    currency: OneCurrency = None,
) -> None:
    """Days sales outstanding at the end of a window, of the last twelve months if not said.

    The balance over what was invoiced in the window, times its days. The best possible counts only what is not due;
    the days between both are due to late payment. Seasons move them: see `kamtui ar late` for days late by invoice.
    """
    session: Session = ctx.obj
    period, code = asked_period(session, since, until), currency_or_none(currency)
    found = {
        key: one
        for key, one in payers.turnovers(session.conn, period, chosen(session, filter)).items()
        if code in (None, key[1])
    }
    rows = _rows(session, found)
    accounts_of = defaultdict(list)
    for key in sorted(found, key=lambda key: (-(found[key].delinquency or 0), -found[key].balance, key)):
        accounts_of[key[1]].append({**_who(rows[key[0]]), **arshapes.turnover(found[key])})
    if by is By.ACCOUNT or session.options.quiet:
        shown = [row for several in accounts_of.values() for row in several]
        out.rows(session.options, shown, [*WHO, *TURNOVER])
    else:
        totals = [_sum(one, found, period) for one in sorted(accounts_of)]
        shapes = [{**arshapes.turnover(one), "accounts": accounts_of[one.currency]} for one in totals]
        out.rows(session.options, shapes, TURNOVER)
    _window(session, period)


@app.command("late", filters=True)
def late(
    ctx: typer.Context,
    filter: Filter = None,
    *,
    since: From = None,
    until: To = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help=t("Compare with this, such as 2012; what lies just before, if not said.")),
    ] = None,
    by: Annotated[By, typer.Option(help=t("What a row is."))] = By.ACCOUNT,
    sort: Annotated[Sort, typer.Option(help=t("What comes first."))] = Sort.DAYS,
    currency: OneCurrency = None,
) -> None:
    """How late the invoices of a period were paid, of the last twelve months if not said, and how that changed.

    The mean over all paid invoices, early and on time counting as 0, and the mean weighted by amount; a minus in the
    change is better. Invoices that are still open do not count, see `kamtui ar ageing`; written off is not paid.
    """
    session: Session = ctx.obj
    period, code = asked_period(session, since, until), currency_or_none(currency)
    earlier = just_before(period) if before is None else Period(*fields.period(before, session.today))
    among = chosen(session, filter)
    now, then = (payers.conducts(session.conn, session.on, each, among) for each in (period, earlier))
    found = {
        key: (now.get(key, Conduct()), then.get(key, Conduct())) for key in {*now, *then} if code in (None, key[1])
    }
    rows = _rows(session, found)
    order = sorted(found, key=lambda key: (*_rank(found[key], sort), rows[key[0]].external_id or rows[key[0]].name))
    shown = [{**_who(rows[key[0]]), "currency": key[1], **_conducts(found[key])} for key in order]
    if session.options.quiet or (by is By.ACCOUNT and not session.options.json):
        out.rows(session.options, shown, [*WHO, *CONDUCT])
    else:
        out.rows(session.options, _per_currency(found, shown, period, earlier), CONDUCT)
    _window(session, period)
    if not (session.options.json or session.options.quiet):
        out.tell(t("change: against {first} to {last}", first=earlier.first, last=earlier.last))


@app.command("pattern", filters=True)
def pattern(
    ctx: typer.Context,
    filter: Filter = None,
    *,
    all: Annotated[bool, typer.Option("--all", help=t("Those of whom it is not a pattern, too."))] = False,
) -> None:
    """Who pays for an order when it places the next one, and what stays unpaid if that does not come: an estimate.

    By the policy, a payment up to 3 days from the next order in 3 of the last 4 belongs to it. Orders are sales
    documents, of who has none the days of invoices; orders within a week say nothing.
    """
    session: Session = ctx.obj
    conn, among = session.conn, chosen(session, filter)
    rules = policies.in_force(conn, session.on).receivables
    if not all:
        among = payers.likely(Scope(conn, session.on, among), rules)
    found = payers.patterns(conn, session.on, rules, among, shown_only=not all)
    rows = {row.id: row for row in out.paged(accounts.rows, session.conn, list(found))}
    every = [(rows[key], one) for key, several in found.items() for one in several]
    every.sort(key=lambda each: (not each[1].shows(rules), -each[1].exposure, each[0].id))
    shown = [{**_who(row), **arshapes.pattern(one, rules)} for row, one in every]
    out.rows(session.options, shown, [*WHO, *PATTERN])


def _rows(session: Session, found: Mapping[Key, object]) -> dict[int, AccountRow]:
    keys = list(dict.fromkeys(account for account, _ in found))
    return {row.id: row for row in out.paged(accounts.rows, session.conn, keys)}


def _who(row: AccountRow) -> out.Json:
    return {"account_id": row.id, "external_id": row.external_id, "name": row.name}


def _sum(currency: str, found: Mapping[Key, Turnover], period: Period) -> Turnover:
    mine = [one for one in found.values() if one.currency == currency]
    invoiced, balance, not_due = (sum(column) for column in zip(*(one[2:] for one in mine), strict=True))
    return Turnover(currency, period, invoiced, balance, not_due)


def _conducts(pair: Pair) -> out.Json:
    """How somebody paid, and how it changed."""
    now, before = pair
    return {
        **arshapes.conduct(now),
        "average_days_late_before": figure(before.days_late, 3),
        "change": _change(now.days_late, before.days_late),
        "weighted_days_late_before": figure(before.weighted_days_late, 3),
        "weighted_change": _change(now.weighted_days_late, before.weighted_days_late),
    }


def _per_currency(
    found: Mapping[Key, Pair], shown: Sequence[out.Json], period: Period, earlier: Period
) -> list[out.Json]:
    """Each currency with its accounts."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for (_, currency), pair in found.items():
        pairs[currency].append(pair)
    return [
        {
            "currency": currency,
            "from": out.day(period.first),
            "to": out.day(period.last),
            "before_from": out.day(earlier.first),
            "before_to": out.day(earlier.last),
            **_conducts((together(now for now, _ in several), together(before for _, before in several))),
            "never_late": sum(now.invoices > 0 and not now.late for now, _ in several),
            "accounts": [row for row in shown if row["currency"] == currency],
        }
        for currency, several in sorted(pairs.items())
    ]


def _rank(pair: Pair, sort: Sort) -> tuple[bool, float, int]:
    """Worst first; what nobody knows comes last."""
    now, before = pair
    value = {
        Sort.DAYS: now.days_late,
        Sort.WEIGHTED: now.weighted_days_late,
        Sort.CHANGE: _change(now.days_late, before.days_late),
    }[sort]
    return value is None, -(value or 0), -now.invoices


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else figure(now - before, 3)


def _window(session: Session, period: Period) -> None:
    if not (session.options.json or session.options.quiet):
        out.tell(t("invoices issued from {first} to {last}", first=period.first, last=period.last))
