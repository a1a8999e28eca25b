"""Typed text -> what a goal is about, measured by, and worth; in English or Chinese."""

from __future__ import annotations

from kamtui.domain import amounts
from kamtui.domain.facts import written
from kamtui.domain.goals import MONEY, GoalKind, GoalState, Metric
from kamtui.domain.texts import vocabulary


def goal_kind(text: str) -> GoalKind:
    """What a goal is about; raises BadInput."""
    return _KINDS.named(text, "'{text}' is no kind of goal; use {accepted}")


def metric(text: str) -> Metric:
    """What the book measures a goal by; raises BadInput."""
    return _METRICS.named(text, "the book cannot measure '{text}'; use {accepted}, or none")


def goal_state(text: str) -> GoalState:
    """What is decided of a goal; raises BadInput."""
    return _STATES.named(text, "'{text}' is no state of a goal; use {accepted}")


def figure(text: str, unit: str = "") -> int:
    """A figure of a goal in 1/10,000 of its unit: 12, 1.2m, 3.5万, 80%, ¥500k; raises BadInput."""
    typed = text.strip()
    for ending in filter(None, (unit, "%")):
        if unit not in amounts.CURRENCIES and typed.endswith(ending):
            typed = typed.removesuffix(ending).strip()
    return amounts.amount(typed, unit if unit in amounts.CURRENCIES else "")


def plain(stored: int | None, unit: str, of: Metric | None) -> str | None:
    """A figure of a goal for machines: "1234.50" where it is money, else as short as it can be; None for unknown."""
    if stored is None:
        return None
    return written(stored, unit if of in MONEY or unit in amounts.CURRENCIES else None)


_KINDS = vocabulary(
    GoalKind,
    {
        GoalKind.REVENUE: "sales · turnover · 销售额 · 收入 · 营收",
        GoalKind.PROFIT: "margin · gross profit · 利润 · 毛利",
        GoalKind.RELATIONSHIP: "relation · people · 关系 · 客户关系",
        GoalKind.CUSTOMER_VALUE: "value · satisfaction · 客户价值 · 价值 · 满意度",
        GoalKind.SUPPLY: "delivery · logistics · 供应 · 供货 · 交付",
        GoalKind.CASH: "payment · receivables · 现金 · 回款",
        GoalKind.OTHER: "else · 其他 · 其它",
    },
)
_METRICS = vocabulary(
    Metric,
    {
        Metric.REVENUE: "sales · turnover · 销售额 · 收入 · 营收",
        Metric.PROFIT: "gross profit · margin · 利润 · 毛利",
        Metric.TOUCHES: "contacts · 接触 · 接触次数",
        Metric.PEOPLE: "active people · 人数 · 活跃联系人",
        Metric.COVERAGE: "覆盖 · 覆盖度",
        Metric.SATISFACTION: "满意度",
        Metric.LATE: "late promises · 逾期承诺 · 逾期",
    },
)
_STATES = vocabulary(
    GoalState,
    {
        GoalState.OPEN: "reopen · 进行中 · 未完成",
        GoalState.REACHED: "done · achieved · 达成 · 已达成 · 完成",
        GoalState.DROPPED: "drop · cancelled · given up · 放弃 · 取消",
    },
)
