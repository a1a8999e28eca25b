"""One sentence per outcome: what the command line prints and the app shows after a change."""

from __future__ import annotations

from functools import singledispatch

from kamtui.domain.outcomes import Outcome
from kamtui.render.said import (
    accounts,
    book,
    exceptions,
    figures,
    influences,
    invoices,
    issues,
    markets,
    opportunities,
    people,
    plans,
    rates,
    statuses,
    structure,
    supply,
    tasks,
    team,
    terms,
    tiers,
    touches,
)


@singledispatch
def said(outcome: Outcome) -> str:
    """What happened, in one sentence of plain text (user data included, not yet made safe for a terminal)."""
    raise TypeError(f"no sentence for {type(outcome).__name__}")


for _about in (
    accounts,
    book,
    exceptions,
    figures,
    influences,
    invoices,
    issues,
    markets,
    opportunities,
    people,
    plans,
    rates,
    statuses,
    structure,
    supply,
    tasks,
    team,
    terms,
    tiers,
    touches,
):
    for _sentence in _about.SENTENCES:
        said.register(_sentence)
