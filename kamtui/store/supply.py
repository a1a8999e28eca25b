"""Stock, sell-through and forecasts of customers read, and how long their stock lasts (R63, D22)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain import supply
from kamtui.domain.facts import Metric
from kamtui.domain.forecasts import Outlook, outlook
from kamtui.domain.peaks import Peak, Stage
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.products import Catalogue
from kamtui.domain.supply import Cover, Flow, Stock
from kamtui.domain.traderules import SupplyRules
from kamtui.store import peaks as kept
from kamtui.store import products
from kamtui.store.peaks import peaks
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

__all__ = ["Stocked", "cover", "covers_of", "forecasts", "peaks", "signalled", "stocks"]

Key = tuple[int, str]
"""Account, and a product as the catalogue calls it; "" of all products."""

Flows = Mapping[Key, Sequence[Flow]]

_COUNTED = "max(x.first_on, min(x.last_on, x.on_date))"
"""SQL over `fact x`: on which day a stock was counted."""


class Stocked(NamedTuple):
    """The newest stock figure of a product at an account."""

    account_id: int
    product: str
    stock: Stock


def cover(
    conn: Connection, on: dt.date, policy: Policy, accounts: Iterable[int] | None = None
) -> dict[int, list[Cover]]:
    """Account -> how long its stocks last, worst first; `accounts` None: all.

    A product is there of which a stock is known, or what was sold on in the last days.
    """
    return covers_of(Scope(conn, on, accounts), policy)


def covers_of(scope: Scope, policy: Policy, *, lately: bool = False) -> dict[int, list[Cover]]:
    """The same for the accounts of a scope; `lately`: only where a stock is known that is not too old."""
    rules, on = policy.supply, scope.on
    since = on - dt.timedelta(days=rules.stale_days) if lately else None
    catalogue = products.catalogue(scope.conn)
    there = _stocks(scope, catalogue, since)
    if lately and not there:
        return {}
    inner = _within(scope, {account for account, _ in there}) if lately else scope
    sold = _flows(inner, catalogue, Metric.SELLTHROUGH_QTY, supply.recent(rules, on))
    keys = sorted(there if lately else {*there, *sold})
    ahead = kept.of_scope(_within(scope, {account for account, _ in keys})) if keys else {}
    peak_of = {key: _peak(ahead, key, catalogue, rules, on) for key in keys}
    earlier = {key: None if peak is None else kept.a_year_before(scope.conn, peak) for key, peak in peak_of.items()}
    windows = {
        key: supply.season(rules, on, peak_of[key], earlier[key]) for key in keys if _asks(key, there, sold, peak_of)
    }
    before = _last_year(scope, catalogue, windows)
    found: dict[int, list[Cover]] = defaultdict(list)
    for key in keys:
        made = supply.cover(
            *key,
            there.get(key),
            sold.get(key, ()),
            before.get(key, ()),
            rules=rules,
            on=on,
            lead_days=_lead(catalogue, key[1], rules),
            peak=peak_of[key],
            earlier=earlier[key],
        )
        found[key[0]].append(made)
    return {account: supply.ranked(covers) for account, covers in found.items()}


def signalled(scope: Scope, policy: Policy) -> tuple[dict[int, list[Cover]], dict[int, list[Peak]]]:
    """Account -> stocks that run short, the worst first; and account -> peaks that are near and nobody prepares."""
    covers = covers_of(scope, policy, lately=True)
    short = {account: [each for each in some if each.is_short] for account, some in covers.items()}
    waiting = {
        account: [peak for peak in some if peak.stage(policy.supply, scope.on) is Stage.PREPARE]
        for account, some in kept.of_scope(scope).items()
    }
    return {account: some for account, some in short.items() if some}, {
        account: some for account, some in waiting.items() if some
    }


def stocks(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> list[Stocked]:
    """The newest stock figure of every product at every account, by account and product."""
    found = _stocks(Scope(conn, on, accounts), products.catalogue(conn), None)
    return [Stocked(*key, stock) for key, stock in sorted(found.items())]


def forecasts(
    conn: Connection, on: dt.date, policy: Policy, accounts: Iterable[int] | None = None, *, days: int | None = None
) -> list[Outlook]:
    """What is expected to be sold on from tomorrow on beside the stock there is, the soonest to run out first.

    `days` None: as many as the policy counts cover by.
    """
    scope, catalogue = Scope(conn, on, accounts), products.catalogue(conn)
    tomorrow = on + dt.timedelta(days=1)
    window = Period(tomorrow, on + dt.timedelta(days=days or policy.supply.days))
    expected = _flows(scope, catalogue, Metric.FORECAST_QTY, Period(tomorrow, dt.date.max))
    if not expected:
        return []
    there = _stocks(scope, catalogue, None)
    last = supply.recent(policy.supply, on)
    sold = _flows(scope, catalogue, Metric.SELLTHROUGH_QTY, last)
    made = (
        outlook(*key, there.get(key), flows, supply.pace(sold.get(key, ()), last, supply.Basis.RECENT), window)
        for key, flows in expected.items()
    )
    found = [each for each in made if each is not None]
    return sorted(found, key=lambda each: (each.runs_out_on or dt.date.max, each.account_id, each.product))


def _stocks(scope: Scope, catalogue: Catalogue, since: dt.date | None) -> dict[Key, Stock]:
    """The newest stock figures; `since`: only of periods that end then or later."""
    rows = scope.rows(
        # with max() the other columns are those of the row that has it
        f"SELECT x.account_id, x.product, max({_COUNTED} || x.on_date || printf('%015d', x.id)), {_COUNTED}, x.value,"
        " x.unit, x.source FROM fact x WHERE x.metric = 'stock_qty' AND x.first_on <= :on AND x.on_date <= :on"
        + (f" AND {_last(scope)} >= :since" if since else ""),
        by="x.account_id, x.product",
        of="x.",
        values={"since": since} if since else {},
    )
    found: dict[Key, tuple[str, Stock]] = {}
    for account, product, order, counted, value, unit, source in rows:
        key = account, catalogue.called(product)
        if key not in found or order > found[key][0]:
            found[key] = order, Stock(value, unit, dt.date.fromisoformat(counted), source)
    return {key: stock for key, (_, stock) in found.items()}


def _flows(scope: Scope, catalogue: Catalogue, metric: Metric, window: Period) -> dict[Key, list[Flow]]:
    """The figures of a metric whose period has a day of a window, as they were known on the day."""
    found: dict[Key, list[Flow]] = defaultdict(list)
    day = dt.date.fromisoformat
    for key, account, product, first, last, value, unit, on in scope.rows(
        "SELECT x.id, x.account_id, x.product, x.first_on, x.last_on, x.value, x.unit, x.on_date FROM fact x"
        f" WHERE x.metric = :metric AND {_last(scope)} >= :first AND x.first_on <= :last AND x.on_date <= :on",
        by="",
        of="x.",
        metric=metric.value,
        first=window.first,
        last=window.last,
    ):
        found[account, catalogue.called(product)].append(Flow(key, day(first), day(last), value, unit, day(on)))
    return found


def _last_year(scope: Scope, catalogue: Catalogue, windows: Mapping[Key, Period]) -> dict[Key, list[Flow]]:
    """What was sold on in the same season last year, for those whose pace hangs on it."""
    found: dict[Key, list[Flow]] = {}
    for window in set(windows.values()):
        some = [key for key, wanted in windows.items() if wanted == window]
        flows = _flows(_within(scope, {account for account, _ in some}), catalogue, Metric.SELLTHROUGH_QTY, window)
        found |= {key: flows[key] for key in some if key in flows}
    return found


def _asks(key: Key, there: Mapping[Key, Stock], sold: Flows, peak_of: Mapping[Key, Peak | None]) -> bool:
    """Whether last year may tell the pace: the last days are not known, a peak begins, or nothing is there to sell."""
    return key not in sold or peak_of[key] is not None or (key in there and there[key].value <= 0)


def _peak(
    ahead: Mapping[int, Sequence[Peak]], key: Key, catalogue: Catalogue, rules: SupplyRules, on: dt.date
) -> Peak | None:
    if key[0] not in ahead:
        return None
    named = [peak._replace(product=catalogue.called(peak.product)) for peak in ahead[key[0]]]
    return supply.coming(named, key[1], _lead(catalogue, key[1], rules), rules, on)


def _lead(catalogue: Catalogue, product: str, rules: SupplyRules) -> int:
    """Days from order to delivery: of the product, else of the policy."""
    found = catalogue.find(product)
    return rules.lead_days if found is None or found.lead_days is None else found.lead_days


def _last(scope: Scope) -> str:
    """SQL: the last day of a period; for some accounts it is not what the figures are looked up by."""
    return "x.last_on" if scope.is_whole else "+x.last_on"


def _within(scope: Scope, accounts: Collection[int]) -> Scope:
    return Scope(scope.conn, scope.on, accounts)
