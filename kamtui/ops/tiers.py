"""Tiers decided by a person, with the scorecard of that day as evidence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from kamtui.domain.outcomes.tiers import TierSet
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.tiers import Tier
from kamtui.errors import NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import undecided
from kamtui.ops.core import operation
from kamtui.ops.playbooks import offered
from kamtui.store import accounts, assessments, policies, proposals, tiers
from kamtui.store.assessments import Assessment
from kamtui.store.tx import Tx, instant


@operation("tier.set")
def set_tier(
    tx: Tx,
    account_id: int,
    tier: Tier,
    *,
    on: dt.date,
    reason: str = "",
    was: Mapping[int, Tier | None] | None = None,
) -> TierSet:
    """Decide an account's tier.

    A dated decision by its author, with the scorecard of that day; earlier ones stay (R22). What speaks against
    calling it key is kept and said, not enforced: the decision is a person's. `was` is what the user saw in force, by
    account. Raises NotFound, NothingToDo where it is that already on that day, and Conflict where somebody decided
    otherwise since it was seen.
    """
    account = accounts.one(tx.conn, account_id)
    before = tiers.in_force(tx.conn, account_id, on)
    undecided(tx, "tier_decision", account_id, "tier", was, now=before, to=tier)
    if before is tier and not reason:
        raise NothingToDo(t("{name} is {tier} already", name=account.name, tier=tier))
    found = _assessed(tx, account_id, on)
    against: tuple[str, ...] = ()
    card = None
    if account_id in found.facts:
        card = found.card(account_id)
        if tier is Tier.KEY:
            load = proposals.Loads(tx.conn, found.policy, on).of(account_id) if before is not Tier.KEY else None
            against = tuple(each.text for each in proposals.against_key(found, account_id, load))
    evidence = {"objections": list(against), "override": reason.strip()} if against else {}
    key = record(tx, account_id, tier, on=on, reason=reason, card=card, evidence=evidence)
    playbook = 0 if before is tier else len(offered(tx.conn, account_id, tier, on))
    return TierSet(key, account_id, account.name, before, tier, on, against, playbook)


def record(
    tx: Tx,
    account_id: int,
    tier: Tier,
    *,
    on: dt.date,
    reason: str,
    card: Scorecard | None,
    evidence: Mapping[str, object],
) -> int:
    """Write a decision with its scores and evidence, under the policy in force; returns its id."""
    a, p, r = (None, None, None) if card is None else (axis.score for axis in card.axes.values())
    composite = None if card is None else card.composite
    coverage = {} if card is None else {"coverage": round(card.coverage)}
    values = {
        "account_id": account_id,
        "on_date": on.isoformat(),
        "tier": tier,
        "score": rounded(composite),
        "attractiveness": rounded(a),
        "potential": rounded(p),
        "relationship": rounded(r),
        "reason": reason.strip(),
        "decided_by": tx.author,
        "policy_version": policies.version_in_force(tx.conn, on),
        "recorded_at": instant(tx.now),
        "evidence": written({**coverage, **evidence}),
    }
    return tx.insert("tier_decision", values)


def rounded(score: float | None) -> float | None:
    """A score as a decision keeps it: one decimal, because more would be false precision."""
    return None if score is None else round(score, 1)


def written(evidence: Mapping[str, object]) -> str:
    """Evidence as the book keeps it."""
    return json.dumps(evidence, ensure_ascii=False, separators=(",", ":"))


def _assessed(tx: Tx, account_id: int, on: dt.date) -> Assessment:
    """The account on a day; the book's totals are read once for a whole batch."""
    found = assessments.assess(tx.conn, on, among=[account_id], whole=tx.memo.get(("whole", on)))
    tx.memo["whole", on] = found.whole
    return found
