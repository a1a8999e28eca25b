"""Completion knows the words of the domain without importing it all."""

from __future__ import annotations

import pytest

from kamtui.cli.completing import CHOICES, VOCABULARIES, words
from kamtui.domain.tiers import Tier


@pytest.mark.parametrize("kind", [*VOCABULARIES, *CHOICES])
def test_every_metavar_with_words_of_its_own_has_some(kind: str) -> None:
    found = list(words(kind))
    assert len(found) > 1
    assert all(isinstance(word, str) for word in found)


def test_the_words_of_an_enumeration_are_its_members() -> None:
    assert list(words("TIER")) == list(Tier)


def test_a_section_is_completed_by_its_key() -> None:
    assert "strengths" in words("SECTION")


def test_where_any_text_will_do_there_are_no_words() -> None:
    assert not list(words("TEXT"))
