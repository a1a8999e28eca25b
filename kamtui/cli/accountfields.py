"""kamtui account add, edit and archive."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, On, Text
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.outcomes.accounts import AccountAdded, AccountArchived, AccountEdited
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.accounts import add_account, archive_account, assign_account, edit_account
from kamtui.store.segments import stands_alone_in_a_group

app = Noun(t("An account's own fields."))

Name = Annotated[str, typer.Argument(metavar="NAME", help=t("The account's name."))]
ExternalId = Annotated[str | None, typer.Option(metavar="ID", help=t("External id."))]
Tier = Annotated[str | None, typer.Option(metavar="TIER", help=t("A first tier: key, regular, prospect …"))]
Parent = Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("The account it belongs to; - for none."))]
Owner = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Who of us looks after it; - for nobody."))]
CustomerKind = Annotated[str | None, typer.Option(metavar="TEXT", help=t("end_user, distributor, dealer …"))]
Segments = Annotated[
    str | None, typer.Option(metavar="SEGMENTS", help=t("economic, important, group, strategic; - for none."))
]
Currency = Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("Its own, where not the book's."))]
Green = Annotated[
    bool | None, typer.Option("--green/--no-green", help=t("Green channel: enquiries, orders, service go first."))
]


@app.command("add")
@writes("account.add")
def add(
    w: Writing,
    name: Name,
    *,
    id: ExternalId = None,
    owner: Owner = None,
    tier: Tier = None,
    parent: Parent = None,
    kind: CustomerKind = None,
    segments: Segments = None,
    industry: Text = None,
    region: Text = None,
    country: Text = None,
    city: Text = None,
    address: Text = None,
    phone: Text = None,
    website: Text = None,
    currency: Currency = None,
    note: Text = None,
    green: Green = None,
) -> AccountAdded:
    """Add an account."""
    given = _fields(w, locals())
    decided = fields.tier(tier) if tier else None
    return w.do(add_account, name, owner="" if owner in (None, NOTHING) else owner, tier=decided, fields=given)


@app.command("edit")
@writes("account.edit")
def edit(
    w: Writing,
    account: Account,
    *,
    name: Text = None,
    id: ExternalId = None,
    owner: Owner = None,
    on: On = "today",
    parent: Parent = None,
    kind: CustomerKind = None,
    segments: Segments = None,
    industry: Text = None,
    region: Text = None,
    country: Text = None,
    city: Text = None,
    address: Text = None,
    phone: Text = None,
    website: Text = None,
    currency: Currency = None,
    note: Text = None,
    green: Green = None,
) -> AccountEdited:
    """Change fields of an account, or its owner; what is not named stays."""
    key = w.account(account)
    given = _fields(w, locals())
    if name is not None:
        given["name"] = name
    if not given and owner is None:
        raise BadInput(t("name a field to change; see --help"))
    outcome: AccountEdited | None = w.do(edit_account, key, given) if given else None
    if segments is not None and stands_alone_in_a_group(w.conn, key):
        out.tell(t("which group? kamtui account move {id} PARENT", id=key))
    if owner is None:
        assert outcome is not None
        return outcome
    assigned = w.do(assign_account, key, "" if owner == NOTHING else owner, on=w.date(on))
    return assigned._replace(fields=(*outcome.fields, *assigned.fields)) if outcome else assigned


@app.command("archive")
@writes("account.archive")
def archive(
    w: Writing,
    account: Account,
    *,
    on: On = "today",
    back: Annotated[bool, typer.Option("--back", help=t("Bring it back into the lists."))] = False,
) -> AccountArchived:
    """Archive an account: it leaves the lists, nothing of it is deleted."""
    return w.do(archive_account, w.account(account), on=None if back else w.date(on))


def _fields(w: Writing, given: dict[str, object]) -> dict[str, object]:
    """The account's own fields among a command's parameters, those that were given."""
    plain = ("kind", "industry", "region", "country", "city", "address", "phone", "website", "note")
    found: dict[str, object] = {name: given[name] for name in plain if given[name] is not None}
    if given["green"] is not None:
        found["green_channel"] = given["green"]
    if given["id"] is not None:
        found["external_id"] = given["id"]
    if given["segments"] is not None:
        found["segments"] = "" if given["segments"] == NOTHING else given["segments"]
    if given["currency"] is not None:
        found["currency"] = fields.currency(str(given["currency"]))
    if given["parent"] is not None:
        found["parent_id"] = None if given["parent"] == NOTHING else w.account(str(given["parent"]))
    return found
