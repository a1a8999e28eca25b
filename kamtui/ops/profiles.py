"""Profiles: what is known of a customer and of people there, dated, with its source, never overwritten (R83, R104)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from kamtui.domain import profiles as topics
from kamtui.domain.outcomes.markets import ProfileConfirmed, ProfileSet
from kamtui.domain.profiles import Source
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import refuse_overtaken
from kamtui.ops.core import operation, past
from kamtui.ops.rivals import confirm_rival
from kamtui.store import accounts, contacts, profiles
from kamtui.store import rivals as market
from kamtui.store.tx import Tx, instant


@operation("profile.set")
def set_profile(
    tx: Tx,
    account_id: int | None,
    field: str,
    value: str,
    *,
    contact_id: int | None = None,
    source: Source | None = None,
    on: dt.date | None = None,
    confidential: bool | None = None,
    was: str | None = None,
) -> ProfileSet:
    """Say what is known of a customer, or of a person there.

    With `contact_id` it is of that person: at the account, or wherever they work where `account_id` is None. An empty
    value takes back what was said. `confidential` None: as it was, at first open. `was` is the value the user saw.
    Raises NotFound, BadInput, NothingToDo, and Conflict where somebody changed it since.
    """
    name = _name(tx, account_id, contact_id)
    known = topics.named(field, of_person=contact_id is not None)
    text, day = topics.checked(known, value), past(tx, on)
    before = next(iter(profiles.in_force(tx.conn, day, account=account_id, contact=contact_id, field=known)), None)
    if was is not None:
        row, now = (None, "") if before is None else (before.id, before.value)
        refuse_overtaken(tx, "profile", row, {known: now}, {known: was}, to={known: text})
    heading = topics.heading(known)
    if before is None and not text:
        raise NothingToDo(t("{name}: nothing is said of {field}", name=name, field=heading))
    secret = bool(before and before.confidential) if confidential is None else confidential
    if before is not None and (before.value, before.source, before.on, before.confidential) == (
        text,
        source,
        day,
        secret,
    ):
        raise NothingToDo(t("{name}: {field} says so already", name=name, field=heading))
    row = _insert(tx, account_id, contact_id, (known, text, source, secret), day, tx.author)
    return ProfileSet(row, account_id, name, contact_id, known, text, day)


@operation("profile.confirm")
def confirm_profile(
    tx: Tx,
    account_id: int | None,
    fields: Sequence[str] | None = None,
    *,
    contact_id: int | None = None,
    rivals: Sequence[tuple[str, str]] = (),
    on: dt.date | None = None,
) -> ProfileConfirmed:
    """Say that what is known of a customer is still true.

    Of the named fields and competitors (name, product); with `fields` None of all that one may see of the customer,
    its competitors too. With `contact_id` of that person. Raises NotFound, BadInput, and NothingToDo where all of it
    was said on the day or after.
    """
    name, day = _name(tx, account_id, contact_id), past(tx, on)
    wanted = [topics.named(field, of_person=contact_id is not None) for field in fields or ()]
    there = profiles.in_force(tx.conn, day, account=account_id, contact=contact_id)
    old = [kept for kept in there if kept.on < day and (fields is None or kept.field in wanted)]
    confirmed = _confirm_rivals(tx, account_id, None if fields is None and contact_id is None else rivals, day)
    if not old and not confirmed:
        raise NothingToDo(t("{name}: nothing there that was not said or confirmed today", name=name))
    for kept in old:
        # what was told in confidence stays visible to whom it was told, whoever confirms it
        author = kept.author if kept.confidential else tx.author
        _insert(tx, account_id, contact_id, (kept.field, kept.value, kept.source, kept.confidential), day, author)
    return ProfileConfirmed(account_id, name, contact_id, tuple(kept.field for kept in old), confirmed, day)


def _confirm_rivals(
    tx: Tx, account: int | None, named: Sequence[tuple[str, str]] | None, day: dt.date
) -> tuple[str, ...]:
    """Those that were confirmed, by their labels; `named` None: all that are there."""
    if account is None:
        return ()
    if named is None:
        named = [(rival.name, rival.product) for rival in market.at_account(tx.conn, account, day)]
    labels = []
    for name, product in named:
        with suppress(NothingToDo):
            labels.append(confirm_rival.within(tx, account, name, product=product, on=day).rival)
    return tuple(labels)


def _insert(
    tx: Tx,
    account: int | None,
    contact: int | None,
    said: tuple[str, str, Source | None, bool],
    day: dt.date,
    author: str,
) -> int:
    field, value, source, secret = said
    values = {
        "account_id": account,
        "contact_id": contact,
        "field": field,
        "value": value,
        "source": source or "",
        "on_date": day.isoformat(),
        "confidential": int(secret),
        "author": author,
        "recorded_at": instant(tx.now),
    }
    return tx.insert("profile", values, of=account or _workplace(tx, contact))


def _name(tx: Tx, account: int | None, contact: int | None) -> str:
    """Of whom it is said; raises NotFound, and BadInput where it is nobody."""
    if account is None and contact is None:
        raise BadInput(t("say of which account or of whom it is"))
    named = "" if account is None else accounts.one(tx.conn, account).name
    return named if contact is None else contacts.one(tx.conn, contact).name


def _workplace(tx: Tx, contact: int | None) -> int | None:
    """The account whose history has it: where the person works now, else where they worked last."""
    places = [] if contact is None else contacts.positions_of(tx.conn, contact)
    return next((place.account_id for place in places), None)
