"""How other programs call kinds of touch, states, and kinds of documents and accounts; `domain.fields` knows our own words."""

from __future__ import annotations

from kamtui.domain import fields
from kamtui.domain.texts import clipped, tidy
from kamtui.domain.touches import Kind, TouchState
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.targets import ACCOUNT_KINDS, SALE_KINDS


def _table(lines: dict[str, str]) -> dict[str, str]:
    return {word: ours for ours, words in lines.items() for word in words.split(" · ")}


_KINDS = _table(
    {
        Kind.VISIT: "site visit · onsite · on site · field visit · customer visit · 客户拜访 · 上门拜访 · 实地拜访 · 外出拜访 · 现场",
        Kind.MEETING: "meetings · appointment · demo · presentation · lunch · dinner · coffee · video call · video · online meeting"
        " · web meeting · teams meeting · zoom · conference · 线上会议 · 视频会议 · 视频 · 线下会议 · 宴请 · 演示 · 预约",
        Kind.CALL: "calls · phone calls · logged call · outbound call · inbound call · call log · tel · tel. · anruf · telefon"
        " · 电话沟通 · 电话拜访 · 电话跟进 · 电话联系",
        Kind.EMAIL: "emails · e mails · email message · outbound email · inbound email · logged email · list email · incoming email"
        " · outgoing email · 邮件沟通",
        Kind.MESSAGE: "messages · text · text message · linkedin message · linkedin · letter · fax · line · teams · slack"
        " · wechat message · 微信沟通 · 企业微信 · qq · 即时消息 · 信函",
        Kind.EVENT: "events · trade show · fair · exhibition · webinar · 展会 · 会展 · 市场活动",
        Kind.TRAINING: "trainings · onboarding · 客户培训",
        Kind.NOTE: "notes · task · tasks · to do · todo · deadline · other · comment · 任务 · 待办 · 其他 · 其它",
    }
)
"""A task is a note: whatever it was, it is no proof of contact with the customer."""

_STATES = _table(
    {
        TouchState.DONE: "done · completed · complete · closed · held · finished · sent · received · logged · attended · success"
        " · successful · answered · connected · true · yes · y · 1 · 已完成 · 完成 · 已结束 · 已拜访 · 已跟进 · 结束 · 是 · 成功",
        TouchState.SCHEDULED: "scheduled · planned · plan · open · not started · in progress · pending · upcoming · waiting"
        " · waiting on someone else · deferred · undone · to do · todo · draft · false · no · n · 0 · 计划 · 已计划 · 未完成 · 未开始"
        " · 进行中 · 待办 · 待跟进 · 待拜访 · 已安排 · 否",
        TouchState.CANCELLED: "cancelled · canceled · not held · no show · missed · deleted · failed · bounced · declined · 已取消"
        " · 取消 · 作废",
    }
)
_SALE_KINDS = _table(
    {
        "order": "order · orders · invoice · invoices · sale · sales · sales order · receipt · 订单 · 销售 · 销售订单 · 发票 · 出库",
        "return": "return · returns · refund · credit note · credit memo · credit · cancellation · storno · gutschrift · 退货 · 退款"
        " · 红字发票 · 红冲",
        "summary": "summary · total · month · monthly · period · 汇总 · 合计 · 月度",
    }
)
_ACCOUNT_KINDS = _table(
    {
        "end_user": "end user · end customer · customer · 终端客户 · 终端用户 · 最终用户 · 终端",
        "distributor": "distributor · distribution · 分销商 · 总代理",
        "dealer": "dealer · reseller · retailer · 经销商 · 零售商",
        "wholesaler": "wholesaler · wholesale · 批发商",
        "agent": "agent · agency · 代理商 · 代理",
        "government": "government · public sector · authority · 政府 · 政府机构 · 机关",
        "household": "household · private · consumer · person · 家庭 · 个人",
    }
)


def kind(text: str) -> Kind:
    """The kind of touch another program means. Raises BadInput."""
    found = _KINDS.get(_word(text))
    return Kind(found) if found else fields.kind(text)


def state(text: str) -> TouchState:
    """Whether a touch took place, as another program says it. Raises BadInput."""
    found = _STATES.get(_word(text))
    if found is None:
        accepted = ", ".join(TouchState)
        raise BadInput(t("'{text}' is not a state; use {accepted}", text=clipped(text), accepted=accepted))
    return TouchState(found)


def sale_kind(text: str) -> str:
    """What kind of document it is. Raises BadInput."""
    found = _SALE_KINDS.get(_word(text))
    if found is None:
        accepted = ", ".join(SALE_KINDS)
        raise BadInput(t("'{text}' is not a kind of document; use {accepted}", text=clipped(text), accepted=accepted))
    return found


def account_kind(text: str) -> str:
    """What kind of customer it is. Raises BadInput."""
    found = _ACCOUNT_KINDS.get(_word(text))
    if found is None:
        accepted = ", ".join(ACCOUNT_KINDS)
        raise BadInput(t("'{text}' is not a kind of account; use {accepted}", text=clipped(text), accepted=accepted))
    return found


def _word(text: str) -> str:
    return " ".join(tidy(text).replace("_", " ").replace("-", " ").split())
