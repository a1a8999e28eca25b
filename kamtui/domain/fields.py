"""Typed text -> value, the one parser of forms, command line options and imported columns.

Every function raises BadInput with a sentence that says what is accepted; upper and lower case, full-width
and half-width characters are the same. Dates, amounts and moments have a module each and are offered here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from kamtui.domain.amounts import amount, currency
from kamtui.domain.contacts import Function, Level
from kamtui.domain.dates import Lean, date, period
from kamtui.domain.instants import instant
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.texts import arabic, clipped, tidy, vocabulary, word
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Direction, Feedback, Kind, Purpose
from kamtui.errors import BadInput
from kamtui.i18n import t

__all__ = [
    "Lean", "amount", "currency", "date", "direction", "feedback", "function", "grade", "instant", "kind", "level",
    "minutes", "period", "purpose", "score", "status", "tier", "yes_no",
]  # fmt: skip

HIGHEST = 10
"""Of a score that a customer gives."""

LONGEST = 100 * 60
"""Minutes one touch can take; more is taken for a typing mistake."""


def tier(text: str) -> Tier:
    """The tier that `text` names, in English or Chinese."""
    return _TIERS.named(text, "'{text}' is not a tier; use {accepted}")


def status(text: str) -> Status:
    """The status that `text` names: a word, or 1-4 in the order of the keys."""
    return _STATUSES.named(text, "'{text}' is not a status; use {accepted} or 1-4")


def grade(text: str) -> Grade:
    """The grade below a status that `text` names (R20)."""
    return _GRADES.named(text, "'{text}' is not a grade; use {accepted}")


def kind(text: str) -> Kind:
    """The kind of touch that `text` names: a word, or the letters c m v w g n of the touch line."""
    return _KINDS.named(text, "'{text}' is not a kind of touch; use {accepted}")


def direction(text: str) -> Direction:
    """Who sought a contact, as `text` says it: out, in or both; inbound and outbound as other programs say it."""
    return _DIRECTIONS.named(text, "'{text}' is not a direction; use {accepted}")


def feedback(text: str) -> Feedback:
    """How a customer reacted, as `text` says it: + 0 - or a word (R37)."""
    found = _FEEDBACK_SIGNS.get(tidy(text)) or _FEEDBACKS.get(word(text) or "?")
    if found is None:
        accepted = _listed(Feedback)
        raise BadInput(t("'{text}' is not a feedback; use {accepted}", text=clipped(text), accepted=accepted))
    return found


def purpose(text: str) -> Purpose:
    """What a contact was for, as `text` says it."""
    return _PURPOSES.named(text, "'{text}' is not a purpose; use {accepted}")


def score(text: str) -> float:
    """A number from 0 to 10, with a point or a comma."""
    folded = tidy(text).replace(",", ".").removesuffix("/10").removesuffix("分").strip()
    if not re.fullmatch(r"\d{1,2}(\.\d{1,3})?", folded) or float(folded) > HIGHEST:
        raise BadInput(t("'{text}' is not a score; use 0 to 10", text=clipped(text)))
    return float(folded)


def level(text: str) -> Level:
    """The level of a person that `text` names (R44)."""
    return _LEVELS.named(text, "'{text}' is not a level; use {accepted}")


def function(text: str) -> Function:
    """The department that `text` names (R45)."""
    found = _FUNCTIONS.get(word(text).removesuffix(" department").removesuffix("部门").removesuffix("部"))
    if found is None:
        raise BadInput(t("'{text}' is not a function; use {accepted}", text=clipped(text), accepted=_listed(Function)))
    return found


def yes_no(text: str) -> bool:
    """Whether `text` says yes."""
    said = word(text)
    if said not in _YES and said not in _NO:
        raise BadInput(t("'{text}' is neither yes nor no", text=clipped(text)))
    return said in _YES


def minutes(text: str) -> int:
    """How long `text` says, in minutes, rounded half up: 90, 90m, 2h, 1.5h, 1h30, 1:30, 2小时, 半小时, 30分钟."""
    folded = re.sub(r"(?<=\d)个半(?=小时)", ".5", arabic(tidy(text))).replace("半个小时", "半小时")
    number = r"(\d{1,4}(?:[.,]\d{1,2})?)"
    if folded == "半小时":
        return 30
    if found := re.fullmatch(rf"{number} ?(?:m|mins?|minutes?|分钟?)?", folded):
        hours, rest = "0", found[1]
    elif found := re.fullmatch(rf"{number} ?(?:h|hrs?|hours?|个?小时)", folded):
        hours, rest = found[1], "0"
    elif found := re.fullmatch(r"(\d{1,3}) ?(?:h|:|个?小时) ?([0-5]?\d) ?(?:m|mins?|分钟?)?", folded):
        hours, rest = found[1], found[2]
    else:
        hours, rest = "", ""
    hundredths = 60 * _hundredths(hours) + _hundredths(rest) if hours else None
    if hundredths is None or hundredths > LONGEST * 100:
        raise BadInput(t("'{text}' is not a length of time; try 90m, 2h, 1.5h or 1h30", text=clipped(text)))
    return (hundredths + 50) // 100


def _hundredths(number: str) -> int:
    whole, _, rest = number.replace(",", ".").partition(".")
    return int(whole + rest.ljust(2, "0"))


def _listed(members: Iterable[StrEnum]) -> str:
    return ", ".join(members)


_TIERS = vocabulary(
    Tier,
    {
        Tier.KEY: "key account · 重点 · 重点客户 · 关键 · 关键客户 · 大客户 · 重要 · 重要客户",
        Tier.REGULAR: "regular customer · 普通 · 普通客户 · 一般 · 一般客户 · 常规 · 常规客户",
        Tier.PROSPECT: "prospective · 潜在 · 潜在客户 · 可能 · 可能客户 · 目标客户 · 准客户",
        Tier.UNATTRACTIVE: "not attractive · 无吸引力 · 不具吸引力 · 缺乏吸引力 · 没有吸引力",
    },
)
_STATUSES = vocabulary(
    Status,
    {
        Status.DEVELOPING: "1 · 发展 · 发展中 · 发展中的关系",
        Status.SOLID: "2 · 稳固 · 牢固 · 稳定 · 巩固",
        Status.DEFENDING: "3 · 防守 · 防守阶段 · 防御",
        Status.DECLINING: "4 · 衰退 · 倒退 · 倒退中 · 倒退中的关系 · 下滑",
    },
)
_GRADES = vocabulary(
    Grade,
    {
        Grade.POTENTIAL: "潜力 · 有潜力 · 有发展潜力 · 发展潜力 · 关系发展的潜力",
        Grade.LIMITED: "有限 · 相当有限 · 关系相当有限 · 目前关系相当有限",
        Grade.DEVELOPING: "发展 · 发展中 · 发展中的关系",
        Grade.GOOD: "良好 · 关系良好 · 目前关系良好",
        Grade.SOLID: "very solid · 牢固 · 非常牢固 · 关系非常牢固 · 目前关系非常牢固 · 稳固",
        Grade.DEFENDING: "防守 · 防守阶段 · 防御",
        Grade.REGRESSING: "declining · 倒退 · 倒退中 · 倒退中的关系 · 衰退",
    },
)
_KINDS = vocabulary(
    Kind,
    {
        Kind.VISIT: "v · visited · 拜访 · 走访 · 上门 · 回访 · 到访 · 面访",
        Kind.MEETING: "g · meet · met · 会议 · 开会 · 会面 · 会谈 · 见面 · 面谈",
        Kind.CALL: "c · called · phone · phoned · telephone · phone call · 电话 · 通话 · 打电话 · 致电 · 来电",
        Kind.EMAIL: "m · mail · e mail · mailed · emailed · 邮件 · 电邮 · 电子邮件 · 发邮件",
        Kind.MESSAGE: "w · wechat · sms · whatsapp · chat · im · 微信 · 消息 · 短信 · 信息 · 发微信",
        Kind.EVENT: "活动",
        Kind.TRAINING: "培训",
        Kind.WORKSHOP: "研讨会 · 研讨 · 工作坊",
        Kind.ANNUAL_FORUM: "forum · 年会 · 论坛 · 年度论坛",
        Kind.SURVEY: "调研 · 调查 · 问卷 · 满意度调查",
        Kind.INTERNAL: "内部 · 内部会议 · 内部沟通",
        Kind.NOTE: "n · 备注 · 笔记 · 记录",
    },
)
_DIRECTIONS = vocabulary(
    Direction,
    {
        Direction.OUT: "outbound · outgoing · from us · we · 去 · 我方 · 主动 · 拨出 · 呼出 · 发出",
        Direction.IN: "inbound · incoming · from them · they · 来 · 客户 · 对方 · 呼入 · 来电 · 收到",
        Direction.BOTH: "two way · mutual · 双向 · 双方 · 互动",
    },
)
_FEEDBACKS = vocabulary(
    Feedback,
    {
        Feedback.GOOD: "positive · good · plus · 正面 · 积极 · 好 · 满意 · 认可",
        Feedback.NEUTRAL: "neutral · 中性 · 中立 · 一般",
        Feedback.BAD: "negative · bad · minus · 负面 · 消极 · 差 · 不满 · 不满意 · 反对",
    },
)
_FEEDBACK_SIGNS = {
    **dict.fromkeys(("+", "+1"), Feedback.GOOD),
    "0": Feedback.NEUTRAL,
    **dict.fromkeys(("-", "-1", "−", "–"), Feedback.BAD),
}
_PURPOSES = vocabulary(
    Purpose,
    {
        Purpose.SELL: "selling · sales · offer · 销售 · 推销 · 报价 · 谈单",
        Purpose.DELIVER: "delivery · service · 交付 · 交货 · 服务",
        Purpose.SOLVE: "problem · complaint · support · 解决 · 解决问题 · 投诉 · 售后",
        Purpose.LEARN: "listen · research · discover · 了解 · 调研 · 倾听 · 摸底",
        Purpose.COURTESY: "personal · greeting · 情感 · 感情 · 情感交流 · 问候 · 礼节 · 礼节性",
        Purpose.REVIEW: "business review · qbr · 回顾 · 复盘 · 业务回顾",
        Purpose.PLAN: "planning · 规划 · 计划 · 共同规划",
        Purpose.COLLECT: "collection · receivables · dunning · 催款 · 收款 · 回款",
    },
)
_LEVELS = vocabulary(
    Level,
    {
        Level.EXEC: "executive · executives · senior · top · c level · 高层 · 高级 · 决策层 · 高管 · 高层领导",
        Level.MID: "middle · mid level · middle management · 中层 · 中级 · 管理层",
        Level.FRONT: "front line · frontline · operational · 基层 · 一线 · 基层人员 · 一线人员",
    },
)
_FUNCTIONS = vocabulary(
    Function,
    {
        Function.PURCHASING: "procurement · buying · 采购 · 供应链 · 采购供应",
        Function.OPERATIONS: "operation · production · logistics · 运营 · 生产 · 生产运营 · 物流 · 仓储",
        Function.TECHNICAL: "technology · engineering · r&d · research · 技术 · 工程 · 研发 · 质量 · 品质",
        Function.FINANCE: "accounting · 财务 · 会计 · 金融",
        Function.MARKETING: "sales · marketing/sales · marketing and sales · 市场 · 销售 · 市场销售 · 营销",
        Function.MANAGEMENT: "general management · 管理 · 总经理 · 总经办 · 总裁办 · 行政管理 · 综合管理",
        Function.LEGAL: "law · 法务 · 法律",
        Function.IT: "information technology · 信息 · 信息技术 · 信息化 · 信息中心",
        Function.OTHER: "others · 其他 · 其它",
    },
)
_YES = frozenset(("yes", "y", "true", "t", "on", "1", "x", "是", "是的", "有", "对", "真"))
_NO = frozenset(("no", "n", "false", "f", "off", "0", "否", "不", "不是", "无", "没有", "假"))
