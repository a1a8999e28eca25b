"""Exceptions: what is beyond the limits of the policy and waits for a head, with what is proposed (R97, R98)."""

from __future__ import annotations

from enum import StrEnum

from kamtui.domain.texts import vocabulary


class Kind(StrEnum):
    """Which limit it is about."""

    TERMS = "terms"
    """A discount, a rebate, longer payment: what the policy lets nobody grant alone."""
    CREDIT = "credit"
    CAPACITY = "capacity"
    """One key account more than there are hours for."""
    TIME = "time"
    SERVICE = "service"
    OTHER = "other"


class State(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    """As it was proposed."""
    CHANGED = "changed"
    """The answer says what is done instead."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def kind(text: str) -> Kind:
    """The kind of exception that `text` names, in English or Chinese; raises BadInput."""
    return _KINDS.named(text, "'{text}' is no kind of exception; use {accepted}")


def state(text: str) -> State:
    """The state that `text` names, in English or Chinese; raises BadInput."""
    return _STATES.named(text, "'{text}' is no state of an exception; use {accepted}")


_KINDS = vocabulary(
    Kind,
    {
        Kind.TERMS: "条款 · 折扣 · 价格 · discount · price",
        Kind.CREDIT: "信用 · 额度 · 账期",
        Kind.CAPACITY: "产能 · 名额 · 容量",
        Kind.TIME: "时间 · 工时",
        Kind.SERVICE: "服务",
        Kind.OTHER: "其他 · 其它",
    },
)

_STATES = vocabulary(
    State,
    {
        State.WAITING: "待决定 · 待审批 · open",
        State.APPROVED: "已批准 · 批准",
        State.CHANGED: "已改批 · 改批",
        State.REFUSED: "已驳回 · 驳回 · rejected",
        State.WITHDRAWN: "已撤回 · 撤回",
    },
)
