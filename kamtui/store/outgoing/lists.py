"""Every list that leaves the book, by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kamtui.store.outgoing import money, parties, trade, work
from kamtui.store.outgoing.references import Outgoing, Row

LISTS: Mapping[str, Callable[[Outgoing], Iterator[Row]]] = {
    "accounts": parties.accounts,
    "contacts": parties.contacts,
    "products": parties.products,
    "sales": trade.sales,
    "touches": work.touches,
    "facts": trade.facts,
    "invoices": money.invoices,
    "payments": money.payments,
    "credit": money.credit,
    "opportunities": trade.opportunities,
    "tasks": work.tasks,
    "issues": work.issues,
    "opinions": work.opinions,
}
"""The targets of an import under their names, and what has no target."""

CONFIDING = frozenset({"issues", "opinions"})
"""Lists of which some rows may have been told in confidence."""
