"""What an import writes: who is matched and who is not, which documents are one, and nothing a second time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamtui.domain.outcomes.book import Imported
from kamtui.ops.accounts import add_account
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import accounts, sales, touches
from kamtui.store.book import Book
from tests.ops.transfer.helpers import asked, written

SALES = "customer_id,customer_name,number,date,amount,currency\n"


class Importing:
    """Imports texts as files into one book."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = book
        self.folder = folder

    def __call__(self, *texts: str, target: str = "sales") -> Imported:
        files = [written(self.folder, f"{target}{number}.csv", text) for number, text in enumerate(texts)]
        with read_plan(files, asked(targets=(target,))) as plan:
            return apply_plan(self.book, plan).value

    def amounts(self) -> dict[str, int]:
        """Account -> what it bought."""
        found = sales.by_account(self.book.conn, dt.date.min, dt.date.max, "CNY")
        return {total.external_id or total.name: total.revenue // 10_000 for total in found}


@pytest.fixture
def importing(book: Book, tmp_path: Path) -> Importing:
    return Importing(book, tmp_path)


def test_one_name_under_several_ids_stays_several_accounts(importing: Importing) -> None:
    text = (
        SALES
        + "HO-1,Harry Olson,A,2026-01-05,10,\nHO-2,Harry Olson,A,2026-01-05,20,\nHO-3,harry olson,B,2026-02-05,30,\n"
    )
    outcome = importing(text)
    assert outcome.created == {"accounts": 3, "sales": 3}
    assert importing.amounts() == {"HO-1": 10, "HO-2": 20, "HO-3": 30}
    again = importing(text)
    assert (again.created, again.updated, again.unchanged) == ({}, {}, {"sales": 3})


def test_an_account_known_by_name_only_takes_the_id_that_comes_with_its_name(importing: Importing) -> None:
    known = add_account(importing.book, "Harry Olson").value.account_id
    importing(SALES + "HO-1,Harry Olson,A,2026-01-05,10,\nHO-2,Harry Olson,B,2026-01-05,20,\n")
    assert accounts.with_external_id(importing.book.conn, "HO-1") == known
    assert importing.amounts() == {"HO-1": 10, "HO-2": 20}


def test_an_account_with_another_id_is_left_alone_and_pointed_out(importing: Importing) -> None:
    add_account(importing.book, "Harry Olson", fields={"external_id": "CRM-7"})
    outcome = importing(SALES + "HO-1,Harry Olson,A,2026-01-05,10,\n")
    assert outcome.created["accounts"] == 1
    assert outcome.warnings == ("'Harry Olson' has several ids; are they one account?",)


def test_a_document_that_comes_again_otherwise_is_refused_and_never_written_over(importing: Importing) -> None:
    add_account(importing.book, "Acme Ltd", fields={"external_id": "7"})
    text = "account,number,date,amount\n7,A,2026-01-05,10\nAcme Ltd,A,2026-01-05,20\nAcme Ltd,B,2026-01-05,40\n"
    for _ in range(2):
        outcome = importing(text)
        assert [(row.line, row.reason.partition(" of ")[0]) for row in outcome.rejected] == [(3, "document A")]
        assert importing.amounts() == {"7": 50}
    assert outcome.unchanged == {"sales": 2}


def test_what_two_files_say_alike_is_one_document(importing: Importing) -> None:
    january = "account,date,amount\nAcme,2026-01-05,10\nAcme,2026-01-05,10\n"
    february = january + "Acme,2026-02-05,10\n"
    outcome = importing(january, february)
    assert (outcome.created["sales"], outcome.unchanged["sales"]) == (3, 2)
    assert importing.amounts() == {"Acme": 30}


def test_a_file_that_is_named_twice_is_read_once(book: Book, tmp_path: Path) -> None:
    file = written(tmp_path, "sales.csv", "account,date,amount\nAcme,2026-01-05,10\n")
    with read_plan([file, file], asked(targets=("sales",))) as plan:
        outcome = apply_plan(book, plan).value
    assert (outcome.read, outcome.created["sales"]) == (1, 1)


def test_what_two_files_say_alike_is_one_touch(importing: Importing) -> None:
    january = "account,at,kind,summary\nAcme,2026-01-05,call,prices\nAcme,2026-01-05,call,prices\n"
    importing(january, january + "Acme,2026-02-05,call,prices\n", target="touches")
    assert touches.count(importing.book.conn) == 3


def test_an_import_of_what_is_known_still_tells_what_it_saw(importing: Importing) -> None:
    text = SALES + "1,Acme,A,2026-01-05,10,\n,,B,2026-01-05,20,\n"
    first = importing(text)
    again = importing(text)
    assert again.unchanged == {"sales": 2}
    assert (again.warnings, again.unattributed) == (first.warnings, 1)
    assert "nobody's" in first.warnings[0]


def test_a_person_without_a_company_is_an_account_of_their_own_name(importing: Importing) -> None:
    importing("CustomerId,FirstName,LastName,Company\n1,Luís,Gonçalves,Embraer\n2,Leonie,Köhler,\n", target="contacts")
    names = [row.name for row in accounts.rows(importing.book.conn, [1, 2])]
    assert names == ["Embraer", "Leonie Köhler"]


def test_a_sheet_of_firms_with_their_people_is_read_once(book: Book, tmp_path: Path) -> None:
    text = "CustomerID,CompanyName,ContactName,City\n1,Acme,Ann,York\n2,Bolt,Bob\n3,Cord,Cem,Bern\n"
    with read_plan([written(tmp_path, "customers.csv", text)], asked()) as plan:
        outcome = apply_plan(book, plan).value
        assert (outcome.read, outcome.created) == (3, {"accounts": 2, "contacts": 2})
        assert (len(outcome.rejected), outcome.rejected_count) == (1, 1)


def test_an_account_without_an_id_in_the_file_is_meant_by_its_name(importing: Importing) -> None:
    importing(
        "Record Id,Last Name,Account Name,Account Name.id\nP1,Old,Acme Corp,\nP2,Lee,Ridge,R-7\n", target="contacts"
    )
    assert [(row.name, row.external_id) for row in accounts.rows(importing.book.conn, [1, 2])] == [
        ("Acme Corp", None),
        ("Ridge", "R-7"),
    ]
    outcome = importing(SALES + ",Acme Corp,A,2026-01-05,10,\n,,B,2026-01-05,20,\n")
    assert (outcome.created, outcome.unattributed) == ({"sales": 2}, 1)
    assert importing.amounts() == {"Acme Corp": 10}
