"""The row of a tier or a proposal, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import scored, shapes
from kamtui.domain.outcomes.tiers import ProposalAccepted, ProposalAnswered, TierSet
from kamtui.store import (
    proposals,
    tiers,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_tier_set(outcome: TierSet, conn: Connection) -> Shape:
    decision = shapes.tier(tiers.decision(conn, outcome.decision_id))
    row = {"account_id": outcome.account_id, "account": outcome.account, **decision}
    return {**row, "objections": list(outcome.objections), "playbook": outcome.playbook}


def of_proposal_accepted(outcome: ProposalAccepted, conn: Connection) -> Shape:
    demoted = None if outcome.demoted is None else of_tier_set(outcome.demoted, conn)
    row = of_tier_set(outcome.set, conn)
    return {**row, "objections": list(outcome.overridden), "overridden": list(outcome.overridden), "demoted": demoted}


def of_proposal_answered(outcome: ProposalAnswered, conn: Connection) -> Shape:
    return scored.answered(outcome, proposals.answer(conn, outcome.answer_id))


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    TierSet: of_tier_set,
    ProposalAccepted: of_proposal_accepted,
    ProposalAnswered: of_proposal_answered,
}
