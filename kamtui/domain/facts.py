"""Figures over time: which metrics there are, what their values may be, and one name for each period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from kamtui.domain import fields, periods
from kamtui.domain.money import SCALE, grouped, plain
from kamtui.domain.periods import Period
from kamtui.domain.texts import clipped, vocabulary
from kamtui.errors import BadInput
from kamtui.i18n import t


class Metric(StrEnum):
    """What is counted or measured of an account."""

    REVENUE = "revenue"
    GROSS_PROFIT = "gross_profit"
    COST_TO_SERVE = "cost_to_serve"
    FREIGHT = "freight"
    REBATE = "rebate"
    CONCESSION = "concession"
    ORDERS = "orders"
    VOLUME = "volume"
    STOCK_QTY = "stock_qty"
    SELLTHROUGH_QTY = "sellthrough_qty"
    FORECAST_QTY = "forecast_qty"
    WALLET_EST = "wallet_est"
    DOWNSTREAM_COUNT = "downstream_count"
    DISCOUNT_SHARE = "discount_share"
    SATISFACTION = "satisfaction"
    OPEN_ORDERS = "open_orders"
    """Ordered and not invoiced yet."""


class Measured(StrEnum):
    """What the values of a metric are."""

    MONEY = "money"
    COUNT = "count"
    """Whole, not below zero."""
    QUANTITY = "quantity"
    """In whatever unit is named."""
    PERCENT = "percent"
    GRADE = "grade"
    """On whatever scale the unit names."""


class Confidence(StrEnum):
    """How sure an estimate is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


MEASURED: Mapping[Metric, Measured] = {
    Metric.REVENUE: Measured.MONEY,
    Metric.GROSS_PROFIT: Measured.MONEY,
    Metric.COST_TO_SERVE: Measured.MONEY,
    Metric.FREIGHT: Measured.MONEY,
    Metric.REBATE: Measured.MONEY,
    Metric.CONCESSION: Measured.MONEY,
    Metric.ORDERS: Measured.COUNT,
    Metric.VOLUME: Measured.QUANTITY,
    Metric.STOCK_QTY: Measured.QUANTITY,
    Metric.SELLTHROUGH_QTY: Measured.QUANTITY,
    Metric.FORECAST_QTY: Measured.QUANTITY,
    Metric.WALLET_EST: Measured.MONEY,
    Metric.DOWNSTREAM_COUNT: Measured.COUNT,
    Metric.DISCOUNT_SHARE: Measured.PERCENT,
    Metric.SATISFACTION: Measured.GRADE,
    Metric.OPEN_ORDERS: Measured.MONEY,
}

_NO_CURRENCY = "XTS"
"""The code ISO 4217 keeps for tests: no sign means it, so a number with any sign is refused."""


def metric(text: str) -> Metric:
    """The metric that `text` names, in English or Chinese. Raises BadInput, which names them all."""
    return _METRICS.named(text, "'{text}' is not a metric; use {accepted}")


def confidence(text: str) -> Confidence:
    """How sure `text` says one is. Raises BadInput."""
    return _CONFIDENCES.named(text, "'{text}' is not a confidence; use {accepted}")


def value(text: str, of: Metric, currency: str = "") -> int:
    """The value that `text` names, in 1/10,000: an amount in `currency`, a number such as 1200 or 12k, 12.5 %.

    Raises BadInput, also where the metric cannot be that.
    """
    if MEASURED[of] is Measured.MONEY:
        return checked(of, fields.amount(text, currency))
    number = re.sub(r"\s*[%％]\s*$", "", text) if MEASURED[of] is Measured.PERCENT else text
    try:
        found = fields.amount(number, _NO_CURRENCY)
    except BadInput:
        message = "'{text}' is not a number for {metric}; try 1200, 12k or 3.5万"
        raise BadInput(t(message, text=clipped(text), metric=of)) from None
    return checked(of, found)


def checked(of: Metric, stored: int) -> int:
    """The value itself; raises BadInput where the metric cannot be that."""
    kind = MEASURED[of]
    if kind is Measured.COUNT and (stored < 0 or stored % SCALE):
        raise BadInput(t("{metric} is a count: a whole number, not below zero", metric=of))
    if kind is Measured.PERCENT and not 0 <= stored <= 100 * SCALE:
        raise BadInput(t("{metric} is a share: 0 to 100 percent", metric=of))
    return stored


def written(stored: int, currency: str | None) -> str:
    """A value for machines: "1234.50" where it is money, else as short as it can be: "1200", "12.5"."""
    if currency is not None:
        return plain(stored, currency)
    whole, rest = divmod(abs(stored), SCALE)
    return f"{'-' if stored < 0 else ''}{whole}.{rest:04}".rstrip("0").rstrip(".")


def shown(stored: int, of: Metric, currency: str | None, unit: str = "") -> str:
    """A value for people, with what it is in: "1,234.50 CNY", "1,200 kg", "12.5 %"."""
    if currency is not None:
        return f"{grouped(stored, currency)} {currency}"
    whole, point, rest = written(stored, None).partition(".")
    number = f"{int(whole):,}" if whole.strip("-0") else whole
    return f"{number}{point}{rest} {unit or ('%' if MEASURED[of] is Measured.PERCENT else '')}".rstrip()


def named(period: Period) -> str:
    """The one name of a period: 2026, 2026-H1, 2026-Q3, 2026-03, 2026-W11, 2026-03-31, or its days with ".."."""
    first, week = period.first, period.first.isocalendar()
    names = {
        periods.year(first): f"{first.year}",
        periods.half_of(first.year, 1): f"{first.year}-H1",
        periods.half_of(first.year, 2): f"{first.year}-H2",
        periods.quarter(first): f"{first.year}-Q{(first.month + 2) // 3}",
        periods.month(first): f"{first.year}-{first.month:02}",
        periods.week(first): f"{week.year}-W{week.week:02}",
        Period(first, first): first.isoformat(),
    }
    return names.get(period) or f"{first.isoformat()}..{period.last.isoformat()}"


_METRICS = vocabulary(
    Metric,
    {
        Metric.REVENUE: "sales · turnover · net sales · 销售额 · 营收 · 营业额 · 销售收入",
        Metric.GROSS_PROFIT: "profit · gp · 毛利 · 毛利额 · 毛利润",
        Metric.COST_TO_SERVE: "cts · service cost · 服务成本 · 服务费用",
        Metric.FREIGHT: "freight cost · transport cost · 运费 · 物流费用",
        Metric.REBATE: "rebates · 返利",
        Metric.CONCESSION: "concessions · 让利",
        Metric.ORDERS: "order count · number of orders · 订单数 · 订单数量",
        Metric.VOLUME: "sales volume · 销量 · 销售量",
        Metric.STOCK_QTY: "stock · inventory · stock quantity · 库存 · 库存量 · 库存数量",
        Metric.SELLTHROUGH_QTY: "sellthrough · sell through · sell out · 动销 · 动销量 · 分销量",
        Metric.FORECAST_QTY: "forecast · forecast quantity · 预测 · 预测量 · 需求预测",
        Metric.WALLET_EST: "wallet · wallet estimate · spend · total spend · 钱包 · 采购总额 · 采购额",
        Metric.DOWNSTREAM_COUNT: "downstream · downstream customers · 下游客户数 · 下游客户 · 下线客户数",
        Metric.DISCOUNT_SHARE: "discount · share of discounted orders · 折扣比例 · 折扣占比",
        Metric.SATISFACTION: "csat · customer satisfaction · 满意度 · 客户满意度",
        Metric.OPEN_ORDERS: "orders in hand · backlog · 在手订单 · 未开票订单",
    },
)
_CONFIDENCES = vocabulary(
    Confidence,
    {Confidence.LOW: "低", Confidence.MEDIUM: "mid · 中", Confidence.HIGH: "高"},
)
