"""@name in a filter is what was kept under that name."""

from __future__ import annotations

import pytest

from kamtui.domain.keptfilters import expanded, name_of
from kamtui.errors import BadInput

KEPT = {"mine": "owner:me tier:key", "大客户": "revenue:>1m", "self": "@self"}


def test_a_kept_filter_stands_among_other_words() -> None:
    assert expanded("last:>30 @mine acme", KEPT) == "last:>30 owner:me tier:key acme"
    assert expanded("@大客户", KEPT) == "revenue:>1m"
    assert expanded("a@mine x@mine.com", KEPT) == "a@mine x@mine.com"


def test_a_filter_that_names_itself_has_an_end() -> None:
    assert expanded("@self", KEPT) == "@self"


def test_a_name_that_is_not_kept_is_refused_unless_it_is_still_typed() -> None:
    with pytest.raises(BadInput, match="@mine"):
        expanded("@min", KEPT)
    assert expanded("@min", KEPT, leniently=True) == "@min"


def test_a_name_is_one_word() -> None:
    assert name_of(" @mine ") == "mine"
    with pytest.raises(BadInput):
        name_of("my own")
