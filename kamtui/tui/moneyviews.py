"""The views of the money page, in the order in which Tab goes through them; the first one opens.

A view is a `tui.views.View` in a module of its own, such as `invoicelines.INVOICES`, and one entry in `VIEWS`. It reads
what it shows of one account, as of `book.today()`, each time it is drawn: it holds nothing. `lines` alone make a view
that scrolls; with `rows` (their ids are what the cursor stays on) and `columns` it is a list below those lines, and
`detail` stands below the list, on a wide terminal beside it. `verbs` say which forms the keys `a`, `d` (and Enter), `e`
and `x` open, with the answers that the row at the cursor gives; the page shows them with their keys, leaves out those
whose `given` is None for the row, and asks which one is meant where there are several. What is written is heard of by
the page, which draws the view again; `u` takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamtui.tui.deallines import DEALS
from kamtui.tui.invoicelines import INVOICES
from kamtui.tui.moneylines import NOW, SALES
from kamtui.tui.netlines import NET
from kamtui.tui.supplylines import SUPPLY
from kamtui.tui.termslines import TERMS
from kamtui.tui.views import View

VIEWS: Mapping[str, View[Any]] = {
    "now": NOW,
    "invoices": INVOICES,
    "terms": TERMS,
    "supply": SUPPLY,
    "net": NET,
    "deals": DEALS,
    "sales": SALES,
}
"""Name -> the view."""
