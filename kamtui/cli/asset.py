"""kamtui whatif asset"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Currency, MaybeAccount
from kamtui.cli.reports import asked_currency
from kamtui.cli.session import Session
from kamtui.domain import whatif
from kamtui.domain.assets import Stayed, Terms, Worth, everybody, of_tier, together
from kamtui.domain.costs import total
from kamtui.domain.periods import fiscal_label, fiscal_year
from kamtui.errors import NotFound
from kamtui.i18n import n, t
from kamtui.store import accounts, assets, fiscal, lookup, tiers

app = Noun(t("What if an account left, or fewer did."))


@app.command("asset")
def asset(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    years: Annotated[int, typer.Option(min=1, max=20, help=t("How far ahead."))] = whatif.YEARS,
    discount: Annotated[
        float, typer.Option(min=0, max=100, help=t("What money is worth less a year later, in %."))
    ] = 100 * whatif.DISCOUNT,
    currency: Currency = None,
) -> None:
    """What an account, or all of them, is worth over some years: to one digit, with what it rests on.

    What was left of the last twelve months' revenue, times the chance that an account stays, less what waiting costs.
    The chance is how many customers of its tier bought again in the year after, over the last three years; with fewer
    than five of them, of all customers. Beside it, what the same was worth at the end of the last fiscal year.
    """
    session: Session = ctx.obj
    conn = session.conn
    code = asked_currency(session, currency)
    key = None if account is None else lookup.account(conn, account)
    known, terms = assets.stayed(conn, session.on), Terms(years, discount / 100)
    if everybody(known).retention is None:
        raise NotFound(t("nobody bought in the twelve months before the last twelve, so nobody knows who stays"))
    tier = None if key is None else tiers.of_all(conn, session.on).get(key)
    used, is_of_all = (everybody(known), True) if key is None else of_tier(known, tier)
    found = assets.worth(conn, session.on, code, terms, known, key)
    year = fiscal_year(session.on, start := fiscal.start(conn))
    ended = year.first - dt.timedelta(days=1)
    then = together(assets.worth(conn, ended, code, terms, assets.stayed(conn, ended), key))
    shape = {
        "id": key,
        "name": None if key is None else accounts.one(conn, key).name,
        **_now(found, used, code),
        "retention_tier": None if is_of_all else tier,
        "discount_percent": figure(discount),
        "years": years,
        "last_fiscal_year": fiscal_label(ended, start),
        "asset_then": _digit(then, code),
        "change": _digit(_less(together(found), then), code),
        "tiers": [_worth(each, code) for each in found] if key is None else [],
    }
    if key is not None or not session.options.quiet:
        out.one(session.options, shape)
    _remark(found)


def _now(found: Sequence[Worth], used: Stayed, currency: str) -> out.Json:
    retention = used.retention
    return {
        "asset": _digit(together(found), currency),
        "currency": currency,
        "net_a_year": out.amount(total(each.net for each in found), currency),
        "accounts": sum(each.accounts for each in found),
        "profit_unknown": sum(each.unknown for each in found),
        "without_cost_to_serve": sum(each.gross for each in found),
        "retention_percent": None if retention is None else figure(100 * retention),
        "retention_kept": used.kept,
        "retention_of": used.of,
    }


def _worth(each: Worth, currency: str) -> out.Json:
    retention = each.stayed.retention
    return {
        "tier": each.tier,
        "accounts": each.accounts,
        "net_a_year": out.amount(each.net, currency),
        "retention_percent": None if retention is None else figure(100 * retention),
        "retention_kept": each.stayed.kept,
        "retention_of": each.stayed.of,
        "retention_is_of_all": each.is_of_all,
        "asset": _digit(each.asset, currency),
    }


def _remark(found: Sequence[Worth]) -> None:
    unknown = sum(each.unknown for each in found)
    if not found:
        out.tell(t("nothing was bought in twelve months"))
    elif together(found) is None:
        out.tell(t("the profit is unknown, and so is the worth"))
    elif unknown:
        one = "{count} account is left out, its profit is unknown"
        out.tell(n(one, "{count} accounts are left out, their profit is unknown", unknown))


def _less(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then


def _digit(amount: int | None, currency: str) -> str | None:
    """An amount to one digit: it is no more exact."""
    return None if amount is None else out.amount(whatif.one_digit(amount), currency)
