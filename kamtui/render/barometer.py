"""The barometer as plain text for a mail: a table, who stands out, the running month, stocks and peaks (R65)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kamtui.domain.barometer import Direction, Line, Report, Total, Trend
from kamtui.domain.facts import written
from kamtui.domain.money import SCALE
from kamtui.domain.peaks import Peak
from kamtui.domain.supply import Cover
from kamtui.domain.traderules import SupplyRules
from kamtui.i18n import n, t
from kamtui.render.glyphs import ASCII, Glyphs
from kamtui.render.table import Column, table
from kamtui.render.text import clean, width, wrap

WIDTH = 76
"""Cells of a line: mail programs break longer ones."""

WORDS = {
    Direction.DOWN: "falling",
    Direction.STEADY: "steady",
    Direction.UP: "rising",
    Direction.NEW: "new",
    Direction.UNKNOWN: "unknown",
}


def text(report: Report, names: Mapping[int, str], rules: SupplyRules, glyphs: Glyphs = ASCII) -> Iterator[str]:
    """The report line by line; `names` are those of the accounts with short stocks."""
    who = t("{tier} accounts", tier=t(report.who)) if report.who else t("all accounts")
    yield t("Barometer of {who} on {on}", who=who, on=report.on)
    message = "{first} to {last} beside the same months of last year, what runs beside the same days"
    yield from wrap(t(message, first=report.quarter.first, last=report.quarter.last), WIDTH)
    for heading, lines in (
        (t("Sales of three months"), _accounts(report, lambda line: line.quarter, glyphs)),
        (t("Who stands out"), _wrapped(_outliers(report))),
        (_month(report), _accounts(report, lambda line: line.month, glyphs)),
        (t("Stock that runs short"), _wrapped(_short(each, names) for each in report.short)),
        (t("Peaks ahead"), _wrapped(_peak(each, report, rules) for each in report.peaks)),
    ):
        yield ""
        yield heading
        yield "-" * width(heading)
        yield from lines or [t("none")]


def _wrapped(texts: Iterable[str]) -> list[str]:
    """Each on a line of its own; what goes on is set in."""
    found = []
    for said in texts:
        first, *others = wrap(said, WIDTH - 2)
        found += [first, *(f"  {line}" for line in others)]
    return found


def _accounts(report: Report, of: Callable[[Line], Trend], glyphs: Glyphs) -> list[str]:
    rows = [[line.name, *_cells(of(line), report), line.currency] for line in report.lines]
    rows += [[_total(each), *_cells(_of_total(each, of, report), report), each.currency] for each in report.totals]
    heads = [
        Column(t("account"), min=20),
        Column(t("now"), align="right"),
        Column(t("last year"), align="right"),
        Column(t("change"), align="right"),
        Column(t("direction")),
        Column(t("in"), min=3),
    ]
    return list(table(heads, rows, width=WIDTH, glyphs=glyphs)) if report.lines else []


def _of_total(each: Total, of: Callable[[Line], Trend], report: Report) -> Trend:
    # the same choice between quarter and month as for an account
    return of(Line(0, "", "", each.currency, each.quarter, each.month, None))


def _total(each: Total) -> str:
    if each.compared == each.accounts:
        return n("total of {count} account", "total of {count} accounts", each.accounts)
    return t("total of {compared} of {count} accounts", compared=each.compared, count=each.accounts)


def _cells(trend: Trend, report: Report) -> list[object]:
    ratio = trend.ratio
    change = "" if ratio is None else f"{100 * (ratio - 1):+.0f} %"
    return [_whole(trend.now), _whole(trend.then), change, t(WORDS[report.direction(trend)])]


def _outliers(report: Report) -> list[str]:
    found = []
    for line in report.outliers:
        more = (line.quarter.now or 0) - (line.quarter.then or 0)
        change = (
            t(WORDS[report.direction(line.quarter)]) if line.quarter.ratio is None else _percent(line.quarter.ratio)
        )
        owner = f" ({clean(line.owner)})" if line.owner else ""
        found.append(f"{clean(line.name)}: {change}, {_whole(more, sign=True)} {line.currency}{owner}")
    return found


def _month(report: Report) -> str:
    days = report.month.days
    if not report.is_partial:
        return t("{month}", month=report.month.first.strftime("%Y-%m"))
    return t(
        "{month} so far: partial, {days} days, up to {on}",
        month=report.month.first.strftime("%Y-%m"),
        days=days,
        on=report.month.last,
    )


def _short(each: Cover, names: Mapping[int, str]) -> str:
    said = t(
        "{account}: {product} lasts {days} days, delivery takes {lead} ({level})",
        account=clean(names[each.account_id]),
        product=clean(each.product) or t("stock"),
        days="?" if each.days is None else int(each.days),
        lead=each.lead_days,
        level=t(each.level),
    )
    return said if each.age is None else t("{said}, counted {days} days ago", said=said, days=each.age)


def _peak(each: Peak, report: Report, rules: SupplyRules) -> str:
    what = f"{clean(each.name)} ({clean(each.product)})" if each.product else clean(each.name)
    if each.quantity is not None:
        what += f" +{written(each.quantity, None)} {clean(each.unit)}".rstrip()
    return t(
        "{account}: {what}, {first} to {last} ({stage})",
        account=clean(each.account),
        what=what,
        first=each.starts_on,
        last=each.ends_on,
        stage=t(each.stage(rules, report.on)),
    )


def _percent(ratio: float) -> str:
    return f"{100 * (ratio - 1):+.0f} %"


def _whole(value: int | None, *, sign: bool = False) -> str:
    """An amount in whole units; "" where unknown."""
    if value is None:
        return ""
    units = (abs(value) + SCALE // 2) // SCALE
    minus = value < 0 and units > 0
    return f"{'-' if minus else '+' if sign else ''}{units:,}"
