"""The supply view of the money page: how long each stock lasts, and the peaks around today (R63, R64)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from kamtui.domain.facts import Metric, written
from kamtui.domain.peaks import Peak, Stage
from kamtui.domain.supply import Basis, Cover, Level
from kamtui.domain.traderules import SupplyRules
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import wrap
from kamtui.store import peaks as kept
from kamtui.store import policies, supply, tasks
from kamtui.store.book import Book
from kamtui.tui.text import Line
from kamtui.tui.views import Key, Verb, View
from kamtui.tui.widgets.columns import Column

ROLES = {Level.RED: "error", Level.AMBER: "warn", Level.OK: "", Level.STALE: "muted", Level.UNKNOWN: "muted"}
"""The role of what is said of a level."""

STAGES = {Stage.PREPARE: "warn", Stage.RUNNING: "strong"}

PAST = 366
"""Days back from which peaks are shown."""


class Entry(NamedTuple):
    """One row of the view: a stock, or a peak."""

    id: int
    """Of the peak; below zero: the place of a stock."""
    cover: Cover | None
    peak: Peak | None
    stage: Stage | None = None
    errands: tuple[str, ...] = ()
    """Who does what for the peak, as lines."""


def entries(book: Book, account: int) -> list[Entry]:
    """Stocks, worst first, then peaks, the nearest first."""
    conn, today = book.conn, book.today()
    policy = policies.in_force(conn, today)
    covers = supply.cover(conn, today, policy, [account]).get(account, [])
    found = kept.rows(conn, kept.ids(conn, today, account=account, past=True))
    near = [peak for peak in found if (today - peak.ends_on).days < PAST and peak.cancelled_on is None]
    ahead = sorted(near, key=lambda peak: (peak.ends_on < today, abs((peak.starts_on - today).days)))
    return [
        *(Entry(-place, each, None) for place, each in enumerate(covers, 1)),
        *(_peak(book, peak, policy.supply, today) for peak in ahead),
    ]


def summary(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """How many stocks are short, and the peak that has to be prepared."""
    conn, today = book.conn, book.today()
    policy = policies.in_force(conn, today)
    covers = supply.cover(conn, today, policy, [account]).get(account, [])
    short = [each for each in covers if each.is_short]
    if not covers:
        return [[(f" {t('no stock is known: a enters what the customer has')}", "muted")]]
    told = n("{count} stock", "{count} stocks", len(covers))
    said = n("{count} short", "{count} short", len(short)) if short else t("none short")
    return [[(f" {told}, {said}", ROLES[short[0].level] if short else "")]]


def detail(row: Entry, cells: int, glyphs: Glyphs) -> list[Line]:
    """Where the figures of a stock come from, or what is known of a peak."""
    texts = _of_cover(row.cover) if row.cover is not None else _of_peak(row)
    return [[(f" {line}", "")] for text in texts for line in wrap(text, cells - 2)]


def _of_cover(each: Cover) -> list[str]:
    said = []
    if each.stock is not None:
        quantity = f"{written(each.stock.value, None)} {each.stock.unit}".rstrip()
        said.append(
            t("stock {quantity}, counted {on}, {days}d ago", quantity=quantity, on=each.stock.on, days=each.age)
        )
    if each.pace is not None:
        window = each.pace.window
        said.append(
            t(
                "{quantity} a day, from {first} to {last}, {days} days known",
                quantity=written(round(each.pace.a_day), None),
                first=window.first,
                last=window.last,
                days=each.pace.days,
            )
        )
    said.append(t("delivery takes {days}d", days=each.lead_days))
    if each.peak:
        said.append(t("a peak begins: {name}", name=each.peak))
    return said


def _of_peak(row: Entry) -> list[str]:
    peak = row.peak
    assert peak is not None
    said = [t("{first} to {last}", first=peak.starts_on, last=peak.ends_on)]
    if peak.quantity is not None:
        said[0] += f"  {written(peak.quantity, None)} {peak.unit}".rstrip()
    return [*said, *row.errands, *(text for text in (peak.note, peak.result) if text)]


def columns(today: dt.date, glyphs: Glyphs) -> list[Column[Entry]]:
    """The columns of the list."""
    return [
        Column("stock or peak", 0, _name),
        Column("days", 6, _days, "right"),
        Column("state", 12, _level),
        Column("stock", 10, _stock, "right", drop=1),
        Column("age", 5, lambda row: "" if row.cover is None else _age(row.cover), "right", drop=2),
        Column("by", 9, _basis, drop=3),
    ]


def _name(row: Entry) -> str:
    if row.peak is not None:
        return f"{row.peak.name} ({row.peak.product})" if row.peak.product else row.peak.name
    assert row.cover is not None
    return row.cover.product or t("all products")


def _days(row: Entry) -> tuple[str, str] | str:
    if row.cover is not None:
        days = row.cover.days
        return "" if days is None else (format.days(int(days)), ROLES[row.cover.level])
    assert row.peak is not None
    return row.peak.starts_on.strftime("%m-%d")


def _level(row: Entry) -> tuple[str, str]:
    if row.cover is not None:
        return t(row.cover.level), ROLES[row.cover.level]
    assert row.stage is not None
    return t(row.stage), STAGES.get(row.stage, "")


def _stock(row: Entry) -> str:
    if row.cover is not None:
        return "" if row.cover.stock is None else written(row.cover.stock.value, None)
    assert row.peak is not None
    return "" if row.peak.quantity is None else f"+{written(row.peak.quantity, None)}"


def _age(each: Cover) -> str:
    return "" if each.age is None else format.days(each.age)


def _basis(row: Entry) -> str:
    if row.cover is None or row.cover.pace is None:
        return ""
    return t("last year") if row.cover.pace.basis is Basis.LAST_YEAR else ""


def sign(row: Entry, glyphs: Glyphs) -> str:
    """What stands in front of a row: a short stock, a peak that nobody prepares."""
    if row.cover is not None:
        return {Level.RED: "!", Level.AMBER: "~"}.get(row.cover.level, " ")
    return "~" if row.stage is Stage.PREPARE else " "


def _peak(book: Book, peak: Peak, rules: SupplyRules, today: dt.date) -> Entry:
    errands = tasks.rows(book.conn, kept.tasks(book.conn, peak.id))
    lines = tuple(f"{each.owner}: {each.title} {each.due_on or ''} {t(each.state)}" for each in errands)
    return Entry(peak.id, None, peak, peak.stage(rules, today), lines)


def _stocked(row: Entry | None) -> Mapping[str, Any] | None:
    """A new figure of the stock at the cursor; of any where none is."""
    if row is None or row.cover is None:
        return {"metric": Metric.STOCK_QTY}
    return {"metric": Metric.STOCK_QTY, "product": row.cover.product}


def _sold(row: Entry | None) -> Mapping[str, Any] | None:
    given = _stocked(row)
    return None if given is None else {**given, "metric": Metric.SELLTHROUGH_QTY}


def _this(*stages: Stage) -> Any:
    """Reads the number of the peak at the cursor, where it is at one of these stages."""

    def given(row: Entry | None) -> Mapping[str, Any] | None:
        return {"peak": row.id} if row is not None and row.stage in stages else None

    return given


_AHEAD = (Stage.AHEAD, Stage.PREPARE, Stage.PREPARED)

SUPPLY: View[Entry] = View(
    "Supply",
    summary,
    rows=entries,
    columns=columns,
    sign=sign,
    detail=detail,
    empty="no stock and no peak is known",
    verbs={
        Key.ADD: (
            Verb("stock", "fact.add", _stocked),
            Verb("sell-through", "fact.add", _sold),
            Verb("peak", "peak.add"),
        ),
        Key.DONE: (
            Verb("prepare", "peak.prepare", _this(*_AHEAD, Stage.RUNNING)),
            Verb("what came of it", "peak.result", _this(Stage.RUNNING, Stage.OVER)),
        ),
        Key.EDIT: (Verb("peak", "peak.edit", _this(*Stage)),),
        Key.DROP: (Verb("call off", "peak.cancel", _this(*_AHEAD, Stage.RUNNING)),),
    },
)
