"""Accounts: added, edited, given to an owner, archived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain import segments
from kamtui.domain.fields import yes_no
from kamtui.domain.filters import ACCOUNT_KINDS as KINDS
from kamtui.domain.names import is_mixed, look_key, name_key, pinyin_key, search_key
from kamtui.domain.outcomes.accounts import AccountAdded, AccountArchived, AccountEdited
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.i18n import t
from kamtui.ops import groups, users
from kamtui.ops.conflicts import undecided, unseen
from kamtui.ops.core import operation
from kamtui.store import accounts, owners
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none

_PLACE = ("region", "country", "city", "address")
_REACH = ("phone", "website")
GREEN = "green_channel"
"""Whether enquiries, orders and service of the customer go first (R56)."""
FIELDS = frozenset(
    ("external_id", "name", "parent_id", "kind", "segments", "industry", "currency", "note", GREEN, *_PLACE, *_REACH)
)
"""What an account says of itself; owner, tier and status are dated decisions beside it."""


@operation("account.add")
def add_account(
    tx: Tx,
    name: str,
    *,
    owner: str = "",
    tier: Tier | None = None,
    fields: Mapping[str, object] | None = None,
) -> AccountAdded:
    """Add an account.

    `fields` are those of FIELDS; `owner` is a known login and `tier` a first decision, both from today. Raises
    BadInput, and Conflict where the external id is taken.
    """
    values = checked({"name": name, **(fields or {})}, {})
    external_id = values.get("external_id")
    if external_id and accounts.with_external_id(tx.conn, str(external_id)) is not None:
        raise Conflict(t("there is an account with the id {id} already", id=external_id))
    parent = values.pop("parent_id", None)
    same = accounts.called_alike(tx.conn, str(values["name_key"]), look_key(name))
    key = tx.insert("account", values)
    if isinstance(parent, int):
        groups.place(tx, key, parent)
    if owner:
        _own(tx, key, users.require(tx, owner), tx.today)
    if tier is not None:
        decision = {
            "account_id": key,
            "on_date": tx.today.isoformat(),
            "tier": tier,
            "reason": t("new account"),
        }
        tx.insert("tier_decision", {**decision, "decided_by": tx.author, "recorded_at": instant(tx.now)})
    return AccountAdded(key, str(values["name"]), same, is_mixed(name))


@operation("account.edit")
def edit_account(
    tx: Tx, account_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> AccountEdited:
    """Change fields of an account.

    Another parent holds from today, a first one for as long as the account is known; `account.move` takes the day.
    `was` is what the user saw of these fields; if one has another value by now, Conflict names it, who and when.
    Raises NotFound, BadInput, NothingToDo.
    """
    before = tx.row("account", account_id)
    values = checked(fields, before)
    unseen(tx, "account", account_id, was)
    parent = values.pop("parent_id", before["parent_id"])
    moved = parent != before["parent_id"] and groups.place(tx, account_id, _id(parent)) is not None
    if not tx.update("account", account_id, values) and not moved:
        raise NothingToDo(t("{name} is that already", name=before["name"]))
    after = {**values, "parent_id": parent}
    changed = tuple(field for field in fields if before[field] != after[field])
    return AccountEdited(account_id, str(values.get("name", before["name"])), changed)


@operation("account.assign")
def assign_account(
    tx: Tx, account_id: int, owner: str, *, on: dt.date, was: Mapping[int, str] | None = None
) -> AccountEdited:
    """Give an account to an owner from a day on.

    `owner` is a known login, or "" for nobody (R94); `was` who owned it when the user looked, by account. Raises
    NotFound, NothingToDo, and Conflict where it was given to somebody else since.
    """
    account = accounts.one(tx.conn, account_id)
    login = users.require(tx, owner) if owner else ""
    before = owners.in_force(tx.conn, account_id, on)
    undecided(tx, "ownership", account_id, "owner", was, now=before, to=login)
    if before == login:
        raise NothingToDo(t("{name} belongs to {owner} already", name=account.name, owner=login or "–"))
    _own(tx, account_id, login, on)
    return AccountEdited(account_id, account.name, ("owner",))


@operation("account.archive")
def archive_account(tx: Tx, account_id: int, *, on: dt.date | None) -> AccountArchived:
    """Archive an account, or bring it back.

    It leaves the lists from `on`, with None it returns; nothing of it is deleted. Raises NotFound, NothingToDo.
    """
    account = accounts.one(tx.conn, account_id)
    if not tx.update("account", account_id, {"archived_on": text_or_none(on)}):
        raise NothingToDo(t("{name} is that already", name=account.name))
    return AccountArchived(account_id, account.name, on)


def checked(fields: Mapping[str, object], before: Mapping[str, object]) -> dict[str, object]:
    """Fields as they are stored, with the keys that matching and search use; raises BadInput.

    `before` is the row they go into, {} for a new one.
    """
    unknown = set(fields) - FIELDS
    if unknown:
        raise BadInput(
            t(
                "an account has no field {field}; it has {known}",
                field=min(unknown),
                known=", ".join(sorted(FIELDS)),
            )
        )
    values = {field: tidied(field, value) for field, value in fields.items()}
    if "name" in values:
        name = str(values["name"])
        if not name:
            raise BadInput(t("an account needs a name"))
        values |= {"name_key": name_key(name), "pinyin_key": pinyin_key(name)}
    for optional in ("external_id", "currency"):
        if values.get(optional) == "":
            values[optional] = None
    if values.get("kind") not in (None, *KINDS):
        raise BadInput(
            t(
                "'{kind}' is no kind of account; use one of {kinds}",
                kind=values["kind"],
                kinds=", ".join(KINDS),
            )
        )
    if "segments" in values:
        values["segments"] = segments.read(str(values["segments"] or ""))
    if isinstance(green := values.get(GREEN), str):
        green = values[GREEN] = yes_no(green)
    if GREEN in values:
        values[GREEN] = int(bool(green))
    if values.keys() & SEARCHED:
        values["search"] = search_text({**before, **values})
    return values


def tidied(field: str, value: object) -> object:
    """A text without outer blanks; a name or a note is kept to the letter, for only its author knows what it says."""
    return value.strip() if isinstance(value, str) and field not in ("name", "note") else value


SEARCHED = frozenset({"name", "external_id", "city", "address"})


def search_text(account: Mapping[str, object]) -> str:
    """What a filter looks in: name, initials, id and place, folded so that 29号 finds ２９号 (P4)."""
    parts = [search_key(str(account.get(field) or "")) for field in ("name", "external_id", "city", "address")]
    return " ".join(part for part in (parts[0], str(account["pinyin_key"]), *parts[1:]) if part)


def _own(tx: Tx, account_id: int, login: str, on: dt.date) -> None:
    values = {
        "account_id": account_id,
        "on_date": on.isoformat(),
        "owner": login,
        "recorded_at": instant(tx.now),
    }
    tx.insert("ownership", values)


def _id(parent: object) -> int | None:
    return parent if isinstance(parent, int) else None
