"""Seventy-one files of vCards: every card is a person, or is named with what is wrong (VC-1, VC-2)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamtui.ops.transfer import vcards
from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def folder() -> Path:
    return real("15_contacts")


def people(path: Path) -> list[dict[str, str]]:
    (sheet,) = vcards.sheets(path.name, path)
    return [dict(zip(sheet.header, row, strict=True)) for chunk in sheet.read() for row in chunk.rows]


def test_vc1_every_card_is_a_person_or_is_reported(folder: Path) -> None:
    expected = json.loads(real("expected/vcards.json").read_text(encoding="utf-8"))
    files = sorted(folder.rglob("*.vcf"))
    assert len(files) == len(expected) == 71
    cards, refused, odd = 0, {}, []
    for path in files:
        said = expected[path.relative_to(folder).as_posix()]
        (sheet,) = vcards.sheets(path.name, path)
        bad = [each.reason for chunk in sheet.read() for each in chunk.bad]
        if bad:
            refused[path.name] = bad
        found = people(path)
        cards += len(found) + bad.count("nobody is named")
        named = [each for each in said["contacts"] if each["fn"] or each["n"] or each["email"]]
        for one, other in zip(found, named, strict=True):
            mails = bool(one["email"]) + one["note"].count("email: ")
            if (other["fn"] and " ".join(other["fn"].split()) != one["name"]) or mails != other["email"]:
                odd.append((path.name, one["name"]))
    assert cards == 158
    assert refused == {
        "unparsable.vcf": ["the card has no END"],
        "legacy_multi.vcf": ["nobody is named"],
        "issue64.vcf": ["nobody is named"],
    }
    # one byte that no encoding is certain of: it is read as Western and reported
    assert odd == [("thebat.vcf", "Piotr Iksiñski")]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("utf-16_sample.vcf", "Ǽgean ĽdaMonté"),
        ("johndoe.vcf", "John Doë"),
        ("gb18030_v30.vcf", "张三"),
        ("gb2312_qp_v21.vcf", "张三"),
        ("xiaomi_qp_v21.vcf", "张三"),
        ("android_qp_softbreak_v21.vcf", "张三"),
        ("korean-c.vcf", "최유림"),
    ],
)
def test_vc2_names_are_read_in_the_encoding_of_each_card(folder: Path, file: str, name: str) -> None:
    (path,) = folder.rglob(file)
    assert name in [each["name"] for each in people(path)]


def test_vc1_the_command_takes_all_files_in_and_names_what_it_refuses(folder: Path, tmp_path: Path) -> None:
    kamtui = Kamtui(tmp_path, currency="USD", today="2026-11-22")
    report = kamtui.json("import", *(str(path) for path in sorted(folder.rglob("*.vcf"))))
    refused = {Path(row["file"]).name: row["reason"] for row in report["rejected"]}
    assert refused == {
        "unparsable.vcf": "the card has no END",
        "legacy_multi.vcf": "nobody is named",
        "issue64.vcf": "nobody is named",
    }
    # 158 cards and the one without an end; two name nobody, and some are in more than one file
    people = report["created"]["contacts"] + report["updated"] + report["unchanged"]
    assert (report["read"], people) == (159, 156)
    names = {row["name"] for row in kamtui.json("contact", "ls")}
    assert {"Ǽgean ĽdaMonté", "John Doë", "张三", "山田 太郎", "최유림"} <= names


def test_what_is_exported_changes_nothing_when_it_comes_back(folder: Path, tmp_path: Path) -> None:
    kamtui = Kamtui(tmp_path, currency="USD", today="2026-11-22")
    kamtui.ok("import", *(str(path) for path in sorted(folder.rglob("*.vcf"))))
    target = str(tmp_path / "x.vcf")
    kamtui.ok("export", "contacts", "--output", target)
    again = kamtui.json("import", target)
    assert (any(again["created"].values()), again["updated"], again["rejected"]) == (False, 0, [])


def test_vc3_address_books_as_tables(folder: Path, tmp_path: Path) -> None:
    kamtui = Kamtui(tmp_path, currency="USD", today="2026-11-22")
    for name, count in (("gmail", 1), ("tb_plain", 1), ("outlook", 1), ("email", 4), ("all", 1)):
        (path,) = folder.rglob(f"{name}.csv")
        report = kamtui.json("import", str(path))
        assert (name, report["read"], report["rejected"]) == (name, count, [])
