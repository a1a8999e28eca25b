"""Issues read: what went wrong or was asked for, as far as one may see it (R56, R66-R69, P19)."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kamtui.domain import issues as domain
from kamtui.domain.issues import WISHES, Issue, IssueKind, Repeated, Waiting
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.domain.traderules import ServiceRules
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.discretion import visible
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order

_TIER_THEN = (
    "ifnull((SELECT d.tier FROM tier_decision d WHERE d.account_id = i.account_id AND d.on_date <= i.on_date"
    " ORDER BY d.on_date DESC, d.id DESC LIMIT 1), (SELECT d.tier FROM tier_decision d"
    " WHERE d.account_id = i.account_id ORDER BY d.on_date, d.id LIMIT 1))"
)
"""SQL over `issue i`: the tier of the account on the day of the issue; before it had any, the first that it got."""


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    owner: str | None = None,
    is_open: bool | None = None,
    kind: IssueKind | None = None,
    department: OurFunction | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> array[int]:
    """Issues that match and that one may see, the latest first; `is_open` None: open and settled ones."""
    where, values = [visible("i")], dict[str, object]()
    if is_open is not None:
        where.append(f"i.resolved_on IS {'' if is_open else 'NOT '}NULL")
    for name, clause, value in (
        ("account", "i.account_id = :account", account),
        ("owner", "i.owner = :owner", owner),
        ("kind", "i.kind = :kind", kind),
        ("department", "i.department = :department", department),
        ("since", "i.on_date >= :since", since),
        ("until", "i.on_date <= :until", until),
    ):
        if value is not None:
            where.append(clause)
            values[name] = value.isoformat() if isinstance(value, dt.date) else value
    found = conn.execute(f"SELECT i.id FROM issue i WHERE {' AND '.join(where)} ORDER BY i.at DESC, i.id DESC", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Issue]:
    """These issues as far as one may see them, in the order of `keys`."""
    found = conn.execute(
        "SELECT i.id, i.account_id, a.name, i.contact_id, c.name, i.touch_id, i.at, i.on_date, i.kind, i.severity,"
        " i.title, i.text, i.product, i.owner, i.department, i.responded_at, i.resolved_at, i.resolved_on,"
        " i.first_time, i.cause, i.lesson, i.prevented_by, i.answer, i.confidential, i.author, i.recorded_at,"
        f" {_TIER_THEN}, a.green_channel"
        " FROM issue i JOIN account a ON a.id = i.account_id LEFT JOIN contact c ON c.id = i.contact_id"
        f" WHERE i.id IN ({','.join(map(str, keys))}) AND {visible('i')}"
    )
    return in_order(keys, (_issue(row) for row in found))


def one(conn: Connection, key: int) -> Issue:
    """One issue; raises NotFound, also where one may not see it."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no issue {key}", key=key))
    return found[0]


def open_at(conn: Connection, account: int, on: dt.date) -> list[Issue]:
    """The issues of an account that are open on a day, the oldest first."""
    found = rows(conn, ids(conn, account=account, until=on))
    return [one for one in reversed(found) if one.resolved_on is None or one.resolved_on > on]


def with_key(conn: Connection, key: str) -> int | None:
    """The issue that came in under this key, if any; whoever may see it."""
    row = conn.execute("SELECT id FROM issue WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def of_owner(conn: Connection, login: str, accounts: Collection[int] | None) -> list[int]:
    """The open issues that somebody sees to, of some accounts or of all, whoever may read them."""
    found = conn.execute(
        "SELECT id, account_id FROM issue WHERE resolved_on IS NULL AND owner = ? ORDER BY id", (login,)
    )
    among = None if accounts is None else set(accounts)
    return [key for key, account in found if among is None or account in among]


def waiting(scope: Scope, *, is_public: bool = False) -> dict[int, list[Waiting]]:
    """Of each account its open issues, the oldest first; `is_public`: without those told in confidence."""
    found: dict[int, list[Waiting]] = defaultdict(list)
    for account, key, title, at, responded, kind, tier in scope.rows(
        f"SELECT i.account_id, i.id, i.title, i.at, i.responded_at, i.kind, {_TIER_THEN} FROM issue i"
        f" WHERE i.resolved_on IS NULL AND i.on_date <= :on AND {_shown(is_public=is_public)}",
        of="i.",
        by="",
        order="i.at, i.id",
    ):
        answered = _moment_or_none(responded)
        is_answered = answered is not None and answered.date() <= scope.on
        was = Tier(tier) if tier else None
        found[account].append(Waiting(key, title, _moment(at), is_answered, was, kind in WISHES))
    return found


def repeated(scope: Scope, days: int, least: int, *, is_public: bool = False) -> dict[int, list[Repeated]]:
    """Of each account the causes that came up at least so often within so many days, in open and settled issues."""
    found: dict[int, list[tuple[str, dt.date]]] = defaultdict(list)
    for account, cause, day in scope.rows(
        "SELECT i.account_id, i.cause, i.on_date FROM issue i"
        f" WHERE i.cause <> '' AND i.on_date BETWEEN :first AND :on AND {_shown(is_public=is_public)}",
        of="i.",
        by="",
        order="i.on_date, i.id",
        first=scope.on - dt.timedelta(days=days - 1),
    ):
        found[account].append((cause, dt.date.fromisoformat(day)))
    often = {account: domain.repeated(causes, least) for account, causes in found.items() if len(causes) >= least}
    return {account: causes for account, causes in often.items() if causes}


def signalled(
    scope: Scope, rules: ServiceRules, *, is_public: bool = False
) -> tuple[dict[int, list[Waiting]], dict[int, list[Repeated]]]:
    """What a signal looks at: open issues, and causes that came up again and again."""
    often = repeated(scope, rules.repeat_days, rules.repeats, is_public=is_public)
    return waiting(scope, is_public=is_public), often


def _shown(*, is_public: bool) -> str:
    return "i.confidential = 0" if is_public else visible("i")


def known_causes(conn: Connection, limit: int = 50) -> Mapping[str, int]:
    """The causes that were written, those of most issues first, with how many."""
    found = conn.execute(
        f"SELECT i.cause, count(*) FROM issue i WHERE i.cause <> '' AND {visible('i')}"
        " GROUP BY i.cause ORDER BY 2 DESC, 1 LIMIT ?",
        (limit,),
    )
    return dict(found)


def _issue(row: tuple[Any, ...]) -> Issue:
    *head, at, on, kind, severity, title, text, product, owner, department = row[:15]
    responded, resolved, resolved_on, first_time, *said, secret, author, recorded, tier, green = row[15:]
    words = severity, title, text, product, owner, OurFunction(department) if department else None
    ends = _moment_or_none(responded), _moment_or_none(resolved), date_or_none(resolved_on)
    once = None if first_time is None else bool(first_time)
    rest = bool(secret), author, recorded, Tier(tier) if tier else None, bool(green)
    came = _moment(at), dt.date.fromisoformat(on), IssueKind(kind)
    return Issue._make((*head, *came, *words, *ends, once, *said, *rest))


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _moment_or_none(text: str | None) -> dt.datetime | None:
    return None if text is None else _moment(text)
