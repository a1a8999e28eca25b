"""kamtui account …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from kamtui.cli import marketshapes, out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import NOTHING, Account, Limit, On, Text
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields, filters
from kamtui.domain.outcomes.accounts import AccountAdded, AccountArchived, AccountEdited
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.accounts import add_account, archive_account, assign_account, edit_account
from kamtui.store import (
    accounts,
    contacts,
    credit,
    lookup,
    merges,
    owners,
    policies,
    profilegaps,
    profiles,
    receivables,
    rivals,
    services,
    statuses,
    tasks,
    tiers,
    touches,
)
from kamtui.store.segments import stands_alone_in_a_group
from kamtui.store.sqlite import Connection

app = Noun(t("Accounts: add, list, show, edit, archive."))

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


app.elsewhere("handover", "handover", t("Hand the accounts of one of us over to another, as one change."))


app.elsewhere("move", "structure", t("Put an account below another from a day on."))
app.elsewhere("group", "structure", t("Show an account with all below it, and what they brought together."))
app.elsewhere("merge", "structure", t("Merge the second account into the first; --dry-run shows what moves and stays."))
app.elsewhere("unmerge", "structure", t("Take a merge back, also long after."))
app.elsewhere("split", "structure", t("Make a part of an account an account of its own from a day on."))
app.elsewhere("duplicates", "structure", t("List accounts that may be the same, the surest first."))
app.elsewhere("apart", "structure", t("Say that two accounts are not the same."))


@app.command("ls", filters=True)
def ls(
    ctx: typer.Context,
    filter: Annotated[
        list[str] | None, typer.Argument(metavar="[FILTER]...", help=t("As in the app: tier:key last:>30 华为 zgyd."))
    ] = None,
    *,
    sort: Annotated[accounts.Order, typer.Option(help=t("What to sort by."))] = accounts.Order.NAME,
    down: Annotated[bool, typer.Option("--down", help=t("Largest or latest first."))] = False,
    archived: Annotated[bool, typer.Option("--archived", help=t("Archived accounts too."))] = False,
    limit: Limit = None,
) -> None:
    """List accounts."""
    session: Session = ctx.obj
    chosen = filters.parse(" ".join(filter or ()), me=session.who)
    keys = accounts.ids(session.conn, chosen, sort, on=session.on, descending=down, archived=archived)[:limit]
    rows = ({"id": key} for key in keys) if session.options.quiet else _listed(session, keys)
    out.rows(session.options, rows, COLUMNS)


@app.command("show")
def show(ctx: typer.Context, account: Account) -> None:
    """Show an account: its facts, where it stands, its people, last touches and open tasks."""
    session: Session = ctx.obj
    conn = session.conn
    key = lookup.account(conn, account)
    found = {
        **shapes.account_facts(accounts.one(conn, key)),
        **shapes.account(accounts.row(conn, key)),
        "service": _service(conn, key, session.on),
        "last_order_on": out.day(accounts.last_orders(conn, [key], session.on).get(key)),
        **_market(conn, key, session.on),
        **_money(conn, key, session.on),
        "owner_history": [{"on": out.day(was.on), "owner": was.owner or None} for was in owners.history(conn, key)],
        "people": [shapes.position(place) for place in contacts.positions(conn, key, on=session.on)],
        "tier_history": [shapes.tier(decision) for decision in tiers.history(conn, key)],
        "status_history": [shapes.status(decision) for decision in statuses.history(conn, key)],
        "merged": _merged(conn, key),
        "touches": [shapes.touch(row) for row in touches.rows(conn, touches.ids(conn, account=key, limit=20))],
        "tasks": [shapes.task(row) for row in tasks.rows(conn, tasks.ids(conn, account=key))],
    }
    out.one(session.options, found)


def _market(conn: Connection, key: int, on: dt.date) -> out.Json:
    """What is known of the customer and of our competitors there."""
    whole, partner = profilegaps.at_account(conn, key, on), rivals.partnership(conn, key, on)
    days = policies.in_force(conn, on).signals.profile_days
    return {
        "profile_percent": whole.completeness.percent,
        "profile_oldest_on": out.day(whole.completeness.oldest_on),
        "held_by": whole.held_by,
        "partnership": None if partner is None else partner.stage,
        "partnership_until": None if partner is None else out.day(partner.until_on),
        "profile": [marketshapes.profile(kept, on, days) for kept in profiles.of_account(conn, key, on).values()],
        "rivals": [marketshapes.rival(rival) for rival in rivals.at_account(conn, key, on)],
    }


def _money(conn: Connection, key: int, on: dt.date) -> out.Json:
    """What it owes and how far it is trusted, in short; null where nobody entered it. `kamtui money` says the rest."""
    owed = receivables.owed(conn, on, [key]).get(key, [])
    exposure, decided = credit.exposures(conn, on, [key]).get(key), credit.in_force(conn, on, [key]).get(key)
    percent = None if exposure is None else exposure.percent
    return {
        "receivables": [
            {
                "currency": each.currency,
                "balance": out.amount(each.balance, each.currency),
                "overdue": out.amount(each.overdue, each.currency),
                "oldest_due_on": out.day(each.oldest_due_on),
            }
            for each in owed
        ]
        if owed or receivables.keepers(conn, on, [key])
        else None,
        "credit_grade": decided and decided.grade,
        "credit_limit": None if decided is None else out.amount(decided.limit, decided.currency),
        "credit_currency": decided and decided.currency,
        "exposure_percent": figure(percent, 1),
    }


def _merged(conn: Connection, key: int) -> list[out.Json]:
    """The accounts that were merged into this one, with what was decided of them."""
    decided = merges.decided(conn, key)
    return [
        {
            "account_id": gone.account_id,
            "external_id": gone.external_id,
            "name": gone.name,
            "on": gone.on,
            "decided": [
                {"on": one.on, "what": one.what, "to": one.value or None, "reason": one.reason, "by": one.by or None}
                for one in decided
                if one.account_id == gone.account_id
            ],
        }
        for gone in merges.victims(conn, key)
    ]


def _service(conn: Connection, key: int, on: dt.date) -> str | None:
    """How the account is served otherwise than its tier; None for the usual service."""
    found = services.in_force(conn, key, on)
    return None if found is None else found.change


COLUMNS = [
    out.column("id", drop=3),
    out.column("external_id", t("ext. id"), drop=4),
    out.column("name"),
    out.column("tier"),
    out.column("status"),
    out.column("owner", drop=2),
    out.column("last_touch_on", t("last touch")),
    out.column("next_due_on", t("next due"), drop=1),
    out.column("last_order_on", t("last order"), drop=5),
    out.column("revenue_12m", t("revenue 12m"), right=True),
    out.column("currency", t("cur."), drop=2),
]


def _listed(session: Session, keys: Sequence[int]) -> Iterator[out.Json]:
    """The accounts as they are listed, a page at a time."""
    for start in range(0, len(keys), out.PAGE):
        page = keys[start : start + out.PAGE]
        ordered = accounts.last_orders(session.conn, page, session.on)
        for row in accounts.rows(session.conn, page):
            yield {**shapes.account(row), "last_order_on": out.day(ordered.get(row.id))}


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
