"""Quotas: what a manager has to bring in a fiscal year; what is missing asks for resources, not for less (R43)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.outcomes.opportunities import QuotaSet
from kamtui.domain.periods import fiscal_label, fiscal_year
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import refuse_overtaken
from kamtui.ops.core import operation
from kamtui.store import fiscal, known, quotas, users
from kamtui.store.tx import Tx, instant


@operation("quota.set")
def set_quota(
    tx: Tx,
    who: str,
    amount: int,
    *,
    day: dt.date | None = None,
    currency: str | None = None,
    was: Mapping[str, object] | None = None,
) -> QuotaSet:
    """Set the quota of a manager for a fiscal year.

    `amount` is in 1/10,000 of `currency`, the book's where None; `day` lies in the year, today where None; `was` has
    the amount that was seen. What was set before stays known with its day. Raises NotFound, BadInput, Conflict,
    NothingToDo.
    """
    if amount < 0:
        raise BadInput(t("a quota is not below nothing"))
    if not who.strip():
        raise BadInput(t("say whose quota it is"))
    login = users.one(tx.conn, who).login if users.all_users(tx.conn) else who.strip()
    start, in_year = fiscal.start(tx.conn), day or tx.today
    year, code = fiscal_year(in_year, start), currency or known.book_currency(tx.conn)
    there = next(
        (
            quota
            for quota in quotas.in_force(tx.conn, tx.today, year)
            if (quota.who, quota.currency, quota.year) == (login, code, year)
        ),
        None,
    )
    now = {"amount": None if there is None else there.amount}
    refuse_overtaken(tx, "quota", there and there.id, now, was, to={"amount": amount}, name=login)
    label = fiscal_label(in_year, start)
    if there is not None and there.amount == amount:
        raise NothingToDo(t("the quota of {who} for {year} is that already", who=login, year=label))
    values = {
        "who": login,
        "first_on": year.first.isoformat(),
        "last_on": year.last.isoformat(),
        "amount": amount,
        "currency": code,
        "on_date": tx.today.isoformat(),
        "author": tx.author,
        "recorded_at": instant(tx.now),
    }
    return QuotaSet(tx.insert("quota", values), login, label, amount, code)
