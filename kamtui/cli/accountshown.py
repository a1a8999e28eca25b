"""kamtui account show."""

from __future__ import annotations

import datetime as dt

import typer

from kamtui.cli import marketshapes, out, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.out import figure
from kamtui.cli.params import Account
from kamtui.cli.session import Session
from kamtui.i18n import t
from kamtui.store import (
    accounts,
    contacts,
    credit,
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
from kamtui.store.sqlite import Connection

app = Noun(t("One account."))


@app.command("show")
def show(ctx: typer.Context, account: Account) -> None:
    """Show an account: its facts, where it stands, its people, last touches and open tasks."""
    session: Session = ctx.obj
    conn, key = session.at_account(account)
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
    kept = profiles.of_account(conn, key, on).values()
    # read only where there is something to judge: to read the policy takes as long as all the rest
    days = policies.in_force(conn, on).signals.profile_days if kept else 0
    return {
        "profile_percent": whole.completeness.percent,
        "profile_oldest_on": out.day(whole.completeness.oldest_on),
        "held_by": whole.held_by,
        "partnership": None if partner is None else partner.stage,
        "partnership_until": None if partner is None else out.day(partner.until_on),
        "profile": [marketshapes.profile(each, on, days) for each in kept],
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
