"""Playbooks: the tasks that the policy offers for a class of accounts (R10)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes.tiers import PlaybookAdded
from kamtui.domain.tiers import Tier
from kamtui.errors import NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.tasks import add_task
from kamtui.store import accounts, owners, policies, tasks, tiers
from kamtui.store.sqlite import Connection
from kamtui.store.tx import Tx

DAYS = 30
"""Within so many days an account that entered a class should have been through its playbook."""


def offered(conn: Connection, account_id: int, tier: Tier, on: dt.date) -> list[str]:
    """The tasks that the policy of a day offers an account of a tier, without those that are open already."""
    tasks_of_tier = policies.in_force(conn, on).playbook.get(tier, ())
    there = {task.title for task in tasks.rows(conn, tasks.ids(conn, account=account_id))}
    # the starting policies' tasks in the language of who takes them up; others as they stand in the policy
    return [title for title in map(t, tasks_of_tier) if title not in there]


@operation("tier.playbook")
def add_playbook(tx: Tx, account_id: int, *, on: dt.date) -> PlaybookAdded:
    """Take up the playbook of an account's tier.

    Its tasks go to the owner of the account, due in thirty days; those that are open already are left out. Raises
    NotFound, and NothingToDo where the policy offers none.
    """
    account = accounts.one(tx.conn, account_id)
    tier = tiers.in_force(tx.conn, account_id, on)
    titles = [] if tier is None else offered(tx.conn, account_id, tier, on)
    if tier is None or not titles:
        raise NothingToDo(t("{name}: the playbook of its tier has nothing that is not open already", name=account.name))
    due = on + dt.timedelta(days=DAYS)
    owner = owners.in_force(tx.conn, account_id, on)
    added = [add_task.within(tx, title, account_id=account_id, due_on=due, owner=owner) for title in titles]
    return PlaybookAdded(account_id, account.name, tier, tuple(task.title for task in added), due)
