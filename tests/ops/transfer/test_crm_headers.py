"""Columns as the well-known programs name them in English and Chinese: what the rows are, and which field is which."""

from __future__ import annotations

import pytest

from kamtui.ops.transfer.asked import Wishes
from kamtui.ops.transfer.guessing import guess_targets
from kamtui.ops.transfer.mapping import map_columns
from kamtui.ops.transfer.sheets import Sheet
from kamtui.ops.transfer.targets import TARGETS

CASES = {
    "Salesforce report of opportunities": (
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Expected Revenue,Age,Close Date",
        "opportunities: account=Account Name name=Opportunity Name stage=Stage amount=Amount closed=Close Date"
        " owner=Opportunity Owner",
    ),
    "Salesforce report of people and firms": (
        "Salutation,First Name,Last Name,Title,Account Name,Mailing City,Phone,Email,Account Owner",
        "accounts: name=Account Name owner=Account Owner;"
        " contacts: account=Account Name name=First Name+Last Name title=Title phone=Phone email=Email",
    ),
    "Salesforce tasks and events": (
        "Subject,Date,Assigned,Priority,Status,Task,Company / Account,Contact,Opportunity",
        "touches: account=Company / Account contact=Contact at=Date kind==note state=Status"
        " summary=Subject by=Assigned",
    ),
    "Salesforce events, which name no account": (
        "Id,Subject,StartDateTime,EndDateTime,DurationInMinutes,WhatId,WhoId,OwnerId",
        "touches: contact=WhoId at=StartDateTime kind==meeting minutes=DurationInMinutes summary=Subject by=OwnerId"
        " key=Id about=WhatId",
    ),
    "Salesforce in Chinese": (
        "业务机会所有人,客户名,业务机会名称,阶段,金额,结束日期,创建日期,潜在客户来源,类型",
        "opportunities: account=客户名 name=业务机会名称 stage=阶段 amount=金额 owner=业务机会所有人 kind=类型"
        " origin=潜在客户来源 opened=创建日期 closed=结束日期",
    ),
    "Salesforce people in Chinese": (
        "名,姓,职位,客户名,电话,手机,电子邮件",
        "contacts: account=客户名 name=名+姓 title=职位 email=电子邮件 phone=电话 mobile=手机",
    ),
    "HubSpot calls": (
        "Record ID,Call Title,Call notes,Call outcome,Call duration (HH:mm:ss),Activity date,Activity assigned to,"
        "Associated Company",
        "touches: account=Associated Company at=Activity date kind==call minutes=Call duration (HH:mm:ss)"
        " state=Call outcome summary=Call Title+Call notes by=Activity assigned to key=Record ID",
    ),
    "HubSpot companies of old": (
        "Company ID,Name,Company Owner,Create Date,Domain,City,Phone,Industry",
        "accounts: id=Company ID name=Name owner=Company Owner industry=Industry city=City phone=Phone website=Domain",
    ),
    "HubSpot deals in Chinese": (
        "记录 ID,交易名称,交易阶段,金额,交易所有者,关闭日期,创建日期",
        "opportunities: id=记录 ID name=交易名称 stage=交易阶段 amount=金额 owner=交易所有者 opened=创建日期"
        " closed=关闭日期",
    ),
    "Dynamics accounts in Chinese": (
        "(请勿修改) 客户,(请勿修改) 行校验和,(请勿修改) 修改时间,客户名称,主要电话,地址 1: 市/县",
        "accounts: id=(请勿修改) 客户 name=客户名称 city=地址 1: 市/县 phone=主要电话",
    ),
    "Dynamics people, whose account stands twice": (
        "(Do Not Modify) Contact,Full Name,Email,Account,Company Name",
        "contacts: id=(Do Not Modify) Contact account=Account name=Full Name email=Email",
    ),
    "Dynamics opportunities": (
        "(Do Not Modify) Opportunity,Topic,Potential Customer,Est. Close Date,Est. Revenue,Status Reason,Owner",
        "opportunities: id=(Do Not Modify) Opportunity account=Potential Customer name=Topic amount=Est. Revenue"
        " owner=Owner expected=Est. Close Date",
    ),
    "Pipedrive people": (
        "Person - ID,Person - Name,Person - Organization,Person - Phone - Work,Person - Phone - Mobile,"
        "Person - Email - Work",
        "contacts: id=Person - ID account=Person - Organization name=Person - Name email=Person - Email - Work"
        " phone=Person - Phone - Work mobile=Person - Phone - Mobile",
    ),
    "Pipedrive deals": (
        "Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status",
        "opportunities: id=Deal - ID account=Deal - Organization name=Deal - Title stage=Deal - Stage"
        " amount=Deal - Value currency=Deal - Currency status=Deal - Status",
    ),
    "Zoho calls": (
        "Record Id,Subject,Call Type,Call Start Time,Call Duration (in seconds),Call Owner,"
        "Contact Name.id,Related To.id",
        "touches: contact=Contact Name.id at=Call Start Time kind==call minutes=Call Duration (in seconds)"
        " summary=Subject by=Call Owner key=Record Id direction=Call Type about=Related To.id",
    ),
    "Zoho tasks": (
        "Record Id,Task Owner,Subject,Due Date,Status,Contact Name.id,Related To.id,Created Time",
        "touches: contact=Contact Name.id at=Due Date kind==note state=Status summary=Subject by=Task Owner"
        " key=Record Id about=Related To.id",
    ),
    "Zoho of old": (
        "Potential Id,Potential Owner,Potential Name,Account Name,Stage,Amount,Closing Date",
        "opportunities: id=Potential Id account=Account Name name=Potential Name stage=Stage amount=Amount"
        " owner=Potential Owner closed=Closing Date",
    ),
    "Outlook in Chinese": (
        "称谓,名,中间名,姓,单位,部门,职务,商务电话,住宅电话,移动电话,电子邮件地址,附注",
        "contacts: account=单位 name=名+姓 title=职务 function=部门 email=电子邮件地址 phone=商务电话 mobile=移动电话"
        " note=附注",
    ),
    "Outlook, whose account is a number of theirs": (
        "First Name,Last Name,Company,Job Title,E-mail Address,Business Phone,Account,Birthday",
        "contacts: account=Company name=First Name+Last Name title=Job Title email=E-mail Address phone=Business Phone",
    ),
    "Google": (
        "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Value,Phone 1 - Value,Labels",
        "contacts: account=Organization Name name=First Name+Last Name title=Organization Title"
        " email=E-mail 1 - Value phone=Phone 1 - Value",
    ),
    "a Chinese CRM's customers": (
        "客户名称（必填）,客户编号,负责人（必填）,归属部门,客户级别,电话,网址,省,市,详细地址",
        "accounts: id=客户编号 name=客户名称（必填） owner=负责人（必填） tier=客户级别 region=省 city=市"
        " address=详细地址 phone=电话 website=网址",
    ),
    "a Chinese CRM's visits": (
        "客户名称,拜访时间,拜访人,拜访内容",
        "touches: account=客户名称 at=拜访时间 kind==visit summary=拜访内容 by=拜访人",
    ),
    "records in general are no touches": (
        "Id,Name,Type,ParentId,Phone,OwnerId,CreatedDate",
        "accounts: id=Id name=Name parent=ParentId owner=OwnerId phone=Phone",
    ),
}


@pytest.mark.parametrize(("header", "expected"), CASES.values(), ids=CASES)
def test_the_columns_of_other_programs_are_known(header: str, expected: str) -> None:
    columns = tuple(header.split(","))
    sheet = Sheet("f.csv", "f", columns, lambda: iter(()))
    found = {}
    for target in guess_targets(columns, Wishes(), "f.csv"):
        sources = map_columns(sheet, TARGETS[target], Wishes()).sources
        found[target] = {
            field: "+".join(columns[at] for at in source.columns) or f"={source.constant}"
            for field, source in sources.items()
        }
    assert {
        target: " ".join(f"{field}={fields[field]}" for field in sorted(fields)) for target, fields in found.items()
    } == {target: " ".join(sorted(_parts(fields))) for target, fields in _targets(expected)}


def _targets(text: str) -> list[tuple[str, str]]:
    return [(part.partition(":")[0].strip(), part.partition(":")[2].strip()) for part in text.split(";")]


def _parts(text: str) -> list[str]:
    """Fields with their columns, which may contain spaces and colons."""
    found: list[str] = []
    for word in text.split(" "):
        name, equals, _ = word.partition("=")
        if equals and name.isidentifier() and name.isascii():
            found.append(word)
        else:
            found[-1] += " " + word
    return found
