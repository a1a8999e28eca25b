"""Ties: who listens to whom, who brought whom, who knew whom before (R49)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.links import AMONG_PEOPLE, LinkKind
from kamtui.domain.outcomes.influences import LinkAdded, LinkEnded
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import accounts, contacts, links
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none


@operation("link.add")
def add_link(
    tx: Tx,
    account_id: int,
    kind: LinkKind,
    *,
    contact_id: int | None = None,
    to_account_id: int | None = None,
    to_contact_id: int | None = None,
    since: dt.date | None = None,
    note: str = "",
    confidential: bool = False,
) -> LinkAdded:
    """Tie somebody or an account to another.

    From `contact_id` at the account, or the account itself, to `to_contact_id` (at `to_account_id`, where that
    matters) or `to_account_id`. `since` None: as long as it is known. Raises NotFound, BadInput, NothingToDo.
    """
    here = accounts.one(tx.conn, account_id)
    person = None if contact_id is None else contacts.one(tx.conn, contact_id)
    there = None if to_account_id is None else accounts.one(tx.conn, to_account_id)
    other = None if to_contact_id is None else contacts.one(tx.conn, to_contact_id)
    if there is None and other is None:
        raise BadInput(t("name whom the link leads to"))
    if kind in AMONG_PEOPLE and (person is None or other is None):
        raise BadInput(t("a link '{kind}' is between two people", kind=t(kind)))
    if (contact_id is not None and contact_id == to_contact_id) or (
        person is None and other is None and account_id == to_account_id
    ):
        raise BadInput(t("nobody is linked to themselves"))
    ends = contact_id, to_account_id, to_contact_id
    for known in links.rows(tx.conn, links.ids(tx.conn, account=account_id, kind=kind)):
        same = known.account_id == account_id and (known.contact_id, known.to_account_id, known.to_contact_id) == ends
        if same and known.to_on is None:
            raise NothingToDo(t("{one} and {other} are linked so already", one=known.one, other=known.other))
    values = {
        "account_id": account_id,
        "contact_id": contact_id,
        "to_account_id": to_account_id,
        "to_contact_id": to_contact_id,
        "kind": kind,
        "from_on": text_or_none(since),
        "note": note.strip(),
        "confidential": int(confidential),
        "author": tx.author,
        "recorded_at": instant(tx.now),
    }
    added = tx.insert("link", values)
    one, two = (person or here).name, other.name if other is not None else there.name if there is not None else ""
    return LinkAdded(added, kind, one, two)


@operation("link.end")
def end_link(tx: Tx, link_id: int, *, on: dt.date) -> LinkEnded:
    """Say that a link holds no longer. It held before `on`. Raises NotFound, BadInput, NothingToDo."""
    found = links.one(tx.conn, link_id)
    if found.to_on is not None:
        raise NothingToDo(t("link {link} ended on {on} already", link=link_id, on=found.to_on))
    if found.from_on is not None and on < found.from_on:
        raise BadInput(t("link {link} began on {on}, so it cannot end before", link=link_id, on=found.from_on))
    tx.update("link", link_id, {"to_on": on.isoformat()})
    return LinkEnded(link_id, found.kind, found.one, found.other, on)
