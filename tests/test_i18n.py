"""The language that is spoken changes when another one is asked for, and only then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kamtui import i18n
from kamtui.i18n import t


@pytest.fixture(autouse=True)
def _in_english_again() -> Iterator[None]:
    yield
    i18n.use("en")


def test_a_language_is_spoken_until_another_is_asked_for() -> None:
    i18n.use("zh")
    assert t("Accounts") != "Accounts"
    i18n.use("en")
    assert t("Accounts") == "Accounts"


def test_a_catalog_is_read_once_however_often_its_language_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.use("zh")
    said = t("Accounts")
    monkeypatch.setattr(i18n, "catalog", lambda language: {})
    i18n.use("zh")
    assert t("Accounts") == said


def test_a_language_without_a_catalog_is_english() -> None:
    i18n.use("xx")
    assert t("Accounts") == "Accounts"
