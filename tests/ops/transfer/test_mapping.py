from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.errors import BadInput
from kamtui.ops.transfer import mapfile
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.guessing import guess_targets
from kamtui.ops.transfer.mapping import map_columns
from kamtui.ops.transfer.sheets import Chunk, Sheet
from kamtui.ops.transfer.targets import TARGETS
from tests.ops.transfer.helpers import TODAY, written


def sheet(header: str, *lines: str) -> Sheet:
    rows = [line.split(",") for line in lines]
    return Sheet("f.csv", "f", tuple(header.split(",")), lambda: iter([Chunk(range(2, 2 + len(rows)), list(rows), [])]))


def mapped(target: str, header: str, *lines: str, **wishes: object) -> dict[str, str]:
    found = sheet(header, *lines)
    mapping = map_columns(found, TARGETS[target], Wishes(**wishes))  # type: ignore[arg-type]
    return {
        field: "+".join(found.header[at] for at in source.columns) or f"={source.constant}"
        for field, source in mapping.sources.items()
    }


def guess(header: str) -> tuple[str, ...]:
    return guess_targets(header.split(","), Wishes(), "f.csv")


@pytest.mark.parametrize(
    ("header", "targets"),
    [
        ("id,name,industry,region,owner,currency", ("accounts",)),
        ("id,account,name,title,level,function,email", ("contacts",)),
        ("key,account,contact,at,kind,minutes,summary,by", ("touches",)),
        ("account,number,date,amount,currency,profit", ("sales",)),
        ("CustomerID,CompanyName,ContactName,ContactTitle,City,Phone", ("accounts", "contacts")),
        ("客户编号,公司名称,联系人姓名,联系电话,地址,email", ("accounts", "contacts")),
        ("InvoiceNo,CustomerID,InvoiceDate,Country,Amount,Lines", ("sales",)),
        ("OrderID,CustomerID,EmployeeID,OrderDate,Freight", ("sales",)),
        ("ID,Date,Volume,Amount", ("sales",)),
        ("account_id,account,sector,year_established,revenue", ("accounts",)),
        ("account_id,account_name,contact_name,activity_type,status,timestamp,comment", ("touches",)),
        ("Record ID,First Name,Last Name,Email,Contact owner,Create Date", ("contacts",)),
        ("Record Id,Account Owner,Account Name,Phone", ("accounts",)),
        ("Record Id,First Name,Last Name,Account Name,Account Name.id,Email", ("contacts",)),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", ("contacts",)),
        ("(Do Not Modify) Contact,Full Name,Account Name,Account Manager", ("accounts", "contacts")),
        ("姓名,手机", ("contacts",)),
        ("客户名称,跟进时间,跟进方式,跟进内容", ("touches",)),
        ("Record ID,Deal Name,Deal Stage,Amount,Close Date", ("opportunities",)),
        ("customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount", ("invoices",)),
        ("customerNumber,checkNumber,paymentDate,amount", ("payments",)),
        ("*ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue", ("invoices",)),
        ("Date,Transaction Type,Num,Customer,Due Date,Amount,Open Balance", ("invoices",)),
        ("单据编号,单据日期,客户名称,到期日,应收金额,已收金额,未收金额", ("invoices",)),
        ("收款单号,收款日期,客户名称,收款金额,收款类型,对应发票号", ("payments",)),
        ("account,number,issued,amount", ("invoices",)),
        ("account,date,amount,invoice,number", ("payments",)),
        ("account,invoice,date,amount", ("sales",)),
        ("EmployeeID,LastName,FirstName,Email", ()),
        ("ArtistId,Name", ()),
        ("account,period,metric,value,unit", ("facts",)),
        ("客户编号,月份,指标,数值", ("facts",)),
        ("Customer,Month,KPI,Amount", ("facts",)),
        ("account,period,value", ()),
        ("foo,bar", ()),
        ("First Name,Nickname", ("contacts",)),
        ("First Name,Shoe size", ()),
    ],
)
def test_headers_say_what_the_rows_are(header: str, targets: tuple[str, ...]) -> None:
    assert guess(header) == targets


def test_a_field_in_the_map_file_helps_to_guess() -> None:
    wishes = Wishes(columns={"account": ("kund",), "date": ("datum",), "amount": ("foo",)})
    assert guess_targets(["foo", "kund", "datum"], wishes, "f.csv") == ("sales",)


def test_headers_are_compared_without_case_spaces_and_stars() -> None:
    assert mapped("accounts", "ACCOUNT_NAME*, billing city ,Country/Region")["name"] == "ACCOUNT_NAME*"
    assert mapped("accounts", "Company name,Amount (EUR),City (Billing)")["city"] == "City (Billing)"


def test_our_own_names_come_first() -> None:
    assert mapped("accounts", "company,name") == {"name": "name"}
    assert mapped("contacts", "Title,Job Title,Full Name")["title"] == "Job Title"


def test_an_account_known_only_by_name_is_the_account() -> None:
    assert mapped("sales", "Customer Name,Order Date,Sales") == {
        "account": "Customer Name", "date": "Order Date", "amount": "Sales",
    }  # fmt: skip
    both = mapped("sales", "Customer ID,Customer Name,Order Date,Sales")
    assert (both["account"], both["account_name"]) == ("Customer ID", "Customer Name")


def test_first_and_last_name_make_the_name() -> None:
    assert mapped("contacts", "contactLastName,contactFirstName")["name"] == "contactFirstName+contactLastName"
    assert mapped("contacts", "Last Name")["name"] == "Last Name"
    assert mapped("contacts", "Name,FirstName,LastName")["name"] == "Name"


def test_subject_stands_before_the_summary_and_time_behind_the_day() -> None:
    found = mapped("touches", "Subject,Start Date,Start Time,Description,Type")
    assert found["summary"] == "Subject+Description"
    assert found["at"] == "Start Date+Start Time"
    assert mapped("touches", "Subject,Date")["summary"] == "Subject"


def test_an_id_that_comes_again_is_the_buyer() -> None:
    assert mapped("sales", "ID,Date,Amount", "1,x,1", "1,x,2")["account"] == "ID"
    assert "account" not in mapped("sales", "ID,Date,Amount", "1,x,1", "2,x,2")


def test_the_users_columns_come_first_and_empty_leaves_out() -> None:
    found = mapped(
        "accounts", "Name,Code,Phone", columns={"name": ("code",), "phone": ("",)}, constants={"currency": "EUR"}
    )
    assert found == {"name": "Code", "currency": "=EUR"}


def test_unknown_columns_and_fields_are_refused() -> None:
    with pytest.raises(BadInput, match=r"f.csv has no column 'Naam'; its columns are: Name, Code"):
        mapped("accounts", "Name,Code", columns={"name": ("Naam",)})
    with pytest.raises(BadInput, match="there is no field 'nmae'"):
        mapped("accounts", "Name,Code", columns={"nmae": ("Name",)})
    with pytest.raises(BadInput, match="there is no field 'amount'; use id, name"):
        mapped("accounts", "Name,Code", constants={"amount": "5"}, targets=("accounts",))


def test_a_field_of_another_target_belongs_to_another_sheet() -> None:
    assert mapped("accounts", "Name", columns={"amount": ("Betrag",)}) == {"name": "Name"}


MAP = """
target = "sales"
encoding = "gb18030"
delimiter = "tab"
header_line = 4
header = ["a", "b"]
date_order = "dmy"
decimal = ","
[columns]
account = "Customer ID"
name = ["First", "Last"]
[constants]
currency = "EUR"
[values.kind]
"Tel." = "call"
[files."orders*.csv"]
date_order = { date = "mdy" }
"""


def test_a_map_file_holds_everything(tmp_path: Path) -> None:
    general, single = mapfile.load(Path(written(tmp_path, "m.toml", MAP)))
    assert general == Wishes(
        targets=("sales",), encoding="gb18030", delimiter="\t", header_line=4, header=("a", "b"), date_order="dmy",
        decimal=",", columns={"account": ("Customer ID",), "name": ("First", "Last")}, constants={"currency": "EUR"},
        values={"kind": {"Tel.": "call"}},
    )  # fmt: skip
    assert single == {"orders*.csv": Wishes(date_orders={"date": "mdy"})}


def test_answers_come_before_options_before_the_map_file() -> None:
    asked = Asked(
        today=TODAY,
        options=Wishes(encoding="cp1252"),
        map=Wishes(encoding="gbk", decimal=",", columns={"name": ("A",)}),
        files={"orders*.csv": Wishes(decimal="."), "other.csv": Wishes(encoding="utf-8")},
        answers={
            "target:in/orders1.csv": "sales",
            "column:in/orders1.csv:amount": "Betrag",
            "dates:in/orders1.csv:date": "dmy",
            "decimal:in/orders1.csv:amount": ",",
            "constant:in/orders1.csv:kind": "call",
            "words:in/orders1.csv:state": "done",
            "encoding:else.csv": "big5",
        },
    )
    found = asked.of("in/orders1.csv")
    assert (found.encoding, found.decimal, found.targets) == ("cp1252", ".", ("sales",))
    assert found.columns == {"name": ("A",), "amount": ("Betrag",)}
    assert (found.date_orders, found.decimals) == ({"date": "dmy"}, {"amount": ","})
    assert (found.constants, found.values) == ({"kind": "call"}, {"state": {"*": "done"}})
    assert asked.of("else.csv").encoding == "big5"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = ", "is not a map file"),
        ('target = "deals"', f"target = 'deals'; it must be one of {', '.join(TARGETS)}"),
        ('date_order = "dym"', "date_order = 'dym'"),
        ('date_order = { date = "x" }', "date_order = 'x'"),
        ('decimal = ";"', "decimal = ';'"),
        ('header_line = "4"', "header_line must be a line number"),
        ("columns = 5", "'columns' must be a table"),
        ("[columns]\nname = 5", "'name' must be a text or a list of texts"),
        ('colunms = "x"', "'colunms' is not a key of a map file"),
        ("[files]\nx = 5", "'x' must be a table"),
    ],
)
def test_a_wrong_map_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message.replace("(", r"\(")):
        mapfile.load(Path(written(tmp_path, "m.toml", text)))


def test_a_missing_map_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot read"):
        mapfile.load(tmp_path / "none.toml")
