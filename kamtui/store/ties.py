"""Ties to a customer's people read: whose role is known, who has a counterpart, on how many threads it hangs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kamtui.domain.contacts import Function, Level
from kamtui.domain.coverage import ACTIVE_DAYS, Threads, Ties, beside_purchasing, roles_known
from kamtui.domain.influences import is_key_person
from kamtui.domain.policy import InfluenceRules
from kamtui.domain.teams import OurFunction
from kamtui.store import influences, teams
from kamtui.store.fragments import counts, held
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

SALES = (OurFunction.KAM, OurFunction.SALES_VP, OurFunction.SALES_MANAGER)
"""Functions of ours that are selling."""


def of_accounts(scope: Scope, rules: InfluenceRules) -> dict[int, Ties]:
    """Account -> what is known of its roles and key people; absent where nobody is judged and nobody covered."""
    judged, covers = influences.in_force(scope), teams.covers_of(scope)
    if not judged and not covers:
        return {}
    people: dict[int, dict[int, tuple[Level | None, bool]]] = defaultdict(dict)
    for account, contact, level, marked in scope.rows(
        "SELECT q.account_id, q.contact_id, q.level, max(q.is_key) FROM position q"
        f" JOIN contact c ON c.id = q.contact_id WHERE c.placeholder = 0 AND {held('q')}"
        " AND (EXISTS (SELECT 1 FROM influence i WHERE i.account_id = q.account_id)"
        "  OR EXISTS (SELECT 1 FROM cover v WHERE v.account_id = q.account_id))",
        by="q.account_id, q.contact_id",
        of="q.",
    ):
        people[account][contact] = Level(level) if level else None, bool(marked)
    found = {}
    for account, here in people.items():
        said = {contact: each for contact, each in judged.get(account, {}).items() if contact in here}
        keys = {
            contact
            for contact, (level, marked) in here.items()
            if is_key_person(level, said.get(contact), marked=marked)
        }
        covered = keys & {cover.contact_id for cover in covers.get(account, ())}
        known = roles_known(said.values(), rules.verified_days, scope.on)
        found[account] = Ties(known, len(keys), len(covered))
    return found


def staffed(scope: Scope) -> set[int]:
    """Accounts at which somebody is known by name."""
    rows = scope.rows(
        "SELECT q.account_id FROM position q JOIN contact c ON c.id = q.contact_id"
        f" WHERE c.placeholder = 0 AND {held('q')}",
        by="q.account_id",
        of="q.",
    )
    return {account for (account,) in rows}


def threads(conn: Connection, account: int, on: dt.date) -> Threads:
    """On how many threads an account hangs."""
    values = {"account": account, "on": on.isoformat(), "first": (on - dt.timedelta(days=ACTIVE_DAYS)).isoformat()}
    lately = f"t.account_id = :account AND {counts('t')} AND t.on_date BETWEEN :first AND :on"
    functions = conn.execute(
        "SELECT q.function FROM position q JOIN contact c ON c.id = q.contact_id WHERE q.account_id = :account"
        f" AND c.placeholder = 0 AND {held('q')} AND EXISTS (SELECT 1 FROM touch t"
        f"  JOIN touch_contact a ON a.touch_id = t.id WHERE a.contact_id = q.contact_id AND {lately})"
        " GROUP BY q.contact_id",
        values,
    ).fetchall()
    sales = ", ".join(repr(each.value) for each in SALES)
    colleagues = conn.execute(
        f"SELECT count(DISTINCT t.by) FROM touch t WHERE {lately} AND t.by IN (SELECT m.who FROM team_member m"
        f" WHERE m.account_id = :account AND m.function NOT IN ({sales}) AND {held('m')})",
        values,
    ).fetchone()[0]
    theirs = (Function(name) if name else None for (name,) in functions)
    return Threads(len(functions), beside_purchasing(theirs), colleagues)
