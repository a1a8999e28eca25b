"""Late payment histories: a clean file, then a damaged copy of it over the first (AR-3)."""

from __future__ import annotations

import pytest

from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = pytest.mark.realdata

CLEAN = "11_ibm_receivables/WA_Fn-UseC_-Accounts-Receivable.csv"
DIRTY = "11_ibm_receivables/dirty_WA_Fn-UseC_-Accounts-Receivable_with_missing.csv"


@pytest.mark.slow
def test_ar3_a_damaged_copy_adds_only_what_is_really_new(tmp_path_factory: pytest.TempPathFactory) -> None:
    kamtui = Kamtui(tmp_path_factory.mktemp("receivables"), currency="USD", today="2014-02-01")
    clean = kamtui.take_in(str(real(CLEAN)))
    assert (clean["created"]["accounts"], clean["created"]["invoices"], clean["created"]["payments"]) == (
        100,
        2466,
        2466,
    )
    again = kamtui.json("import", str(real(CLEAN)))
    assert (again["unchanged"], again["change"]) == (2466, None)
    dirty = kamtui.take_in(str(real(DIRTY)))
    assert (dirty["created"]["invoices"], dirty["updated"], dirty["unchanged"]) == (120, 0, 2466)
    assert "266 invoices are in the book with leading zeros in their numbers" in dirty["warnings"][0]
    found = kamtui.json("invoice", "ls")
    assert len(found) == 2586
    assert sum(row["number"].startswith("0") for row in found) == 266
    assert {row["number"]: row["amount"] for row in found}["0000611365"] == "55.94"
    kamtui.ok("undo", str(dirty["change"]))
    found = kamtui.json("invoice", "ls")
    assert (len(found), sum(row["disputed_on"] is not None for row in found)) == (2466, 561)
