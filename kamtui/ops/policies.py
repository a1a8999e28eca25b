"""The rules the company owns, one version after the other."""

from __future__ import annotations

import datetime as dt

from kamtui.domain import policychecks, policytext
from kamtui.domain.outcomes.book import PolicySet
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import policies
from kamtui.store.tx import Tx, instant


@operation("policy.set")
def set_policy(tx: Tx, rules: str, *, on: dt.date, note: str = "") -> PolicySet:
    """Put a new version of the policy in force.

    `rules` is the whole TOML text (R06); earlier versions stay. Raises BadInput naming the rules that are wrong.
    """
    errors = policychecks.check(policytext.read(rules)).errors
    if errors:
        raise BadInput("\n".join(errors))
    versions = policies.history(tx.conn)
    if versions and versions[-1].rules == rules:
        raise NothingToDo(t("these rules are in force already"))
    values = {"on_date": on.isoformat(), "rules": rules, "note": note, "decided_by": tx.author}
    return PolicySet(tx.insert("policy", {**values, "recorded_at": instant(tx.now)}), on)
