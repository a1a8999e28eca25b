"""An account that nothing is known of."""

from __future__ import annotations

import pytest

from kamtui.store.book import Book
from tests.store.sold import named


@pytest.fixture
def one(book: Book) -> int:
    return named(book, "One")
