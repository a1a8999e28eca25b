"""Another service for customers who drain profit and have no potential: simpler, never a rejection (R58)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kamtui.domain.outcomes.tiers import ServiceChanged
from kamtui.domain.services import Caution, unread
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import accounts, policies, services, shedding
from kamtui.store.tx import Tx, instant


@operation("service.change")
def change_service(
    tx: Tx,
    account_id: int,
    change: str,
    *,
    on: dt.date,
    cautions: Collection[Caution],
    cadence_days: int | None = None,
    reason: str = "",
) -> ServiceChanged:
    """Change the service of a customer who drains profit and has no potential.

    `change` says what is different from then on (a minimum order, service by phone), `cadence_days` how often it is
    touched instead of its tier's rhythm. Asks for losses at the last reviews, a potential assessed as low, a history
    that is long enough, and all seven cautions thought of. Raises NotFound, and BadInput naming what is missing.
    """
    account = accounts.one(tx.conn, account_id)
    if not change.strip():
        raise BadInput(t("say what is different about the service, or end the change"))
    if cadence_days is not None and cadence_days < 1:
        raise BadInput(t("days between touches must be 1 or more"))
    (found,) = shedding.candidates(tx.conn, on, [account_id])
    if found.missing:
        raise BadInput(t("{name} keeps its service: {why}", name=account.name, why="; ".join(found.missing)))
    left = unread(cautions)
    if left:
        message = "think of these first, and say so: {cautions}"
        raise BadInput(t(message, cautions=", ".join(t(caution.replace("_", " ")) for caution in left)))
    row = _insert(tx, account_id, on, change.strip(), cadence_days, cautions, reason)
    return ServiceChanged(row, account_id, account.name, change.strip(), cadence_days, on)


@operation("service.end")
def end_service_change(tx: Tx, account_id: int, *, on: dt.date, reason: str = "") -> ServiceChanged:
    """Serve a customer as its tier is served again.

    Raises NotFound, and NothingToDo where that is so.
    """
    account = accounts.one(tx.conn, account_id)
    if services.in_force(tx.conn, account_id, on) is None:
        raise NothingToDo(t("{name} is served as its tier is", name=account.name))
    return ServiceChanged(_insert(tx, account_id, on, "", None, (), reason), account_id, account.name, "", None, on)


def _insert(
    tx: Tx,
    account_id: int,
    on: dt.date,
    change: str,
    cadence_days: int | None,
    cautions: Collection[Caution],
    reason: str,
) -> int:
    values = {
        "account_id": account_id,
        "on_date": on.isoformat(),
        "change": change,
        "cadence_days": cadence_days,
        "cautions": " ".join(caution for caution in Caution if caution in cautions),
        "reason": reason.strip(),
        "decided_by": tx.author,
        "policy_version": policies.version_in_force(tx.conn, on),
        "recorded_at": instant(tx.now),
    }
    return tx.insert("service_change", values)
