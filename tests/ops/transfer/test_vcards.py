"""vCards: people with their firm out of any telephone's cards, and our own people back as they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.ops.contacts import add_contact
from kamtui.ops.transfer import contentlines, outgoingvcards, vcards
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.transfer.targets import TARGETS
from kamtui.store import contacts
from kamtui.store.book import Book
from tests.conftest import TODAY

FIELDS = TARGETS["contacts"].fields


@pytest.fixture
def people(tmp_path: Path) -> Callable[[bytes], list[dict[str, str]]]:
    """The people of a file, each as column -> value where there is one."""

    def read(data: bytes) -> list[dict[str, str]]:
        path = tmp_path / "cards.vcf"
        path.write_bytes(data)
        (sheet,) = vcards.sheets("cards.vcf", path)
        return [
            {name: cell for name, cell in zip(sheet.header, row, strict=True) if cell}
            for chunk in sheet.read()
            for row in chunk.rows
        ]

    return read


People = Callable[[bytes], list[dict[str, str]]]


def card(*lines: str, version: str = "3.0") -> bytes:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")).encode()


def test_a_card_is_a_person_at_their_firm(people: People) -> None:
    data = card(
        "UID:urn:uuid:42",
        "FN:Anna Berg",
        "N:Berg;Anna;;;",
        "ORG:Acme\\; Sons Ltd;Sales",
        "TITLE:Buyer",
        "EMAIL;TYPE=HOME:a@home.example",
        "item1.EMAIL;TYPE=WORK,PREF:a@acme.example",
        "TEL;TYPE=CELL:+49 170 1",
        "TEL;VALUE=uri;TYPE=work:tel:+49-30-1",
        "TEL;TYPE=WORK,FAX:+49 30 2",
        "BDAY:--03-07",
        "NOTE:first line\\nsecond\\, line that is folded here",
        " \tand goes on",
    )
    assert people(data) == [
        {
            "id": "42",
            "account": "Acme; Sons Ltd",
            "account_name": "Acme; Sons Ltd",
            "name": "Anna Berg",
            "title": "Buyer",
            "email": "a@acme.example",
            "phone": "+49-30-1",
            "mobile": "+49 170 1",
            "note": "first line\nsecond, line that is folded here\tand goes on\n"
            "email: a@home.example\nfax: +49 30 2\nbirthday: --03-07",
        }
    ]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("UTF-8", "utf-8"), ("GB2312", "gb2312"), ("GB18030", "gb18030"), ("Big5", "big5")]
)
def test_quoted_printable_of_any_encoding_is_read_across_soft_line_ends(
    people: People, charset: str, encoding: str
) -> None:
    name = "".join(f"={byte:02X}" for byte in "张三".encode(encoding if encoding != "big5" else "gb18030"))
    if encoding == "big5":
        name = "".join(f"={byte:02X}" for byte in "張三".encode("big5"))
    head = f"N;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:"
    data = card(f"{head}{name[:6]}=", f"{name[6:]};;;;", "TEL;CELL;PREF:138", version="2.1")
    (found,) = people(data)
    assert (found["name"], found["mobile"]) == ("張三" if encoding == "big5" else "张三", "138")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_mark(people: People, encoding: str) -> None:
    data = card("FN:Ǽgean ĽdaMonté 王").decode().encode(encoding)
    assert vcards.is_vcard(data)
    assert [each["name"] for each in people(data)] == ["Ǽgean ĽdaMonté 王"]


def test_a_card_within_a_card_and_one_without_an_end_are_no_people(tmp_path: Path, people: People) -> None:
    inner = card("FN:Agent Inner").decode().strip()
    data = card("FN:Outer", f"AGENT:\r\n{inner}", "TITLE:Boss") + b"BEGIN:VCARD\nFN:Lost\n" + card("FN:Last")
    assert [(each["name"], each.get("title")) for each in people(data)] == [("Outer", "Boss"), ("Last", None)]
    (sheet,) = vcards.sheets("cards.vcf", tmp_path / "cards.vcf")
    assert [bad.reason for chunk in sheet.read() for bad in chunk.bad] == ["the card has no END"]


def test_a_name_is_put_together_as_its_language_has_it(people: People) -> None:
    data = card("N:王;小明;;;") + card("N:Berg;Anna;Maria;Dr.;") + card("ORG:Acme Ltd") + card("EMAIL:a@b.example")
    assert [each["name"] for each in people(data)] == ["王小明", "Dr. Anna Maria Berg", "Acme Ltd", "a@b.example"]


def test_values_that_are_not_utf8_are_read_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(card("FN:John Doë").decode().encode("cp1252"))
    (sheet,) = vcards.sheets("cards.vcf", path)
    ((row,),) = [chunk.rows for chunk in sheet.read()]
    assert "John Doë" in row
    assert sheet.encoding == "cp1252"


def test_the_same_cards_again_change_nothing(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(card("FN:Anna Berg", "ORG:Acme") + card("FN:Nobody's", "EMAIL:n@example.com") + card("NOTE:x"))
    for created in (2, 0):
        with read_plan([str(path)], Asked(TODAY)) as plan:
            done = apply_plan(book, plan.settled()).value
        assert (done.created.get("contacts", 0), done.updated) == (created, {})
        assert [row.reason for row in done.rejected] == ["nobody is named"]
    assert len(contacts.ids(book.conn)) == 2


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120).filter(str.strip)


def test_who_has_no_firm_is_put_where_people_of_their_mail_domain_are(book: Book, acme: int, tmp_path: Path) -> None:
    add_contact(book, acme, "Anna Berg", fields={"email": "anna@acme.test"})
    path = tmp_path / "c.vcf"
    cards = (
        f"BEGIN:VCARD\nFN:{name}\nEMAIL:{mail}\nEND:VCARD\n"
        for name, mail in (("Ben Roth", "ben@ACME.test"), ("Eve Sand", "eve@gmail.com"))
    )
    path.write_text("".join(cards))
    for created in (2, 0):
        with read_plan([str(path)], Asked(TODAY)) as plan:
            done = apply_plan(book, plan.settled()).value
        assert (done.created.get("contacts", 0), done.created.get("accounts", 0), done.updated) == (created, 0, {})
        assert any("mail domain" in warning for warning in done.warnings) is bool(created)
    placed = "SELECT c.name FROM contact c JOIN position p ON p.contact_id = c.id ORDER BY c.id"
    names = [name for (name,) in book.conn.execute(placed)]
    assert names[-2:] == ["Anna Berg", "Ben Roth"]


@settings(max_examples=60, deadline=None)
@given(name=LINES.map(lambda text: " ".join(text.split())).filter(bool), note=LINES, account=LINES)
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, note: str, account: str
) -> None:
    account = " ".join(account.split())
    path = tmp_path_factory.mktemp("vcf") / "c.vcf"
    row = ["P1", account, account, name, "Buyer", "exec", "sales", "a@b.example", "1", "2", "P2", note.strip()]
    with path.open("w", encoding="utf-8", newline="") as file:
        outgoingvcards.write(file, FIELDS, [row])
    assert all(len(line) <= outgoingvcards.FOLD for line in path.read_bytes().split(b"\r\n"))
    (sheet,) = vcards.sheets("c.vcf", path)
    (chunk,) = sheet.read()
    assert chunk.rows == [row]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300).map(lambda noise: b"BEGIN:VCARD\n" + noise + b"\nEND:VCARD\n"))
def test_no_noise_breaks_the_reader(data: bytes) -> None:
    for number, read in vcards._cards(contentlines.as_ascii_based(data)):
        assert number >= 1
        if read is not None:
            vcards._row(read, "cp1252")
