"""Issues: what went wrong or was asked for, in which order it is seen to, which causes repeat (R56, R66-R69)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.serviceclocks import Clocks, clocks
from kamtui.domain.teams import OurFunction
from kamtui.domain.texts import Vocabulary, clipped, tidy, vocabulary
from kamtui.domain.tiers import Tier
from kamtui.domain.traderules import ServiceRules
from kamtui.errors import BadInput
from kamtui.i18n import t


class IssueKind(StrEnum):
    """What an issue is about."""

    COMPLAINT = "complaint"
    """Closed only with a lesson, and with what prevents it next time (R68)."""
    REQUEST = "request"
    """What the customer asks of us: we carry it inside (R69)."""
    SUGGESTION = "suggestion"
    DELIVERY = "delivery"
    INSTALL = "install"
    OPERATION = "operation"
    QUALITY = "quality"
    BILLING = "billing"
    OTHER = "other"


_KINDS: Vocabulary[IssueKind] = vocabulary(
    IssueKind,
    {
        IssueKind.COMPLAINT: "complain · claim · 投诉 · 抱怨",
        IssueKind.REQUEST: "ask · enquiry · inquiry · wish · 请求 · 需求 · 询问",
        IssueKind.SUGGESTION: "idea · proposal · 建议 · 意见",
        IssueKind.DELIVERY: "shipment · shipping · transport · 送货 · 交货 · 物流",
        IssueKind.INSTALL: "installation · setup · 安装 · 调试",
        IssueKind.OPERATION: "operating · running · use · 运转 · 运行 · 使用",
        IssueKind.QUALITY: "defect · fault · 质量 · 缺陷",
        IssueKind.BILLING: "invoice · invoicing · 账单 · 发票 · 开票",
        IssueKind.OTHER: "其他 · 其它",
    },
)

WISHES = frozenset({IssueKind.REQUEST, IssueKind.SUGGESTION})
"""Kinds in which nothing went wrong."""

SEVERITIES = {1: "stops them", 2: "hinders them", 3: "can wait"}
"""Severity -> what it means for the customer; English."""

_SEVERITY_WORDS = {
    1: ("high", "critical", "urgent", "stops", "stops them", "严重", "紧急", "停产"),
    2: ("medium", "normal", "hinders", "hinders them", "一般", "普通"),
    3: ("low", "minor", "can wait", "wait", "轻微", "不急"),
}


def kind(text: str) -> IssueKind:
    """A typed kind of issue, English or Chinese; raises BadInput."""
    return _KINDS.named(text, "'{text}' is no kind of issue; use {accepted}")


def severity(text: str) -> int:
    """A typed severity: 1 stops the customer, 2 hinders, 3 can wait; raises BadInput."""
    word = tidy(text)
    found = next((level for level, words in _SEVERITY_WORDS.items() if word == str(level) or word in words), None)
    if found is None:
        raise BadInput(
            t("'{text}' is no severity; use 1 (stops them), 2 (hinders them) or 3 (can wait)", text=clipped(text))
        )
    return found


def cause_key(cause: str) -> str:
    """By what two causes are the same: without regard to case, width and blanks."""
    return tidy(cause)


_TIERS = {tier: place for place, tier in enumerate((Tier.KEY, Tier.REGULAR, Tier.PROSPECT, None, Tier.UNATTRACTIVE))}


def tier_place(tier: Tier | None) -> int:
    """Where a tier stands among those who are served first; who has none comes after prospects."""
    return _TIERS[tier]


class Issue(NamedTuple):
    """An issue as the book has it."""

    id: int
    account_id: int
    account: str
    contact_id: int | None
    contact: str | None
    """Who said so; None: nobody was named."""
    touch_id: int | None
    """The touch at which it was said."""
    at: dt.datetime
    """From when its clocks run, UTC."""
    on: dt.date
    kind: IssueKind
    severity: int
    """1 stops the customer, 2 hinders, 3 can wait."""
    title: str
    text: str
    product: str
    owner: str
    """Who of us sees to it; "": nobody."""
    department: OurFunction | None
    """Which of ours must act; None: its owner."""
    responded_at: dt.datetime | None
    resolved_at: dt.datetime | None
    resolved_on: dt.date | None
    """None: it is open."""
    first_time: bool | None
    """Whether it was settled at the first go; None: not said."""
    cause: str
    lesson: str
    prevented_by: str
    answer: str
    """What the customer was told, in the end: what became of it."""
    confidential: bool
    author: str
    recorded_at: str
    tier: Tier | None
    """Of the account on the day of the issue."""
    green: bool
    """Whether the account has the green channel (R56)."""

    @property
    def is_open(self) -> bool:
        return self.resolved_on is None

    @property
    def is_wish(self) -> bool:
        """Whether something was asked for or suggested, and nothing went wrong."""
        return self.kind in WISHES


class Waiting(NamedTuple):
    """An open issue as a signal looks at it: by the day."""

    issue_id: int
    title: str
    at: dt.datetime
    is_answered: bool
    """Whether the customer got a first answer by the day."""
    tier: Tier | None
    """Of the account on the day of the issue."""
    is_wish: bool = False
    """Whether something was asked for or suggested, and nothing went wrong."""

    def due_on(self, rules: ServiceRules) -> tuple[dt.date, bool]:
        """The day by which something must be done, and whether that is the first answer; else it is the solution."""
        response, resolution = rules.hours(self.tier, is_wish=self.is_wish)
        hours = resolution if self.is_answered else min(response, resolution)
        return (self.at + dt.timedelta(hours=hours)).date(), not self.is_answered


class Repeated(NamedTuple):
    """A cause that came up again and again at one account."""

    cause: str
    """As it was written last."""
    number: int
    on: dt.date
    """When it became a pattern."""


def repeated(found: Sequence[tuple[str, dt.date]], least: int) -> list[Repeated]:
    """The causes that came up at least so often, the most often first; `found` in the order of the days."""
    same: dict[str, list[tuple[str, dt.date]]] = {}
    for cause, on in found:
        same.setdefault(cause_key(cause), []).append((cause, on))
    often = [Repeated(each[-1][0], len(each), each[least - 1][1]) for each in same.values() if len(each) >= least]
    return sorted(often, key=lambda one: (-one.number, one.on))


class Seen(NamedTuple):
    """An issue with its clocks at a moment."""

    issue: Issue
    clocks: Clocks

    @property
    def id(self) -> int:
        return self.issue.id


def in_turn(issues: Sequence[Issue], rules: ServiceRules, now: dt.datetime) -> list[Seen]:
    """Issues as they are seen to: open ones by green channel, tier, clock, severity; then the latest closed."""
    seen = [Seen(issue, clocks(issue, rules, now)) for issue in issues]
    still = [one for one in seen if one.issue.is_open]
    still.sort(key=_turn)
    done = [one for one in seen if not one.issue.is_open]
    done.sort(key=lambda one: (one.issue.resolved_on or one.issue.on, one.id), reverse=True)
    return [*still, *done]


def _turn(one: Seen) -> tuple[bool, int, dt.timedelta, int, int]:
    issue = one.issue
    return not issue.green, tier_place(issue.tier), one.clocks.pressing.left, issue.severity, issue.id


class Cause(NamedTuple):
    """A cause that came up more than once."""

    cause: str
    """As it was written last."""
    number: int
    accounts: tuple[tuple[int, str, int], ...]
    """Account, name, how often; the most often first."""
    first_on: dt.date
    last_on: dt.date
    open: int
    lessons: tuple[str, ...]
    """What was learned, the latest first."""
    prevented_by: tuple[str, ...]


def causes(issues: Sequence[Issue], least: int) -> list[Cause]:
    """Causes that came up at least so often, the most often first."""
    by_cause: dict[str, list[Issue]] = {}
    for issue in sorted(issues, key=lambda one: (one.on, one.id)):
        if key := cause_key(issue.cause):
            by_cause.setdefault(key, []).append(issue)
    found = [_cause(same) for same in by_cause.values() if len(same) >= least]
    return sorted(found, key=lambda one: (-one.number, -one.last_on.toordinal(), one.cause))


def _cause(same: Sequence[Issue]) -> Cause:
    """`same` in the order of their days."""
    counted: dict[tuple[int, str], int] = {}
    for issue in same:
        counted[issue.account_id, issue.account] = counted.get((issue.account_id, issue.account), 0) + 1
    often = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    newest = list(reversed(same))
    return Cause(
        cause=newest[0].cause,
        number=len(same),
        accounts=tuple((account, name, number) for (account, name), number in often),
        first_on=same[0].on,
        last_on=newest[0].on,
        open=sum(issue.is_open for issue in same),
        lessons=tuple(dict.fromkeys(issue.lesson for issue in newest if issue.lesson)),
        prevented_by=tuple(dict.fromkeys(issue.prevented_by for issue in newest if issue.prevented_by)),
    )
