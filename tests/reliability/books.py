"""The books that several modules break: the sample, and the one full of hostile texts, each made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamtui import paths
from kamtui.clock import Clock
from kamtui.ops.sample.build import build_sample
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.reliability import hostilebook
from tests.reliability.hostilebook import HEAD

__all__ = ["HEAD", "hostile", "hostile_file", "sample", "sample_book_file"]


@pytest.fixture(scope="session")
def sample_book_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.kam"
    book = Book.create(path, who=HEAD, clock=Clock(TODAY), name="Sample", currency="CNY", fiscal_start=1)
    build_sample(book, paths.sample_book())
    book.close()
    return path


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.kam"
    hostilebook.build(path)
    return path


@pytest.fixture
def sample(sample_book_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the sample book."""
    return Path(shutil.copyfile(sample_book_file, tmp_path / "book.kam"))


@pytest.fixture
def hostile(hostile_file: Path, tmp_path: Path) -> Path:
    """This test's own copy of the hostile book."""
    return Path(shutil.copyfile(hostile_file, tmp_path / "hostile.kam"))
