"""Exports of the well-known CRMs and address books: their columns, oddities and ties (HD-1..3, VC-3)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamtui.ops.transfer.asked import Wishes
from kamtui.ops.transfer.guessing import guess_targets
from kamtui.ops.transfer.mapping import map_columns
from kamtui.ops.transfer.sheets import Sheet
from kamtui.ops.transfer.targets import TARGETS
from tests.acceptance.commands import Kamtui
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

FOLDER = "18_crm_export_headers"

ACCOUNT = {"accounts.name", "contacts.account", "contacts.account_name", "touches.account", "opportunities.account"}
ACCOUNT |= {"opportunities.account_name"}
PERSON = {"contacts.name", "touches.contact"}
OWNER = {"accounts.owner", "opportunities.owner", "touches.by"}
WANTED = {
    "Account Name": ACCOUNT, "Company name": ACCOUNT, "Organization - Name*": ACCOUNT, "Organization": ACCOUNT,
    "Company": ACCOUNT, "Organization Name": ACCOUNT, "客户名称": ACCOUNT, "Associated Company (Primary)": ACCOUNT,
    "Full Name": PERSON, "First Name": PERSON, "FirstName": PERSON, "Person - Name": PERSON, "姓名": PERSON,
    "联系人": PERSON, "Primary Contact": PERSON, "WhoId": PERSON,
    "Email": {"contacts.email"}, "E-mail Address": {"contacts.email"}, "E-mail 1 - Value": {"contacts.email"},
    "Email Address": {"contacts.email"}, "Person - Email": {"contacts.email"}, "Primary Email": {"contacts.email"},
    "Phone": {"accounts.phone", "contacts.phone"}, "Phone Number": {"accounts.phone", "contacts.phone"},
    "Business Phone": {"contacts.phone"}, "Main Phone": {"accounts.phone"}, "手机": {"contacts.mobile"},
    "Account Owner": OWNER, "Company owner": OWNER, "Deal owner": OWNER, "Deal - Owner": OWNER, "负责人": OWNER,
    "Organization - Owner": OWNER, "Account Manager": OWNER, "Owner": OWNER, "OwnerId": OWNER,
    "Amount": {"opportunities.amount"}, "Deal - Value": {"opportunities.amount"},
    "Obchod - Hodnota": {"opportunities.amount"},
    "Stage": {"opportunities.stage"}, "StageName": {"opportunities.stage"}, "Deal Stage": {"opportunities.stage"},
    "Deal - Stage (pipeline)": {"opportunities.stage"}, "Obchod - Fáze": {"opportunities.stage"},
    "Close Date": {"opportunities.closed"}, "CloseDate": {"opportunities.closed"},
    "Closing Date": {"opportunities.closed"}, "Deal - Expected close date": {"opportunities.expected"},
    "ActivityDate": {"touches.at"}, "Activity date": {"touches.at"}, "Call Start Time": {"touches.at"},
    "Due Date": {"touches.at"}, "Activity - Due date": {"touches.at"}, "Start Date": {"touches.at"},
    "Subject": {"touches.summary"}, "Activity - Subject": {"touches.summary"},
    "Activity - Subject*": {"touches.summary"},
    "Activity Type": {"touches.kind"}, "Activity - Type": {"touches.kind"},
    "(Do Not Modify) Account": {"accounts.id"}, "(Do Not Modify) Contact": {"contacts.id"},
    "(Do Not Modify) Activity": {"touches.key"}, "(Do Not Modify) Lead": {"contacts.id"},
    "(Do Not Modify) Row Checksum": set(), "(Do Not Modify) Modified On": set(),
}  # fmt: skip
"""Column -> the fields of which it may be one; none: it has to be left out."""

NOT_THERE = {
    # a person's own colleague in charge is not kept, nor what hangs on the record in general
    ("salesforce", "OwnerId"), ("dynamics365", "Due Date"), ("dynamics365", "Subject"),
    ("salesforce", "ActivityDate"), ("salesforce", "FirstName"), ("google_contacts", "Subject"),
    ("google_contacts", "First Name"), ("thunderbird", "First Name"), ("dynamics365", "First Name"),
    ("dynamics365", "Company Name"),
}  # fmt: skip
"""Columns that another one of the same set says better, or that belong to what is not imported."""


def fields_of(header: list[str]) -> tuple[tuple[str, ...], dict[str, set[str]]]:
    """What the rows are, and column -> the fields it became."""
    names = guess_targets(header, Wishes(), "f.csv")
    sheet = Sheet("f.csv", "f", tuple(header), lambda: iter(()))
    found: dict[str, set[str]] = {}
    for name in names:
        for field, source in map_columns(sheet, TARGETS[name], Wishes()).sources.items():
            for at in source.columns:
                found.setdefault(header[at], set()).add(f"{name}.{field}")
    return names, found


def test_hd1_columns_are_mapped_wherever_they_exist() -> None:
    sets = json.loads(real(f"{FOLDER}/headers.json").read_text(encoding="utf-8"))
    missed = []
    seen = 0
    for each in sets:
        if not isinstance(each["headers"], list):
            continue
        names, found = fields_of(each["headers"])
        for column in each["headers"] if names else ():
            wanted = WANTED.get(column.strip())
            became = found.get(column, set())
            if wanted is None or (each["system"], column) in NOT_THERE:
                continue
            seen += 1
            if not (became & wanted if wanted else not became):
                missed.append((each["system"], each["entity"], column, became))
    assert missed == []
    assert seen > 110


def test_hd1_every_set_is_recognised_but_those_without_a_customer() -> None:
    sets = json.loads(real(f"{FOLDER}/headers.json").read_text(encoding="utf-8"))
    unknown = [
        each["entity"] for each in sets if isinstance(each["headers"], list) and not fields_of(each["headers"])[0]
    ]
    assert unknown == ["api/data export: OpportunityContactRole", "notes"]


def fixture(name: str) -> str:
    return str(real(f"{FOLDER}/fixtures/{name}.csv"))


@pytest.fixture
def kamtui(tmp_path: Path) -> Kamtui:
    return Kamtui(tmp_path, currency="USD", today="2026-11-22")


def test_hd2_zoho_files_come_in_together(kamtui: Kamtui) -> None:
    files = [fixture(f"zoho_{what}") for what in ("accounts", "contacts", "deals", "notes")]
    report = kamtui.json("import", *files)
    # Acme Corp is not among the accounts of the file
    assert report["created"] == {"accounts": 4, "contacts": 4, "sales": 0, "touches": 2, "opportunities": 4}
    rejected = [(Path(row["file"]).stem, row["line"], row["reason"]) for row in report["rejected"]]
    assert rejected == [
        ("zoho_accounts", 5, "no name"),
        ("zoho_deals", 7, "no name"),
        ("zoho_notes", 4, "nothing here has the key 999; import what it belongs to first"),
    ]
    deals = {row["name"]: row for row in kamtui.json("opportunity", "ls", "--outcome", "all")}
    assert sorted(row["amount"] or "" for row in deals.values()) == ["", "12400.00", "8000.00", "95570.69"]
    days = {row["expected_on"] or row["closed_on"] for row in deals.values()}
    assert days == {"2026-11-15", "2026-10-01", "2026-09-12", None}
    notes = {row["summary"].partition("\n")[2] or row["summary"]: row for row in kamtui.json("touch", "ls")}
    assert {text: (row["account"], row["kind"]) for text, row in notes.items()} == {
        "Gate code 1234": ("Cedar Lane HOA", "note"),
        "Wants it done before Thanksgiving": ("Ridge Property Group", "note"),
    }
    people = {row["name"]: row["account"] for row in kamtui.json("contact", "ls")}
    assert people["Kim Old"] == "Acme Corp"
    assert kamtui.json("account", "show", "ext:4876876000000111")["name"] == "Ridge Property Group"
    again = kamtui.json("import", *files)
    assert (any(again["created"].values()), again["updated"], again["change"]) == (False, 0, None)


def test_hd3_pipedrive_is_four_things_in_a_row(kamtui: Kamtui) -> None:
    report = kamtui.json("import", fixture("pipedrive_sample"))
    assert report["created"] == {"accounts": 1, "contacts": 1, "sales": 0, "touches": 1, "opportunities": 1}
    assert [row["amount"] for row in kamtui.json("opportunity", "ls")] == ["100.00"]
    (activity,) = kamtui.json("touch", "ls")
    assert (activity["on"], activity["account"], activity["summary"]) == ("2024-12-05", "Moveer Limited", "First pitch")


def test_hd3_headers_below_other_lines_and_behind_a_mark_are_found(kamtui: Kamtui) -> None:
    linkedin = kamtui.ok("import", fixture("linkedin_Connections"))
    assert "the header is on line 4" in linkedin.err
    assert kamtui.count("contact", "ls") == 2
    hubspot = kamtui.ok("import", fixture("hubspot_companies"))
    assert "id = Record ID" in hubspot.err
    assert "Bluebay Gaming Ltd appears under several ids: 9001, 9004" in hubspot.err
    refused = kamtui.run("import", str(real("20_npsp_salesforce/NPSP_Data_Import_Template.csv")))
    assert "The columns are: Contact1 Salutation, Contact1 First Name" in refused.err


def test_hd3_what_a_contact_has_no_field_for_stands_in_the_note(kamtui: Kamtui) -> None:
    for file in (fixture("google_contacts_current"), fixture("linkedin_Connections")):
        kamtui.ok("import", file)
        assert kamtui.json("import", file)["change"] is None
    robert = kamtui.json("contact", "show", "Robert Smith")
    assert (robert["email"], robert["phone"]) == ("rob@acme.example", "+1 415 555 0134")
    assert robert["note"].splitlines()[2:] == [
        "E-mail 1: bob@gmail.com",
        "Phone 1: +1 415 555 0135",
        "Birthday: --03-07",
    ]
    notes = [kamtui.json("contact", "show", name)["note"] for name in ("Priya Sharma", "Arjun Mehta")]
    assert notes == ["Connected On: 2024-03-12", "Connected On: 2023-01-03"]


@pytest.mark.parametrize(
    ("name", "people", "mails", "numbers"),
    [("gmail", 1, 4, 7), ("tb_plain", 1, 2, 5), ("outlook", 1, 3, 0), ("email", 4, 1, 0), ("all", 1, 3, 13)],
)
def test_vc3_address_books_keep_every_mail_and_number(
    kamtui: Kamtui, name: str, people: int, mails: int, numbers: int
) -> None:
    file = str(real(f"15_contacts/roundcube/src/Csv2vcard/{name}.csv"))
    kamtui.ok("import", file)
    assert kamtui.json("import", file)["change"] is None
    assert kamtui.count("contact", "ls") == people
    somebody = kamtui.json("contact", "show", "1")
    lines = (somebody["note"] or "").splitlines()
    labels = [line.partition(":")[0] for line in lines]
    said = sum("mail" in label.lower() for label in labels) + bool(somebody["email"])
    others = sum(any(word in label for word in ("Phone", "Fax", "Pager", "Mobile")) for label in labels)
    assert said == mails
    assert others + bool(somebody["phone"]) + len(somebody["aliases"]) == numbers
    if name == "all":
        assert "Birthday: 20/01/1991" in lines


def test_hd3_a_chinese_export_keeps_line_breaks_and_quotes(kamtui: Kamtui) -> None:
    kamtui.ok("import", fixture("cn_customers_export"))
    found = {row["name"]: row for row in kamtui.json("account", "ls")}
    assert found["含,逗号"]["owner"] == '王"蕾'
    assert kamtui.json("account", "show", "深大 AI CRM")["note"] == "第一行\n第二行"
