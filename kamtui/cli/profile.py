"""kamtui profile …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import marketshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, Limit, MaybeAccount
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import filters, profiles, rivals
from kamtui.domain import segments as words
from kamtui.domain.outcomes.markets import PartnershipSet, ProfileConfirmed, ProfileSet
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.partnerships import set_partnership
from kamtui.ops.profiles import confirm_profile, set_profile
from kamtui.store import accounts, contacts, lookup, policies, profilegaps, referrals, segments
from kamtui.store import profiles as kept
from kamtui.store import rivals as market
from kamtui.store.scope import Scope

app = Noun(t("What is known of customers: set, list, still true, gaps, partnership, segments, referrals."))

WhoseProfile = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help=t("Id, external id, name, or pinyin initials; - with --contact."))
]
Person = Annotated[str | None, typer.Option("--contact", metavar="CONTACT", help=t("Of this person there."))]
Here = Annotated[bool, typer.Option("--here", help=t("Of the person at this account, not wherever they work."))]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]
OF_ACCOUNT = ", ".join(topic.name for topic in profiles.OF_ACCOUNT)
OF_PERSON = ", ".join(topic.name for topic in profiles.OF_PERSON)


@app.command("set")
@writes("profile.set")
def set_(
    w: Writing,
    account: WhoseProfile,
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help=t("{fields}; of a person {own}; or a name of your own.", fields=OF_ACCOUNT, own=OF_PERSON),
        ),
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=t("What is known; - takes it back."))],
    *,
    contact: Person = None,
    here: Here = False,
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help=t("Who says so: customer, public, competitor, internal."))
    ] = None,
    on: When = None,
    confidential: Annotated[
        bool | None, typer.Option("--confidential/--open", help=t("Only for its author and for heads."))
    ] = None,
) -> ProfileSet:
    """Say what is known of a customer or of somebody there; what was said before stays in the history."""
    account_id, person = _of(w, account, contact, here=here)
    return w.do(
        set_profile,
        account_id,
        field,
        "" if value == NOTHING else value,
        contact_id=person,
        source=profiles.source(source) if source else None,
        on=w.date(on) if on else None,
        confidential=confidential,
    )


@app.command("confirm")
@writes("profile.confirm")
def confirm(
    w: Writing,
    account: WhoseProfile,
    field: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD]...", help=t("Only these; all if not said."))
    ] = None,
    *,
    contact: Person = None,
    here: Here = False,
    on: When = None,
) -> ProfileConfirmed:
    """Say that what is known of a customer and its competitors, or of somebody there, is still true."""
    account_id, person = _of(w, account, contact, here=here)
    return w.do(confirm_profile, account_id, field or None, contact_id=person, on=w.date(on) if on else None)


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    contact: Person = None,
    field: Annotated[str | None, typer.Option(metavar="FIELD", help=t("Only this field."))] = None,
    history: Annotated[bool, typer.Option("--history", help=t("Everything that was said, the latest first."))] = False,
) -> None:
    """List what is known of accounts and their people, with who says so and how old it is.

    What is confidential only its author and heads see; who can read the file itself sees it all.
    """
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    account_id = None if account is None else lookup.account(conn, account)
    person = None if contact is None else lookup.contact(conn, contact, account_id)
    name = None if field is None else profiles.named(field, of_person=person is not None)
    if history:
        found = kept.history(conn, account=None if person else account_id, contact=person, field=name)
    elif person is not None:
        found = [*kept.of_contact(conn, person, on, account_id).values()]
    elif account_id is not None:
        people = kept.at_account(conn, account_id, on)
        own = kept.of_account(conn, account_id, on).values()
        found = [*own, *(one for known in people.values() for one in known.values())]
    else:
        everywhere = kept.of_accounts(Scope(conn, on, None))
        found = [one for known in everywhere.values() for one in known.values()]
    days = policies.in_force(conn, on).signals.profile_days
    named = accounts.names(conn) if found else {}
    known_as = {row.id: row.name for row in contacts.rows(conn, list({one.contact_id or 0 for one in found}))}
    rows = (
        {
            **marketshapes.profile(one, on, days),
            "account": named.get(one.account_id or 0),
            "contact": known_as.get(one.contact_id or 0),
        }
        for one in found
        if name is None or one.field == name
    )
    out.rows(session.options, rows, COLUMNS)


COLUMNS = [
    out.column("id", drop=6),
    out.column("account", drop=2),
    out.column("contact", t("who"), drop=1),
    out.column("field", value=lambda row: profiles.heading(str(row["field"]))),
    out.column("value"),
    out.column("source", value=lambda row: t(str(row["source"])) if row["source"] else None, drop=3),
    out.column("on", t("known"), min=10),
    out.column("stale", value=lambda row: t("stale") if row["stale"] else None),
    out.column("confidential", drop=4, value=lambda row: t("confidential") if row["confidential"] else None),
    out.column("author", drop=5),
]


@app.command("gaps", filters=True)
def gaps(
    ctx: typer.Context,
    filter: Annotated[
        list[str] | None, typer.Argument(metavar="[FILTER]...", help=t("As in the app: tier:key last:>30 华为 zgyd."))
    ] = None,
    *,
    limit: Limit = None,
) -> None:
    """Which profiles are not complete, the emptiest first: how much is known, how old, what is missing.

    Key accounts if no filter is given. Says by what a customer is held, and which only stay because leaving is hard.
    """
    session: Session = ctx.obj
    chosen = filters.parse(" ".join(filter or ("tier:key",)), me=session.who)
    found = profilegaps.of(session.conn, session.on, accounts.ids(session.conn, chosen, on=session.on))
    out.rows(session.options, map(marketshapes.profiled, found[:limit]), GAPS)


def _missing(row: out.Json) -> str:
    """What is missing or stale, in words."""
    gaps = row["gaps"]
    assert isinstance(gaps, list)
    return ", ".join(profiles.heading(gap["field"]) + (" ~" if gap["on"] else "") for gap in gaps)


GAPS = [
    out.column("account_id", t("id"), drop=4),
    out.column("name", t("account")),
    out.column("tier", drop=2),
    out.column("owner", drop=3),
    out.column("percent", t("known"), right=True, value=lambda row: f"{row['percent']}%"),
    out.column("oldest_on", t("oldest"), drop=1),
    out.column("stale", right=True, drop=2, value=lambda row: row["stale"] or None),
    out.column(
        "held_by",
        t("held by"),
        value=lambda row: t("! barrier only") if row["held_by_barrier_only"] else t(str(row["held_by"] or "–")),
    ),
    out.column("gaps", t("missing (~ stale)"), value=_missing),
]


@app.command("partnership")
@writes("partnership.set")
def partnership(
    w: Writing,
    account: Account,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help=t("none, exploring, agreed, alliance."))],
    *,
    on: When = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=t("The last day of the agreement."))] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help=t("What was agreed."))] = "",
) -> PartnershipSet:
    """Say how far a partnership with an account has come."""
    return w.do(
        set_partnership,
        w.account(account),
        rivals.stage(stage),
        on=w.date(on) if on else None,
        until_on=w.date(until) if until else None,
        note=note,
    )


@app.command("partners")
def partners(ctx: typer.Context, account: MaybeAccount = None) -> None:
    """List partnerships, the next to end first; of one account everything that was decided."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    if account is not None:
        found = market.partnership_history(conn, lookup.account(conn, account))
    else:
        there = market.partnerships(Scope(conn, on, None)).values()
        found = [one for one in there if one.stage is not rivals.Stage.NONE]
        found.sort(key=lambda one: (one.until_on is None, one.until_on or one.on))
    names = accounts.names(conn) if found else {}
    rows = ({**marketshapes.partnership(one, on), "account": names[one.account_id]} for one in found)
    out.rows(session.options, rows, PARTNERS)


PARTNERS = [
    out.column("id", drop=3),
    out.column("account"),
    out.column("stage", value=lambda row: t(str(row["stage"]))),
    out.column("on", t("since")),
    out.column("until"),
    out.column(
        "ends_in_days", t("ends"), value=lambda row: None if row["ends_in_days"] is None else _ends(row["ends_in_days"])
    ),
    out.column("note", drop=2),
    out.column("decided_by", t("by"), drop=1),
]


def _ends(days: object) -> str:
    count = int(str(days))
    if count < 0:
        return t("ended")
    return n("in {count} day", "in {count} days", count)


@app.command("segments")
def segments_(ctx: typer.Context) -> None:
    """Which accounts look economic (large and frequent buyers) or like a group, and are not marked so."""
    session: Session = ctx.obj
    found = segments.suggestions(session.conn, session.on)
    out.rows(session.options, map(marketshapes.suggested, found), SEGMENTS)


SEGMENTS = [
    out.column("account_id", t("id"), drop=1),
    out.column("name", t("account")),
    out.column("segment", value=lambda row: words.shown(words.Segment(str(row["segment"])))),
    out.column("rank", right=True, value=lambda row: row["rank"] and f"{row['rank']}/{row['of']}"),
    out.column("orders", right=True),
    out.column("relatives", t("related"), right=True),
]


@app.command("referrals")
def referred(ctx: typer.Context, account: MaybeAccount = None) -> None:
    """What accounts that a customer introduced have bought since, by introducer and currency."""
    session: Session = ctx.obj
    key = None if account is None else lookup.account(session.conn, account)
    found = referrals.introduced(session.conn, session.on, key)
    out.rows(session.options, map(marketshapes.introduced, found), REFERRALS)


REFERRALS = [
    out.column("link_id", drop=5),
    out.column("account", t("introduced by")),
    out.column("contact", t("who"), drop=2),
    out.column("introduced"),
    out.column("on", t("since"), min=10),
    out.column("orders", right=True, drop=3),
    out.column("revenue", right=True),
    out.column("profit", right=True, drop=4),
    out.column("currency", t("cur.")),
]


def _of(w: Writing, account: str, contact: str | None, *, here: bool) -> tuple[int | None, int | None]:
    """Account and contact of a row: a person's is theirs wherever they work, unless it is said to be of here."""
    if contact is None:
        if account == NOTHING:
            raise BadInput(t("say of which account or of whom it is"))
        return w.account(account), None
    at = None if account == NOTHING else w.account(account)
    return (at if here else None), w.contact(contact, at)
