"""The row of a sale, a judgement or a figure, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.domain.outcomes.figures import FactAdded, JudgementAdded, SaleAdded
from kamtui.store import (
    facts,
    judgements,
    sales,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_sale_added(outcome: SaleAdded, conn: Connection) -> Shape:
    return {**shapes.sale(sales.one(conn, outcome.sale_id)), "repeated": outcome.repeated}


def of_judgement_added(outcome: JudgementAdded, conn: Connection) -> Shape:
    return shapes.judgement(judgements.one(conn, outcome.judgement_id))


def of_fact_added(outcome: FactAdded, conn: Connection) -> Shape:
    return {**shapes.fact(facts.one(conn, outcome.fact_id)), "corrected": outcome.corrected}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    SaleAdded: of_sale_added,
    JudgementAdded: of_judgement_added,
    FactAdded: of_fact_added,
}
