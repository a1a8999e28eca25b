"""kamtui barometer --report: what other departments are told, as text for a mail, CSV for a script, or JSON (R65)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence

from kamtui.cli import out, supplyshapes
from kamtui.cli.noting import note_unless_watched
from kamtui.cli.out import figure
from kamtui.cli.session import Session
from kamtui.domain import barometer
from kamtui.domain.barometer import Line, Report, Trend
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.supply import ranked
from kamtui.domain.tiers import Tier
from kamtui.ops.transfer.guards import guarded
from kamtui.render.barometer import text
from kamtui.store import policies, supply

CSV = (
    "section", "account_id", "account", "owner", "product", "from", "to", "partial", "value", "last_year", "currency",
    "ratio", "direction", "level", "days", "lead_days", "unit", "stage",
)  # fmt: skip
"""Columns of the CSV; a section leaves those empty that it has nothing for."""


_TEXTS = frozenset({"account", "owner", "product", "unit", "currency"})
"""Columns with words of somebody else."""


def tell(
    session: Session, lines: Sequence[Line], quarter: Period, month: Period, tier: Tier | None, *, as_csv: bool
) -> None:
    """Print the report on these accounts."""
    policy = policies.in_force(session.conn, session.on)
    report = _report(session, lines, quarter, month, tier, policy)
    names = {line.account_id: line.name for line in lines}
    note_unless_watched(session, "barometer --report", len(lines))
    if session.options.json:
        out.document(_document(report, names, policy))
    elif as_csv:
        file = io.StringIO()
        writer = csv.DictWriter(file, CSV, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(_guarded(row) for row in _rows(report, names, policy))
        out.block(out.safe(line) for line in file.getvalue().splitlines())
    else:
        out.block(text(report, names, policy.supply, out.glyphs()))


def _report(
    session: Session, lines: Sequence[Line], quarter: Period, month: Period, tier: Tier | None, policy: Policy
) -> Report:
    conn, on = session.conn, session.on
    keys = [line.account_id for line in lines]
    covers = [each for some in supply.cover(conn, on, policy, keys).values() for each in some if each.is_short]
    reach = on + dt.timedelta(days=policy.supply.peak_days)
    ahead = [
        peak
        for some in supply.peaks(conn, on, keys).values()
        for peak in some
        if peak.starts_on <= reach or peak.prepare_on(policy.supply) <= on
    ]
    return Report(
        on,
        tier or "",
        quarter,
        month,
        float(policy.treatment.steady),
        policy.signals.sales_red / 100,
        lines,
        barometer.totals(lines),
        ranked(covers),
        sorted(ahead, key=lambda peak: (peak.starts_on, peak.id)),
    )


def _document(report: Report, names: dict[int, str], policy: Policy) -> out.Json:
    return {
        "on": out.day(report.on),
        "tier": report.who or None,
        "from": out.day(report.quarter.first),
        "to": out.day(report.quarter.last),
        "accounts": [_line(line, line.quarter, report) for line in report.lines],
        "totals": [
            {"accounts": each.accounts, "compared": each.compared, **_trend(each.quarter, each.currency, report)}
            for each in report.totals
        ],
        "outliers": [line.account_id for line in report.outliers],
        "month": {
            "from": out.day(report.month.first),
            "to": out.day(report.month.last),
            "partial": report.is_partial,
            "accounts": [_line(line, line.month, report) for line in report.lines],
        },
        "short": [supplyshapes.cover(each, names[each.account_id]) for each in report.short],
        "peaks": [supplyshapes.peak(each, policy.supply, report.on) for each in report.peaks],
    }


def _line(line: Line, trend: Trend, report: Report) -> out.Json:
    head = {"account_id": line.account_id, "name": line.name, "owner": line.owner or None, "level": line.level}
    return {**head, **_trend(trend, line.currency, report)}


def _trend(trend: Trend, currency: str, report: Report) -> dict[str, object]:
    return {
        "revenue": out.amount(trend.now, currency),
        "revenue_last_year": out.amount(trend.then, currency),
        "currency": currency,
        "ratio": figure(trend.ratio, 4),
        "direction": report.direction(trend),
    }


def _rows(report: Report, names: dict[int, str], policy: Policy) -> Iterator[dict[str, object]]:
    """The rows of the CSV, section by section."""
    quarter = {"from": report.quarter.first, "to": report.quarter.last, "partial": "no"}
    month = {"from": report.month.first, "to": report.month.last, "partial": "yes" if report.is_partial else "no"}
    outliers = {line.account_id for line in report.outliers}
    for line in report.lines:
        head = {"account_id": line.account_id, "account": line.name, "owner": line.owner}
        section = "outlier" if line.account_id in outliers else "account"
        yield {
            "section": section,
            **head,
            "level": line.level,
            **quarter,
            **_cells(line.quarter, line.currency, report),
        }
    for line in report.lines:
        head = {"account_id": line.account_id, "account": line.name, "owner": line.owner}
        yield {"section": "month", **head, **month, **_cells(line.month, line.currency, report)}
    for each in report.totals:
        yield {"section": "total", **quarter, **_cells(each.quarter, each.currency, report)}
    for short in report.short:
        said = supplyshapes.cover(short, names[short.account_id])
        told = {name: said[name] for name in ("account_id", "account", "product", "level", "days", "lead_days", "unit")}
        yield {"section": "short", **told, "value": said["stock"]}
    for peak in report.peaks:
        said = supplyshapes.peak(peak, policy.supply, report.on)
        told = {name: said[name] for name in ("account_id", "account", "product", "unit", "stage")}
        days = {"from": said["starts_on"], "to": said["ends_on"], "value": said["quantity"], "days": said["in_days"]}
        yield {"section": "peak", **told, **days}


def _guarded(row: dict[str, object]) -> dict[str, object]:
    """A row whose texts no spreadsheet calculates."""
    return {name: guarded(str(row[name] or "")) if name in _TEXTS else value for name, value in row.items()}


def _cells(trend: Trend, currency: str, report: Report) -> dict[str, object]:
    said = _trend(trend, currency, report)
    return {
        "value": said["revenue"],
        "last_year": said["revenue_last_year"],
        "currency": currency,
        "ratio": said["ratio"],
        "direction": said["direction"],
    }
