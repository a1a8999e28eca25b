"""Sentences about accounts and their people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.accounts import AccountAdded, AccountArchived, AccountEdited, ContactAdded, ContactEdited
from kamtui.i18n import t


def account_added(outcome: AccountAdded) -> str:
    said = t("{name}: added as account {id}", name=outcome.name, id=outcome.account_id)
    if outcome.same:
        others = ", ".join(f"#{key} {name}" for key, name in outcome.same)
        said = t("{said}; is it the same as {others}?", said=said, others=others)
    if outcome.is_mixed:
        said = t("{said}; its name mixes letters of two scripts that look alike", said=said)
    return said


def account_edited(outcome: AccountEdited) -> str:
    return t("{name}: {fields} changed", name=outcome.name, fields=", ".join(outcome.fields))


def account_archived(outcome: AccountArchived) -> str:
    if outcome.on is None:
        return t("{name}: back in the lists", name=outcome.name)
    return t("{name}: archived from {on}", name=outcome.name, on=outcome.on)


def contact_added(outcome: ContactAdded) -> str:
    return t(
        "{account}: {name} added as contact {id}",
        account=outcome.account,
        name=outcome.name,
        id=outcome.contact_id,
    )


def contact_edited(outcome: ContactEdited) -> str:
    return t("{name}: {fields} changed", name=outcome.name, fields=", ".join(outcome.fields))


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    AccountAdded: account_added,
    AccountEdited: account_edited,
    AccountArchived: account_archived,
    ContactAdded: contact_added,
    ContactEdited: contact_edited,
}
