"""What forms show of stored figures, and what a few letters of a choice are read as."""

from __future__ import annotations

import pytest

from kamtui.domain.money import SCALE
from kamtui.errors import BadInput
from kamtui.tui.figures import money, worded
from kamtui.tui.screens.acting import begun, one_of


def test_an_amount_says_itself_as_people_write_it_and_so_does_what_took_its_place() -> None:
    seen = money(1_250 * SCALE, "CNY")
    assert (str(seen), seen) == ("1,250.00 CNY", 1_250 * SCALE)
    assert worded(900 * SCALE, seen) == "900.00 CNY"
    assert worded(None, seen) is None
    assert worded("net 30", "net 14") == "net 30"
    assert money(None, "CNY") is None


def test_letters_that_only_one_choice_begins_with_mean_it() -> None:
    options = ["payment", "invoice", "issue"]
    read = one_of(options)
    assert begun(read, options, "P") == "payment"
    assert begun(read, options, "issue") == "issue"
    for unclear in ("i", "", "x"):
        with pytest.raises(BadInput):
            begun(read, options, unclear)
