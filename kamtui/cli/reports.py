"""What reports share: the period and currency asked for, and how figures and levels are printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.out import figure
from kamtui.cli.session import Session
from kamtui.domain import fields, periods
from kamtui.domain.concentration import ENOUGH
from kamtui.domain.margins import Result
from kamtui.domain.periods import Period
from kamtui.domain.severity import Severity
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.store import billed, rollups, sales
from kamtui.store.assessments import main_currency
from kamtui.store.sales import Values


class By(StrEnum):
    """What accounts are ranked by."""

    REVENUE = "revenue"
    PROFIT = "profit"
    INVOICED = "invoiced"
    """Invoices less credit notes, by their own days."""
    RECEIVABLES = "receivables"
    """What is owed on the last day."""


Groups = Annotated[
    bool, typer.Option("--groups", help=t("Accounts of one group count once, under the account at its top."))
]

NAMED = 10
"""How many accounts a remark names."""


def level(severity: Severity | None) -> str | None:
    """info, amber or red."""
    return None if severity is None else severity.name.lower()


def unknown(names: Sequence[str]) -> str:
    """Whose profit nobody knows."""
    listed = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    return n(
        "{count} account is left out, its profit is unknown: {names}",
        "{count} accounts are left out, their profit is unknown: {names}",
        len(names),
        names=listed,
    )


def key_less(tiers: Mapping[Tier | None, Result]) -> str:
    """That key accounts leave less of their revenue than regular ones (R53)."""
    key, regular = (figure(tiers[tier].net_margin, 1) for tier in (Tier.KEY, Tier.REGULAR))
    message = "key accounts leave {key} % of their revenue, regular ones {regular} %: volume is not profit"
    return t(message, key=key, regular=regular)


def asked_period(session: Session, since: str | None, until: str | None) -> Period:
    """The days asked for, the last twelve months if not said; FY2025/26 is a fiscal year. Raises BadInput."""
    last = session.until(until, session.on)
    return in_order(session.since(since, periods.trailing_year(last).first), last)


def in_order(first: dt.date, last: dt.date) -> Period:
    """The days from one to the other; raises BadInput where they are the wrong way round."""
    if first > last:
        raise BadInput(t("--from {first} lies after --to {last}", first=first, last=last))
    return Period(first, last)


def asked_currency(session: Session, asked: str | None) -> str:
    """The one currency that amounts are compared in; says on stderr what is left out."""
    code = fields.currency(asked) if asked else main_currency(session.conn)
    _tell_others(code, sales.currencies(session.conn))
    return code


def asked_values(session: Session, by: By, period: Period, currency: str, *, groups: bool = False) -> Values:
    """What each account, or each group, has of a measure."""
    conn = session.conn
    if by is By.INVOICED:
        return billed.invoiced(conn, period, currency, by_group=groups)
    if by is By.RECEIVABLES:
        return billed.owed(conn, period, currency, by_group=groups)
    read = rollups.values if groups else sales.values
    return read(conn, *period, currency, profit=by is By.PROFIT)


def currency_of(session: Session, by: By | None, asked: str | None) -> str:
    """The one currency that a measure is compared in; says on stderr what is left out."""
    if by not in (By.INVOICED, By.RECEIVABLES):
        return asked_currency(session, asked)
    written = billed.currencies(session.conn, session.on)
    code = fields.currency(asked) if asked else next(iter(written), main_currency(session.conn))
    _tell_others(code, written)
    return code


def asked_measure(session: Session, asked: By | None, period: Period, currency: str) -> By:
    """What is looked at: profit if not said, but revenue, and a word on it, where most of it has no profit (R01)."""
    if asked is not None:
        return asked
    known = sales.share_with_profit(session.conn, *period, currency)
    if known is not None and known >= ENOUGH:
        return By.PROFIT
    if known is not None:
        out.tell(t("by revenue, because the profit of most of it is unknown"))
    return By.REVENUE


def _tell_others(currency: str, written: Sequence[str]) -> None:
    others = ", ".join(code for code in written if code != currency)
    if others:
        out.tell(t("only documents in {currency}; there are others in {others}", currency=currency, others=others))
