"""The row of an opportunity or a quota, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli.opportunityshapes import opportunity, quota
from kamtui.domain.outcomes.opportunities import (
    OpportunityAdded,
    OpportunityClosed,
    OpportunityEdited,
    OpportunityMoved,
    QuotaSet,
)
from kamtui.store import opportunities, quotas
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_opportunity(
    outcome: OpportunityAdded | OpportunityEdited | OpportunityMoved | OpportunityClosed, conn: Connection
) -> Shape:
    row = opportunity(opportunities.one(conn, outcome.opportunity_id), None)
    if isinstance(outcome, OpportunityAdded):
        hints = {"unknown_product": outcome.unknown_product or None, "suggestion": outcome.suggestion or None}
        return {**row, **hints, "repeated": outcome.repeated}
    return row


def of_quota_set(outcome: QuotaSet, conn: Connection) -> Shape:
    return quota(quotas.one(conn, outcome.quota_id), outcome.label)


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    OpportunityAdded: of_opportunity,
    OpportunityEdited: of_opportunity,
    OpportunityMoved: of_opportunity,
    OpportunityClosed: of_opportunity,
    QuotaSet: of_quota_set,
}
