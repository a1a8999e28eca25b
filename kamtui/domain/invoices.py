"""Invoices, credit notes and payments: their words, and the day from which nothing of an invoice is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from kamtui.domain.money import rounded
from kamtui.domain.texts import vocabulary


class InvoiceKind(StrEnum):
    """What a document says by itself; the amount of a credit note is below zero."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit note"


class InvoiceState(StrEnum):
    """What another program says became of an invoice."""

    OPEN = "open"
    PAID = "paid"
    VOID = "void"


class PaymentKind(StrEnum):
    """What a payment is."""

    PAYMENT = "payment"
    PREPAYMENT = "prepayment"
    """Before there is an invoice for it."""
    WRITE_OFF = "write_off"
    """Given up: it closes the invoice, but nobody paid."""


Movement = tuple[dt.date, int]
"""A day, and by how much what is open grows on it; a payment is below zero."""


def settled_on(issued_on: dt.date, amount: int, movements: Iterable[Movement], currency: str) -> dt.date | None:
    """The day from which on nothing of a document is open; None: something is.

    An invoice is settled where no more than nothing is left of it, a credit note where exactly nothing is, rounded to
    the currency: nobody can pay a part of a cent. What came before its own day, a prepayment, counts from that day on.
    """
    left, settled = amount, None
    in_order = sorted((max(day, issued_on), moved) for day, moved in [(issued_on, 0), *movements])
    for day, moves in groupby(in_order, itemgetter(0)):
        left += sum(moved for _, moved in moves)
        is_open = rounded(left, currency) > 0 if amount >= 0 else rounded(left, currency) != 0
        settled = None if is_open else settled or day
    return settled


def kind(text: str) -> InvoiceKind:
    """What kind of document `text` names. Raises BadInput."""
    return _KINDS.named(text, "'{text}' is not a kind of invoice; use {accepted}")


def state(text: str) -> InvoiceState:
    """What `text` says became of an invoice. Raises BadInput."""
    return _STATES.named(text, "'{text}' is not a state of an invoice; use {accepted}")


def payment_kind(text: str) -> PaymentKind:
    """What kind of payment `text` names. Raises BadInput."""
    return _PAYMENTS.named(text, "'{text}' is not a kind of payment; use {accepted}")


_KINDS = vocabulary(
    InvoiceKind,
    {
        InvoiceKind.INVOICE: (
            "inv · bill · debit note · tax invoice · sales invoice · customer invoice · accrec · rv · dr · ri"
            " · standard · order · 发票 · 销售发票 · 增值税发票 · 蓝字发票 · 蓝字 · 应收单 · 销售出库单 · 标准应收单"
        ),
        InvoiceKind.CREDIT_NOTE: (
            "credit · credit memo · cn · cm · sales credit note · accreccredit · customer credit note · refund · return"
            " · storno · gutschrift · dg · rr · 红字发票 · 红字 · 红票 · 红冲 · 贷项 · 贷项通知单 · 退货 · 退款"
            " · 红字应收单"
        ),
    },
)
_STATES = vocabulary(
    InvoiceState,
    {
        InvoiceState.OPEN: (
            "unpaid · awaiting payment · authorised · authorized · sent · issued · submitted · approved · overdue"
            " · partial · partially paid · partly paid · due · not paid · 未付 · 未付款 · 未收 · 未收款 · 未结清"
            " · 未核销 · 部分核销 · 部分收款 · 逾期 · 已审核 · 已开票"
        ),
        InvoiceState.PAID: (
            "settled · closed · cleared · complete · completed · 已付 · 已付款 · 已收 · 已收款 · 已结清 · 结清 · 已核销"
            " · 完全核销 · 收讫"
        ),
        InvoiceState.VOID: (
            "voided · cancelled · canceled · deleted · draft · reversed · 作废 · 已作废 · 取消 · 已取消 · 草稿 · 暂存"
            " · 已冲销"
        ),
    },
)
_PAYMENTS = vocabulary(
    PaymentKind,
    {
        PaymentKind.PAYMENT: (
            "paid · receipt · receive payment · customer payment · cheque · check · transfer · cash · card · refund"
            " · dz · 收款 · 回款 · 付款 · 货款 · 销售收款 · 收款单 · 销售回款"
        ),
        PaymentKind.PREPAYMENT: (
            "advance · advance payment · down payment · deposit · prepaid · on account · 预收 · 预收款 · 预付 · 预付款"
            " · 订金 · 定金"
        ),
        PaymentKind.WRITE_OFF: "writeoff · write off · bad debt · 坏账 · 坏账核销 · 核销坏账 · 冲账",
    },
)
