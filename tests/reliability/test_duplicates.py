"""Names that look the same are the same, in whatever clothes they come; look-alike letters are pointed out (D3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.domain.duplicates import Confidence, Sign
from kamtui.domain.names import is_mixed, look_key, name_key
from kamtui.ops.accounts import add_account
from kamtui.store import duplicates
from kamtui.store.book import Book
from tests.conftest import Run

PAIRS = {
    "full width": ("Acme Holdings", "Ａｃｍｅ　Ｈｏｌｄｉｎｇｓ"),
    "decomposed": ("Société Élan", "Socie\u0301te\u0301 E\u0301lan"),
    "zero width": ("华兴科技", "华\u200b兴科\u2060技\ufeff"),
    "ideographic space": ("Acme Holdings", "Acme\u3000Holdings"),
    "half-width kana": ("カブシキ ガイシャ", "ｶﾌﾞｼｷ ｶﾞｲｼｬ"),
    "case": ("Straße AG", "STRASSE ag"),
    "legal form": ("华兴科技有限公司", "华兴科技"),
}
"""Pairs that are one to whoever looks at them."""

ALIKE = {
    "Cyrillic a": ("Acme", "Аcme"),
    "all but one Cyrillic": ("Acme Holdings", "Асmе Ноldings"),
    "Greek o": ("Orion", "Οrion"),
    "all Cyrillic": ("Poca", "Роса"),
}
"""Pairs that only look the same."""

OTHERS = ("Газпром нефть", "μTorrent", "华兴ABC", "Müller", "Ελλάδα", "3M", "Łódź", "α-Chem")
"""Names with nothing strange about them."""


@pytest.mark.parametrize("kind", PAIRS)
def test_two_that_look_the_same_are_one(kind: str, run: Run, tmp_path: Path) -> None:
    one, other = PAIRS[kind]
    assert name_key(one) == name_key(other)
    run("account", "add", one)
    # said by whoever adds the other
    assert f"is it the same as #1 {one}" in run("account", "add", other).out.replace("（", "(")
    (pair,) = run("account", "duplicates", "--json").json
    assert (pair["account_id"], pair["other_id"]) == (1, 2)
    assert Sign.NAME.value in pair["signs"]
    assert pair["confidence"] == Confidence.HIGH


@pytest.mark.parametrize("kind", PAIRS)
def test_an_import_finds_the_one_that_is_there(kind: str, run: Run, tmp_path: Path) -> None:
    one, other = PAIRS[kind]
    run("account", "add", one)
    path = tmp_path / "accounts.csv"
    path.write_text(f'name,city\n"{other}",Lyon\n"{one}",Lyon\n', encoding="utf-8")
    report = run("import", str(path), "--json").json
    assert report["created"]["accounts"] == 0
    assert run("account", "ls", "-q").lines == ["1"]


@pytest.mark.parametrize("kind", ALIKE)
def test_letters_that_only_look_the_same_are_pointed_out(kind: str, run: Run, tmp_path: Path) -> None:
    one, other = ALIKE[kind]
    assert name_key(one) != name_key(other) == name_key(other)
    assert look_key(other) == name_key(one)
    run("account", "add", one)
    said = run("account", "add", other).out
    assert f"is it the same as #1 {one}" in said
    assert ("mixes letters" in said) == is_mixed(other) == (kind != "all Cyrillic")
    (pair,) = run("account", "duplicates", "--json").json
    assert pair["signs"] == [Sign.LOOK.value]
    path = tmp_path / "accounts.csv"
    path.write_text(f"id,name\nX9,{other} Beta\n", encoding="utf-8-sig")
    assert ("mixes letters" in run("import", str(path)).err) == is_mixed(other)


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_raise_no_doubt(name: str) -> None:
    assert not is_mixed(name)


def test_two_that_are_not_the_same_are_no_pair(book: Book) -> None:
    for name in (*OTHERS, "Acme", "Acme North", "Орион", "Beta"):
        add_account(book, name)
    assert duplicates.pairs(book.conn) == []


def test_the_database_alone_would_find_none(book: Book) -> None:
    """The control: compared without case, as SQLite does it."""
    found = 0
    for one, other in PAIRS.values():
        found += book.conn.execute("SELECT ? = ? COLLATE NOCASE", (one, other)).fetchone()[0]
    assert found == 0
