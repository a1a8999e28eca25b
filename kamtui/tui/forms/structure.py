"""Forms about groups, merges and splits, for the palette."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain import fields
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.duplicates import tell_apart
from kamtui.ops.groups import move_account
from kamtui.ops.merging import merge_accounts, unmerge_accounts
from kamtui.ops.splitting import split_account
from kamtui.store import lookup, merges
from kamtui.tui import answers, choices
from kamtui.tui.filling import Call, Field, Form, Values
from kamtui.tui.screens.acting import Acting

ALONE = "-"
"""Typed for no parent."""


def _parent(page: Acting, account: int, text: str, given: Values) -> int | None:
    """Another account, or none."""
    return None if text == ALONE else answers.another_account(page, account, text, given)


def _victims(page: Acting) -> Sequence[str]:
    """The accounts that were merged into the page's account."""
    return [f"#{gone.account_id} {gone.name}" for gone in merges.victims(page.app.book.conn, page.target())]


def _merged(page: Acting, account: int, text: str, given: Values) -> int:
    """A merged account: its number, what Tab wrote behind it is for the eye."""
    number = text.split(maxsplit=1)[0] if text.startswith("#") else text
    return lookup.merged(page.app.book.conn, number)


def _later(page: Acting, account: int, text: str, given: Values) -> object:
    """What came since the merge and goes with it."""
    if text == "all":
        return "all"
    return [(table, int(row)) for table, _, row in (part.strip().partition(":") for part in text.split(","))]


def _sales(text: str) -> list[str] | None:
    return None if text == "all" else [] if text == "none" else [part.strip() for part in text.split(",")]


def _sure(page: Acting, account: int, text: str, given: Values) -> bool:
    """A yes; anything else gives up."""
    if not fields.yes_no(text):
        raise BadInput(t("then leave it; Esc gives up"))
    return True


def _split(page: Acting, account: int, given: Values) -> Call:
    rest = {name: given[name] for name in ("people", "sales") if name in given}
    return (account, given["name"]), {"on": given.get("on", page.today), **rest}


STRUCTURE_FORMS: dict[str, Form] = {
    "account.move": Form(
        move_account,
        (
            Field("parent", "below which account (- for none):", _parent, ["-"], True),
            Field("on", "from when (Enter: today, a first parent always):", answers.day),
        ),
        lambda page, account, given: (
            (account, given["parent"]),
            {name: given[name] for name in ("on",) if name in given},
        ),
    ),
    "account.merge": Form(
        merge_accounts,
        (
            Field("victim", "which account goes into this one:", answers.another_account, is_required=True),
            Field("sure", "everything of it moves here; u or unmerge takes it back. y/n", _sure, ["yes"], True),
        ),
        lambda page, account, given: ((account, given["victim"]), {}),
    ),
    "account.unmerge": Form(
        unmerge_accounts,
        (
            Field("victim", "which account becomes its own again (Tab: choose):", _merged, _victims, True),
            Field("later", "what came since and goes with it (touch:12, all; Enter: nothing):", _later, ["all"]),
        ),
        lambda page, account, given: (
            (given["victim"],),
            {name: given[name] for name in ("later",) if name in given},
        ),
    ),
    "account.split": Form(
        split_account,
        (
            Field("name", "what the new account is called:", answers.words, is_required=True),
            Field("on", "from which day on (Enter: today):", answers.day),
            Field("people", "who goes with it, parted by commas:", answers.people, choices.people),
            Field(
                "sales", "its documents: all, none or numbers (Enter: none):", answers.plain(_sales), ["all", "none"]
            ),
        ),
        _split,
    ),
    "account.apart": Form(
        tell_apart,
        (
            Field("other", "which account is not the same:", answers.another_account, is_required=True),
            Field("reason", "because:", answers.words),
        ),
        lambda page, account, given: (
            (account, given["other"]),
            {name: given[name] for name in ("reason",) if name in given},
        ),
    ),
}
