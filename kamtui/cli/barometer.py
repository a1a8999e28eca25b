"""kamtui barometer"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, NamedTuple

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.session import Session
from kamtui.domain import calibration, fields, filters, outlook, periods
from kamtui.domain.money import rounded
from kamtui.domain.outlook import History
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.store import accounts, orders, policies, sales
from kamtui.store.accounts import AccountRow

app = Noun(t("Sales as a barometer: who buys less than a year ago, and who is likely to."))


class Level(StrEnum):
    """How three months compare with the same months of last year (D18)."""

    RED = "red"
    AMBER = "amber"
    WATCH = "watch"
    OK = "ok"


ORDER: Sequence[Level | None] = (Level.RED, Level.AMBER, Level.WATCH, None, Level.OK)
"""Worst first; what nobody can tell comes before what is well."""


Below = Mapping[Level, Fraction]
"""The share of last year's sales below which a level holds, worst first."""


class Reading(NamedTuple):
    """One account on the barometer; amounts in 1/10,000, rounded to the currency, None where unknown."""

    row: AccountRow
    revenue: int | None
    last_year: int | None
    told: outlook.Outlook | None
    below: Below
    month: tuple[int | None, int | None] = (None, None)
    """The running month up to the day, and the same days of last year."""

    @property
    def ratio(self) -> float | None:
        """Sales as a share of last year's; None where there were none to compare with."""
        if self.revenue is None or self.last_year is None or self.last_year <= 0:
            return None
        return self.revenue / self.last_year

    @property
    def level(self) -> Level | None:
        """What D18 says of the ratio."""
        if self.ratio is None or self.revenue is None or self.last_year is None:
            return None
        below = (level for level, share in self.below.items() if self.revenue < share * self.last_year)
        return next(below, Level.OK)


@app.command("")
def barometer(
    ctx: typer.Context,
    *,
    tier: Annotated[str, typer.Option(metavar="TIER", help=t("Accounts of this tier."))] = Tier.KEY,
    all: Annotated[bool, typer.Option("--all", help=t("Every account."))] = False,
    report: Annotated[
        bool, typer.Option("--report", help=t("For other departments: also the month, stocks and peaks, as text."))
    ] = False,
    csv: Annotated[bool, typer.Option("--csv", help=t("With --report: as CSV."))] = False,
) -> None:
    """The last three complete months beside the same months of last year, worst first, and the risk ahead.

    Watch, amber and red begin where the policy says, below 95, 90 and 80 % of last year if it says nothing else; where
    last year is unknown or nothing was sold then, nothing is compared. Accounts of one level are in the order of what
    is at stake: the larger of both sums. The risk, 0 to 1, is that the next 90 days bring less than half of the
    account's own rate of the trailing year; it is learned from what happened to the book's accounts before, where there
    is enough to learn from.
    """
    session: Session = ctx.obj
    if all and tier != Tier.KEY:
        raise BadInput(t("--all and --tier exclude each other"))
    if csv and not report:
        raise BadInput(t("--csv is for --report; without it: --tsv or --json"))
    chosen = None if all else filters.parse(f"tier:{fields.tier(tier)}", me=session.who)
    keys = accounts.ids(session.conn, chosen, on=session.on)
    found, cases = _readings(session, list(out.paged(accounts.rows, session.conn, keys)))
    if report:
        _report(session, found, None if all else fields.tier(tier), as_csv=csv)
        return
    out.rows(session.options, [_shape(reading) for reading in found], COLUMNS)
    if not (session.options.json or session.options.quiet):
        out.tell(t("three months: {first} to {last}", **_quarter(session.on)._asdict()))
        if found:
            out.tell(_learned(cases))
        else:
            out.tell(t("no account of that tier; see: kamtui barometer --all"))


COLUMNS = [
    out.column("level"),
    out.column("account_id", t("id"), drop=4),
    out.column("name"),
    out.column("tier", drop=3),
    out.column("owner", drop=2),
    out.column("revenue_3m", t("3 months"), right=True),
    out.column("revenue_3m_last_year", t("last year"), right=True, drop=1),
    out.column("ratio", right=True),
    out.column("risk", right=True),
    out.column("why"),
]


def _report(session: Session, found: Sequence[Reading], tier: Tier | None, *, as_csv: bool) -> None:
    # the supply of the accounts is read for the report alone
    from kamtui.cli import barometerreport
    from kamtui.domain.barometer import Line, Trend

    lines = [
        Line(
            reading.row.id,
            reading.row.name,
            reading.row.owner,
            reading.row.currency,
            Trend(reading.revenue, reading.last_year),
            Trend(*reading.month),
            reading.level,
        )
        for reading in found
    ]
    barometerreport.tell(session, lines, _quarter(session.on), _month(session.on), tier, as_csv=as_csv)


def _readings(session: Session, rows: Sequence[AccountRow]) -> tuple[list[Reading], int]:
    """The accounts, each judged in its own currency, worst first; and how many past cases the risks come from."""
    now = _quarter(session.on)
    then = Period(*(periods.add_months(day, -12) for day in (now.first, periods.month_start(now.last))))
    then = then._replace(last=periods.month_end(then.last))
    span = sales.span(session.conn)
    # what happened before the book's first month nobody knows
    is_then_known = span is not None and periods.month_start(span[0]) <= then.first
    running, month_then = _month(session.on), _month(periods.add_months(session.on, -12))
    is_month_known = span is not None and periods.month_start(span[0]) <= month_then.first
    on, below = session.on.toordinal(), _below(policies.in_force(session.conn, session.on))
    found, cases = [], 0
    for currency in {row.currency for row in rows}:
        histories = orders.by_account(session.conn, session.on, currency)
        usual = outlook.usual_order(histories.values(), on)
        weights, learned = calibration.learned(histories, on)
        cases += learned
        for row in (row for row in rows if row.currency == currency):
            history = histories.get(row.id)
            revenue = _bought(history, now, currency)
            last_year = _bought(history, then, currency) if is_then_known else None
            so_far = _bought(history, running, currency)
            month = so_far, _bought(history, month_then, currency) if is_month_known else None
            told = outlook.outlook(history or [], on, usual, weights)
            found.append(Reading(row, revenue, last_year, told, below, month))
    found.sort(key=lambda reading: (ORDER.index(reading.level), -_at_stake(reading), reading.row.name))
    return found, cases


def _below(policy: Policy) -> Below:
    """Where the levels begin (D18); as exact shares, so that a ratio on the line is not below it."""
    rules = policy.signals
    return {
        Level.RED: Fraction(rules.sales_red, 100),
        Level.AMBER: Fraction(rules.sales_amber, 100),
        Level.WATCH: Fraction(str(policy.treatment.steady)),
    }


def _learned(cases: int) -> str:
    if not cases:
        return t("risk: too few past cases in this book to learn from")
    return t("risk: learned from {count} past cases of this book", count=cases)


def _quarter(on: dt.date) -> Period:
    """The last three months that are over: the running one never counts."""
    following = periods.month_start(on)
    return Period(periods.add_months(following, -3), following - dt.timedelta(days=1))


def _month(on: dt.date) -> Period:
    """The month of a day, up to it."""
    return Period(periods.month_start(on), on)


def _bought(history: History | None, period: Period, currency: str) -> int | None:
    """Net sales of a period; None for an account of which no document is known."""
    if history is None:
        return None
    first, last = (day.toordinal() for day in period)
    return rounded(sum(amount for day, amount in history if first <= day <= last), currency)


def _at_stake(reading: Reading) -> int:
    return max(reading.revenue or 0, reading.last_year or 0)


def _shape(reading: Reading) -> Mapping[str, object]:
    row, told = reading.row, reading.told
    return {
        "account_id": row.id,
        "name": row.name,
        "tier": row.tier,
        "owner": row.owner or None,
        "revenue_3m": out.amount(reading.revenue, row.currency),
        "revenue_3m_last_year": out.amount(reading.last_year, row.currency),
        "ratio": figure(reading.ratio, 4),
        "level": reading.level,
        "risk": None if told is None else round(told.risk, 3),
        "why": None if told is None else outlook.why(told),
        "currency": row.currency,
    }
