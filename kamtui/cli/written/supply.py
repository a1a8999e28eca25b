"""The row of a product or a peak, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import supplyshapes
from kamtui.cli.out import day
from kamtui.domain.outcomes.supply import (
    PeakAdded,
    PeakCancelled,
    PeakEdited,
    PeakPrepared,
    PeakResulted,
    ProductAdded,
    ProductAliased,
    ProductArchived,
    ProductEdited,
)
from kamtui.store import (
    peaks,
    policies,
    products,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_product(outcome: ProductAdded | ProductEdited | ProductArchived | ProductAliased, conn: Connection) -> Shape:
    row = supplyshapes.product(products.one(conn, outcome.product_id))
    if isinstance(outcome, ProductAliased):
        return {**row, "said": outcome.said, "removed": outcome.removed, "rows": outcome.rows}
    return row


def of_peak(outcome: PeakAdded | PeakEdited | PeakCancelled | PeakResulted | PeakPrepared, conn: Connection) -> Shape:
    found = peaks.one(conn, outcome.peak_id)
    row = supplyshapes.peak(found, policies.in_force(conn, found.on).supply, found.on)
    if isinstance(outcome, PeakPrepared):
        given = [{**errand._asdict(), "due_on": day(errand.due_on)} for errand in outcome.errands]
        return {**row, "tasks": given, "vacant": list(outcome.vacant)}
    return row


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    ProductAdded: of_product,
    ProductEdited: of_product,
    ProductArchived: of_product,
    ProductAliased: of_product,
    PeakAdded: of_peak,
    PeakEdited: of_peak,
    PeakCancelled: of_peak,
    PeakResulted: of_peak,
    PeakPrepared: of_peak,
}
