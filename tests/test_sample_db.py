"""The sample book stays whole, believable and alive on any day: what an edit by hand must not break."""

from __future__ import annotations

import csv
import math
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[1] / "sample_db"

HEADERS = {
    "accounts": "id,name,alias,parent,owner,segment,kind,industry,region,country,city,note",
    "contacts": "id,account,name,title,level,function,email,phone,reports_to",
    "sales": "account,number,date,amount,profit,kind",
    "touches": "key,account,contact,at,kind,minutes,state,direction,feedback,by,summary",
    "facts": "account,metric,period,value,on,source,confidence",
    "policies": "on,by,rules,note",
    "judgements": "account,criterion,on,score,answer,by,source,note",
    "tiers": "account,on,tier,by,reason",
    "statuses": "account,on,status,grade,by,reason",
    "tasks": "id,account,contact,title,owner,on,due,theirs,repeat,done,result",
    "departures": "contact,on,reason,note",
    "opinions": "account,contact,on,about,score,text,confidential,by",
    "reviews": "account,on,by,until,reason",
    "exceptions": "account,on,kind,title,proposal,by,decided,decision,answer,decided_by",
    "influences": "account,contact,on,roles,degree,mode,rating,stance,win,result,rung,rung_wanted,confidential,by",
    "covers": "account,contact,who,on,strength,wanted,by",
    "teams": "account,who,function,from",
    "ratings": "who,criterion,on,score,note,by",
    "links": "account,contact,to_account,to_contact,kind,on,note,by",
    "profiles": "account,contact,field,value,source,on,confidential,by",
    "rivals": "account,name,product,on,share,strengths,contacts,counter,move,move_on,source,by",
    "partnerships": "account,on,stage,until,note,by",
    "plans": "account,section,text,source,on,by",
    "goals": "account,title,kind,metric,unit,base,target,due,solution,on,by,actuals",
    "actions": "account,goal,title,owner,on,due,done",
    "products": "code,name,series,list_price,lead_days,alias",
    "supply": "account,product,metric,period,value,on",
    "invoices": "account,number,issued,due,amount,order,paid_on,paid_amount,disputed,dispute,note",
    "payments": "account,invoice,date,amount,kind,note",
    "credit": "account,on,grade,limit,next_review,reason,by",
    "terms": "account,kind,title,value,unit,cost,prepay,condition,from,to,on,designed_with,exception,by",
    "peaks": "account,name,product,starts,ends,quantity,unit,lead_days,on,by,note",
    "issues": "id,account,contact,at,kind,severity,title,owner,department,answered,resolved,first_time,cause,lesson,"
    "prevented_by,answer",
    "opportunities": "id,account,name,kind,level,amount,currency,product,owner,origin,opened,expected,outcome,closed,"
    "reason",
    "quotas": "who,amount,on,by",
    "rates": "currency,value,on,source",
}
DATES = {
    "sales": "date",
    "touches": "at",
    "facts": "on",
    "policies": "on",
    "judgements": "on",
    "tiers": "on",
    "statuses": "on",
    "departures": "on",
    "opinions": "on",
    "reviews": "on",
    "exceptions": "on",
    "influences": "on",
    "covers": "on",
    "teams": "from",
    "ratings": "on",
    "links": "on",
    "profiles": "on",
    "rivals": "on",
    "partnerships": "on",
    "plans": "on",
    "goals": "on",
    "actions": "on",
    "invoices": "issued",
    "payments": "date",
    "credit": "on",
    "terms": "on",
    "peaks": "on",
    "issues": "at",
    "opportunities": "opened",
    "quotas": "on",
    "rates": "on",
}
VOCABULARIES = {
    "accounts.segment": "economic important group strategic",
    "accounts.kind": "end_user distributor dealer wholesaler agent government household",
    "contacts.level": "exec mid front",
    "contacts.function": "purchasing operations technical finance marketing management legal it other",
    "sales.kind": "order return summary",
    "touches.kind": ("visit meeting call email message event training workshop annual_forum survey internal note"),
    "touches.state": "done scheduled cancelled",
    "touches.direction": "out in both",
    "touches.feedback": "+ 0 -",
    "exceptions.kind": "terms credit capacity time service other",
    "exceptions.decision": "approve change refuse",
    "facts.metric": "wallet_est cost_to_serve concession",
    "facts.confidence": "low medium high",
    "judgements.source": "customer public competitor internal",
    "tiers.tier": "key regular prospect unattractive",
    "statuses.status": "developing solid defending declining",
    "influences.degree": "high medium low",
    "influences.mode": "growth trouble even_keel overconfident",
    "links.kind": "influences referral partner relative formerly_with other",
    "partnerships.stage": "none exploring agreed alliance",
    "profiles.source": "customer public competitor internal",
    "rivals.source": "customer public competitor internal",
    "plans.source": "customer public competitor internal",
    "supply.metric": "stock_qty sellthrough_qty forecast_qty",
    "payments.kind": "payment prepayment write_off",
    "credit.grade": "A B C D",
    "terms.kind": "discount rebate joint_promo freight training stock_support payment_days exclusivity other",
    "terms.unit": "percent days money",
    "issues.kind": "complaint request suggestion delivery install operation quality billing other",
    "issues.severity": "1 2 3",
    "opportunities.kind": "new_business renewal upsell cross_sell tender other",
    "opportunities.level": "universe above in best_few",
    "opportunities.outcome": "won lost",
    "departures.reason": "left_company moved_inside moved_to_rival retired unknown entered_wrongly",
}
GRADES = {
    "developing": {"potential", "limited", "developing"},
    "solid": {"good", "solid"},
    "defending": {"defending"},
    "declining": {"regressing"},
}
CADENCE = {"key": (7, 14), "regular": (30, 45), "prospect": (60, 90)}
"""Target and maximum days between touches (D12)."""

REFERENCES = {
    "accounts": "parent owner",
    "contacts": "account reports_to",
    "sales": "account",
    "touches": "account contact by",
    "facts": "account",
    "policies": "by",
    "judgements": "account by",
    "tiers": "account by",
    "statuses": "account by",
    "tasks": "account contact owner",
    "departures": "contact",
    "opinions": "account contact by",
    "reviews": "account by",
    "exceptions": "account by",
    "influences": "account contact by",
    "covers": "account contact who by",
    "teams": "account who",
    "ratings": "who by",
    "links": "account contact to_account to_contact by",
    "profiles": "account contact by",
    "rivals": "account by",
    "partnerships": "account by",
    "plans": "account by",
    "goals": "account by",
    "actions": "account owner",
    "supply": "account",
    "invoices": "account",
    "payments": "account",
    "credit": "account by",
    "terms": "account by",
    "peaks": "account by",
    "issues": "account contact owner",
    "opportunities": "account owner",
    "quotas": "who by",
}
"""The columns that name accounts, people or users."""

OPTIONAL = (
    "alias parent email phone reports_to profit contact minutes done result score answer on direction feedback theirs"
    " repeat about confidential until reason decided decision decided_by degree mode rating stance win result rung"
    " rung_wanted note to_contact account counter contacts move move_on metric unit base due solution actuals"
    " order paid_on paid_amount disputed dispute grade limit next_review value cost prepay condition to designed_with"
    " exception lead_days department answered resolved first_time cause lesson prevented_by amount currency product"
    " expected outcome closed"
)
"""The columns that may be empty."""

REAL_COMPANIES = """
    huawei siemens bosch rexroth sany xcmg zoomlion zpmc liebherr caterpillar komatsu danfoss schneider abb
    flender sew-eurodrive nabtesco harmonic kuka fanuc yaskawa catl goldwind vestas konecranes otis kone
    krones 华为 西门子 博世 三一重工 徐工 中联重科 振华重工 柳工 宁德时代 比亚迪 美的 格力
    先导智能 金风 绿的谐波 埃斯顿 汇川 海天 通力
"""

SUPPORT = {"wu.tao", "he.ping", "sun.yi", "qian.xu", "lin.yan"}
"""Colleagues of other departments: they cover people, but own nothing and decide nothing."""

Row = dict[str, str]


@pytest.fixture(scope="module")
def book() -> dict[str, list[Row]]:
    return {name: rows(name) for name in HEADERS}


def rows(name: str) -> list[Row]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def settings() -> dict[str, object]:
    return tomllib.loads((SAMPLE / "book.toml").read_text(encoding="utf-8"))


@cache
def logins() -> set[str]:
    users = settings()["user"]
    assert isinstance(users, list)
    return {user["login"] for user in users}


def days(text: str) -> int:
    """Days from today, as the one date parser reads an offset; fails on anything else."""
    if text == "today":
        return 0
    found = re.fullmatch(r"(in )?(-?\d{1,3})([dw])( (?:[01]\d|2[0-3]):[0-5]\d)?", text)
    assert found, f"'{text}' is no distance from today"
    assert not (found[1] and found[2].startswith("-")), text
    return int(found[2]) * (7 if found[3] == "w" else 1)


def people(touch: Row) -> list[str]:
    return [contact for contact in touch["contact"].split(";") if contact]


def now(decisions: list[Row], field: str) -> dict[str, str]:
    """What is in force today for each account."""
    return {row["account"]: row[field] for row in sorted(decisions, key=lambda row: days(row["on"]))}


def revenue(book: dict[str, list[Row]], first: int, last: int) -> dict[str, float]:
    """Per account, for the days from `first` to `last` ago."""
    total: dict[str, float] = defaultdict(float)
    for sale in book["sales"]:
        if last <= -days(sale["date"]) <= first:
            total[sale["account"]] += float(sale["amount"])
    return total


def last_touch(book: dict[str, list[Row]]) -> dict[str, int]:
    """Days since the last contact that counts (D14)."""
    last: dict[str, int] = {}
    for touch in book["touches"]:
        if touch["state"] == "done" and touch["kind"] not in ("internal", "note"):
            ago = -days(touch["at"])
            last[touch["account"]] = min(ago, last.get(touch["account"], ago))
    return last


def ranked(of: dict[str, float]) -> list[str]:
    """Active accounts, the largest first."""
    return sorted((account for account in of if of[account] > 0), key=lambda account: (-of[account], account))


def test_the_folder_holds_the_promised_files_and_headers() -> None:
    assert {path.name for path in SAMPLE.iterdir()} == {"book.toml", "policy.toml"} | {
        f"{name}.csv" for name in HEADERS
    }
    for name, header in HEADERS.items():
        text = (SAMPLE / f"{name}.csv").read_text(encoding="utf-8")
        assert text.splitlines()[0] == header
        assert "\r" not in text


def test_the_files_are_small_enough_to_edit_by_hand() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 400_000


def test_every_reference_resolves(book: dict[str, list[Row]]) -> None:
    accounts = {row["id"] for row in book["accounts"]}
    contacts = {row["id"] for row in book["contacts"]}
    of_accounts, of_people = ("account", "parent", "to_account"), ("contact", "reports_to", "to_contact")
    known = dict.fromkeys(of_accounts, accounts) | dict.fromkeys(of_people, contacts)
    for name, columns in REFERENCES.items():
        for row in book[name]:
            for column in columns.split():
                named = {text for text in row[column].split(";") if text}
                assert named <= known.get(column, logins()), (name, row)


def test_every_word_comes_from_its_vocabulary(book: dict[str, list[Row]]) -> None:
    for column, words in VOCABULARIES.items():
        name, field = column.split(".")
        assert {row[field] for row in book[name] if row[field]} <= set(words.split()), column
    for row in book["statuses"]:
        assert row["grade"] in GRADES[row["status"]], row


def test_no_cell_that_must_be_filled_is_empty(book: dict[str, list[Row]]) -> None:
    for name, found in book.items():
        for row in found:
            assert {column for column, cell in row.items() if not cell} <= set(OPTIONAL.split()), (name, row)
            assert all(cell == cell.strip() for cell in row.values()), (name, row)


def test_ids_are_unique_and_the_files_sorted(book: dict[str, list[Row]]) -> None:
    for name, field in (("accounts", "id"), ("contacts", "id"), ("touches", "key"), ("tasks", "id")):
        found = [row[field] for row in book[name]]
        assert found == sorted(set(found)), name
    numbers = [row["number"] for row in book["sales"]]
    assert len(numbers) == len(set(numbers))
    for name in ("sales", "judgements", "tiers", "statuses"):
        order = [(row["account"], days(row[DATES[name]])) for row in book[name]]
        assert order == sorted(order), name


def test_every_date_is_a_distance_from_today(book: dict[str, list[Row]]) -> None:
    for name, field in DATES.items():
        for row in book[name]:
            if row[field] or name != "facts":
                assert -731 <= days(row[field]) <= (60 if name == "touches" else -1), row
    for task in book["tasks"]:
        assert -731 <= days(task["due"]) <= 60
        assert not task["done"] or days(task["done"]) < 0


def test_actions_are_for_goals_of_the_same_account(book: dict[str, list[Row]]) -> None:
    goals = {(row["account"], row["title"]) for row in book["goals"]}
    assert {(row["account"], row["goal"]) for row in book["actions"]} <= goals
    planned = {row["account"] for row in book["plans"]}
    assert {account for account, _ in goals} <= planned


def test_only_planned_touches_lie_ahead(book: dict[str, list[Row]]) -> None:
    for touch in book["touches"]:
        assert touch["state"] == "scheduled" or days(touch["at"]) < 0, touch


def test_the_counts_are_as_promised(book: dict[str, list[Row]]) -> None:
    assert len(book["accounts"]) == 40
    assert len(book["contacts"]) == 150
    assert 900 <= len(book["touches"]) <= 1500
    assert 500 <= len(book["sales"]) <= 900
    assert len(book["tiers"]) >= 35
    assert sum(not task["done"] for task in book["tasks"]) >= 20
    assert len({row["owner"] for row in book["accounts"]}) == 3
    assert len(logins()) == 9
    assert len({row["parent"] for row in book["accounts"] if row["parent"]}) == 2


def test_tiers_and_statuses_are_all_in_use(book: dict[str, list[Row]]) -> None:
    assert Counter(now(book["tiers"], "tier").values()) == {
        "key": 4,
        "regular": 12,
        "prospect": 23,
        "unattractive": 1,
    }
    assert set(now(book["statuses"], "status").values()) == set(GRADES)
    assert {row["grade"] for row in book["statuses"]} == set().union(*GRADES.values())
    changes = Counter(row["account"] for row in book["statuses"])
    assert sum(count >= 3 for count in changes.values()) >= 8


def test_no_decision_repeats_the_one_before_it(book: dict[str, list[Row]]) -> None:
    for name, fields in (("tiers", ("tier",)), ("statuses", ("status", "grade"))):
        for one, other in pairwise(book[name]):
            same = all(one[field] == other[field] for field in ("account", *fields))
            assert not same, other


def test_nothing_happens_before_an_account_is_in_the_book(book: dict[str, list[Row]]) -> None:
    since = {row["account"]: days(row["on"]) for row in reversed(book["tiers"])}
    for name in ("sales", "touches", "judgements", "statuses"):
        for row in book[name]:
            assert days(row[DATES[name]]) >= since[row["account"]], row


def test_people_are_met_at_their_own_firm_and_not_after_they_left(book: dict[str, list[Row]]) -> None:
    home = {row["id"]: row["account"] for row in book["contacts"]}
    left = {row["contact"]: days(row["on"]) for row in book["departures"]}
    for touch in book["touches"]:
        assert len(people(touch)) == len(set(people(touch)))
        assert people(touch) or touch["kind"] in ("internal", "note"), touch
        for contact in people(touch):
            assert home[contact] == touch["account"], touch
            assert days(touch["at"]) <= left.get(contact, 99), touch
    for task in book["tasks"]:
        assert not task["contact"] or home[task["contact"]] == task["account"], task
    for row in book["contacts"]:
        assert not row["reports_to"] or home[row["reports_to"]] == row["account"], row


def test_nobody_reports_to_himself_in_the_end(book: dict[str, list[Row]]) -> None:
    boss = {row["id"]: row["reports_to"] for row in book["contacts"]}
    for contact in boss:
        seen = set()
        while contact:
            assert contact not in seen
            seen.add(contact)
            contact = boss[contact]


def test_levels_odd_surnames_and_namesakes_are_there(book: dict[str, list[Row]]) -> None:
    assert {row["level"] for row in book["contacts"]} == {"exec", "mid", "front"}
    names = [row["name"] for row in book["contacts"]]
    for surname in ("单", "仇", "曾", "解", "尉迟"):
        assert any(name.startswith(surname) for name in names), surname
    assert {row["account"] for row in book["contacts"] if row["name"] == "王磊"} == {"A03", "A14"}


def test_amounts_are_numbers_and_only_returns_are_negative(book: dict[str, list[Row]]) -> None:
    for sale in book["sales"]:
        assert re.fullmatch(r"-?\d+\.\d\d", sale["amount"]), sale
        assert re.fullmatch(r"(-?\d+\.\d\d)?", sale["profit"]), sale
        assert (float(sale["amount"]) < 0) == (sale["kind"] == "return"), sale
    known = sum(bool(sale["profit"]) for sale in book["sales"])
    assert 0.8 < known / len(book["sales"]) < 1


def test_sales_agree_with_the_tiers(book: dict[str, list[Row]]) -> None:
    tier = now(book["tiers"], "tier")
    year = revenue(book, 365, 1)
    assert [account for account in year if tier[account] not in ("key", "regular")] == ["A27"], "its first order"
    assert {account for account in tier if tier[account] in ("key", "regular")} == set(year) - {"A27"}
    assert ranked(year)[:5] == ["A01", "A02", "A03", "A05", "A04"], "A05 sells more than A04, which is still key"


def test_no_figure_is_said_twice_on_any_opening_day(book: dict[str, list[Row]]) -> None:
    estimates: dict[tuple[str, str], list[int]] = defaultdict(list)
    for fact in book["facts"]:
        if fact["period"] == "year":
            estimates[fact["account"], fact["source"]].append(days(fact["on"]))
        else:
            assert re.fullmatch(r"-[1-8]q", fact["period"]), fact
            assert not fact["on"], fact
    for days_of in estimates.values():
        assert all(later - earlier > 366 for earlier, later in pairwise(days_of)), "two may fall into one year"
    counted = Counter((fact["account"], fact["metric"], fact["period"]) for fact in book["facts"])
    assert all(count == 1 for (_, _, period), count in counted.items() if period != "year")


def test_judgements_are_by_several_people_revised_and_not_all_fresh(book: dict[str, list[Row]]) -> None:
    judged = book["judgements"]
    assert {row["by"] for row in judged} == logins() - SUPPORT
    assert all(bool(row["score"]) != bool(row["answer"]) for row in judged)
    counted = Counter((row["account"], row["criterion"]) for row in judged)
    assert sum(count >= 2 for count in counted.values()) >= 25
    assert sum(days(row["on"]) < -365 for row in judged) >= 60
    assert sum(days(row["on"]) > -100 for row in judged) >= 15
    strength = {row["source"] for row in judged if row["criterion"] == "relative_strength"}
    assert strength >= {"customer", "internal", "competitor"}


def test_the_first_order_makes_a_prospect_a_regular_account(book: dict[str, list[Row]]) -> None:
    orders: dict[str, list[int]] = defaultdict(list)
    for sale in book["sales"]:
        orders[sale["account"]].append(days(sale["date"]))
    for one, other in pairwise(book["tiers"]):
        if one["account"] == other["account"] and (one["tier"], other["tier"]) == ("prospect", "regular"):
            assert 0 <= days(other["on"]) - min(orders[other["account"]]) <= 7, other


def test_there_is_a_riser_and_a_faller(book: dict[str, list[Row]]) -> None:
    before, after = ranked(revenue(book, 730, 366)), ranked(revenue(book, 365, 1))
    top_before, top_after = (of[: math.ceil(0.1 * len(of))] for of in (before, after))
    low_before, low_after = (of[len(of) - math.floor(0.6 * len(of)) :] for of in (before, after))
    assert [account for account in top_after if account in low_before] == ["A02"]
    assert [account for account in top_before if account in low_after] == ["A13"]


def test_there_is_something_to_do_today(book: dict[str, list[Row]]) -> None:
    tier, last = now(book["tiers"], "tier"), last_touch(book)
    cadence = {account: CADENCE[tier[account]] for account in tier if tier[account] in CADENCE}
    never = [account for account in cadence if account not in last]
    late = {account: last[account] - cadence[account][1] for account in cadence if account in last}
    due_today = [account for account in late if last[account] == cadence[account][0]]
    overdue = [account for account in late if late[account] > 0]
    assert never == ["A38"]
    assert {tier[account] for account in due_today} == set(CADENCE)
    assert {tier[account] for account in overdue} == set(CADENCE)
    assert max(late.values()) > 45
    assert sum(last[account] >= cadence[account][0] for account in late) <= 15
    due = Counter(min(max(days(task["due"]), -1), 2) for task in book["tasks"] if not task["done"])
    assert min(due[-1], due[0], due[1]) >= 2, "follow-ups late, today and tomorrow"


def test_one_planned_touch_was_never_closed_and_some_lie_ahead(book: dict[str, list[Row]]) -> None:
    planned = [days(touch["at"]) for touch in book["touches"] if touch["state"] == "scheduled"]
    assert sum(day < 0 for day in planned) == 1
    assert sum(day > 0 for day in planned) >= 3


def test_summaries_do_not_repeat(book: dict[str, list[Row]]) -> None:
    counted = Counter(touch["summary"] for touch in book["touches"])
    assert [summary for summary, count in counted.items() if count > 1] == []


def test_everything_is_invented(book: dict[str, list[Row]]) -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in SAMPLE.iterdir()).casefold()
    for company in REAL_COMPANIES.split():
        assert not re.search(rf"(?<![a-z]){re.escape(company)}(?![a-z])", everything), company
    assert all(re.fullmatch(r"([a-z.-]+@[a-z-]+\.example)?", row["email"]) for row in book["contacts"])
