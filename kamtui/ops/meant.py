"""What is typed of a touch with an account: who of its people a name means, and the next step."""

from __future__ import annotations

import datetime as dt

from kamtui.domain import quickline
from kamtui.domain.names import answers_to, search_key
from kamtui.domain.understood import Several, Somebody
from kamtui.errors import Ambiguous, NotFound
from kamtui.i18n import t
from kamtui.ops.touches import FollowUp
from kamtui.store import accounts, contacts, lookup
from kamtui.store.sqlite import Connection


def person(conn: Connection, account_id: int, said: str, today: dt.date) -> int:
    """The contact at an account that `said` means: id, name, its beginning or initials, or 王总.

    Raises NotFound, which says how to add them, or Ambiguous.
    """
    found = candidates(conn, account_id, said, today)
    if not found:
        raise NotFound(nobody(said, accounts.one(conn, account_id).name))
    if len(found) > 1:
        raise unclear(Several(said, found))
    return found[0].contact_id


def candidates(conn: Connection, account_id: int, said: str, today: dt.date) -> tuple[Somebody, ...]:
    """The contacts at an account that `said` may mean; a whole name means nobody else."""
    places = contacts.positions(conn, account_id, on=today)
    here = dict.fromkeys(Somebody(place.contact_id, place.contact) for place in places)
    exact = [one for one in here if search_key(one.name) == search_key(said)]
    near = exact or [one for one in here if answers_to(one.name, said)]
    return tuple(near) or tuple(Somebody(*found) for found in lookup.contact_candidates(conn, said, account_id))


def next_step(text: str | None, summary: str, today: dt.date) -> FollowUp | None:
    """The next step that is typed with its day, such as "fri 发合同". Raises BadInput."""
    return step(quickline.next_step(text, today) if text else None, summary)


def step(said: quickline.FollowUp | None, summary: str) -> FollowUp | None:
    """A next step as a touch takes it; without words of its own it is called after the touch."""
    return None if said is None else FollowUp(said.title or summary or t("follow up"), said.on)


def nobody(said: str, account: str) -> str:
    """The sentence for a name that nobody at an account has."""
    return t(
        "nobody at {account} is called '{name}'; add them first: kamtui contact add '{account}' '{name}'",
        account=account,
        name=said,
    )


def unclear(several: Several) -> Ambiguous:
    names = "; ".join(f"#{found.contact_id} {found.name}" for found in several.candidates[: lookup.SHOWN])
    """The refusal of a name that fits several people."""
    return Ambiguous(
        t("'{text}' fits several people: {names}; write more of the name", text=several.said, names=names),
        [(found.contact_id, found.name) for found in several.candidates[: lookup.SHOWN]],
    )
