"""Proposals answered: what accepting writes, what it refuses, who makes room, and that one undo takes it all back."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.ops.accounts import add_account, archive_account
from kamtui.ops.history import redo, undo
from kamtui.ops.policies import set_policy
from kamtui.ops.proposals import accept_proposal, defer_proposal, reject_proposal
from kamtui.ops.sales import add_sale
from kamtui.ops.tiers import set_tier
from kamtui.ops.users import edit_user
from kamtui.store import journal, policies, proposals, tiers
from kamtui.store.book import Book
from tests.conftest import TODAY

YUAN = 10_000
START = dt.date(2025, 1, 1)
ENOUGH = [dt.date(2025 + month // 12, month % 12 + 1, 10) for month in range(23)]
"""The tenth of every month from January 2025 to November 2026."""


@pytest.fixture
def found(book: Book) -> dict[str, int]:
    """Two places among twenty: Big and Next above the line at both reviews; Old and Lost were key and buy least."""
    names = ["Big", "Next", "Old", "Lost", *(f"Small{number:02}" for number in range(1, 17)), "New"]
    found = {name: add_account(book, name, owner="li.wei").value.account_id for name in names}
    volumes = {"Big": 100, "Next": 90, "Old": 1, "Lost": 2}
    with book.write("sale.add") as tx:
        for place, (name, account) in enumerate(found.items()):
            tier = {"Old": Tier.KEY, "Lost": Tier.KEY, "New": Tier.PROSPECT}.get(name, Tier.REGULAR)
            set_tier.within(tx, account, tier, on=START)
            days = ENOUGH[-1:] if name == "New" else ENOUGH
            for on in days:
                add_sale.within(tx, account, on=on, amount=volumes.get(name, 10 + place) * YUAN, currency="CNY")
    return found


@pytest.fixture
def full(book: Book, found: dict[str, int]) -> dict[str, int]:
    """The same where li.wei has two key accounts and hours for two."""
    edit_user(book, "li.wei", hours_per_week=7)
    return found


def tier(book: Book, account: int, on: dt.date = TODAY) -> Tier | None:
    return tiers.in_force(book.conn, account, on)


def newest(book: Book, account: int) -> tiers.TierDecision:
    return tiers.history(book.conn, account)[-1]


# -- accepting -------------------------------------------------------------------------------------------------------


def test_accepting_decides_the_tier_that_was_proposed(book: Book, found: dict[str, int]) -> None:
    done = accept_proposal(book, found["Big"], on=TODAY, reason="signed for three years").value
    assert (done.set.before, done.set.after, done.overridden, done.demoted) == (Tier.REGULAR, Tier.KEY, (), None)
    assert tier(book, found["Big"]) is Tier.KEY
    assert tier(book, found["Big"], TODAY - dt.timedelta(days=1)) is Tier.REGULAR
    decision = newest(book, found["Big"])
    assert (decision.reason, decision.decided_by, decision.on) == ("signed for three years", "li.wei", TODAY)
    assert accept_proposal(book, found["Old"], on=TODAY).value.set.after is Tier.REGULAR
    assert accept_proposal(book, found["New"], on=TODAY).value.set.after is Tier.REGULAR


def test_accepting_keeps_the_evidence(book: Book, found: dict[str, int]) -> None:
    accept_proposal(book, found["Big"], on=TODAY)
    decision = newest(book, found["Big"])
    assert decision.reason == "above the line at 2 reviews: 100 on 2026-09-30, line 95, 100 on 2026-06-30, line 95"
    assert (decision.score, decision.attractiveness) == (100, 100)
    assert decision.evidence == {
        "coverage": 100,
        "proposal": "promote",
        "method": "pyramid",
        "reviews": [
            {"on": "2026-09-30", "score": 100, "line": 95},
            {"on": "2026-06-30", "score": 100, "line": 95},
        ],
        "objections": [],
        "override": "",
        "demoted": None,
    }


def test_the_evidence_stays_what_it_was_when_sales_and_rules_change(book: Book, found: dict[str, int]) -> None:
    first = set_policy(book, policies.starting("revenue"), on=START).value.version
    accept_proposal(book, found["Big"], on=TODAY)
    before = newest(book, found["Big"])
    assert before.policy_version == first
    set_policy(book, policies.starting("distributor"), on=TODAY)
    add_sale(book, found["Next"], on=dt.date(2026, 5, 1), amount=9_999 * YUAN, currency="CNY")
    assert newest(book, found["Big"]) == before


def test_a_decision_without_a_policy_in_the_book_names_none(book: Book, found: dict[str, int]) -> None:
    accept_proposal(book, found["Big"], on=TODAY)
    assert newest(book, found["Big"]).policy_version is None


def test_what_is_accepted_is_not_proposed_any_more(book: Book, found: dict[str, int]) -> None:
    for name in ("Big", "Next", "New"):
        accept_proposal(book, found[name], on=TODAY)
    assert [each.name for each in proposals.waiting(book.conn, TODAY)] == ["Lost", "Old"]
    with pytest.raises(NothingToDo, match="Big: no other tier is proposed"):
        accept_proposal(book, found["Big"], on=TODAY)


def test_a_proposal_that_was_rejected_may_still_be_accepted(book: Book, found: dict[str, int]) -> None:
    reject_proposal(book, found["Big"], on=TODAY, reason="too early")
    accept_proposal(book, found["Big"], on=TODAY, reason="the head thinks otherwise")
    assert tier(book, found["Big"]) is Tier.KEY


@pytest.mark.parametrize("answer", ["accept", "reject", "defer"])
def test_where_nothing_is_proposed_there_is_nothing_to_answer(book: Book, found: dict[str, int], answer: str) -> None:
    held = found["Small01"]
    with pytest.raises(NothingToDo, match="Small01: no other tier is proposed"):
        if answer == "accept":
            accept_proposal(book, held, on=TODAY)
        elif answer == "reject":
            reject_proposal(book, held, on=TODAY, reason="no")
        else:
            defer_proposal(book, held, on=TODAY, until=dt.date(2027, 1, 1))


def test_an_archived_or_missing_account_is_not_found(book: Book, found: dict[str, int]) -> None:
    archive_account(book, found["Big"], on=TODAY)
    for account in (found["Big"], 999):
        with pytest.raises(NotFound):
            accept_proposal(book, account, on=TODAY)


# -- objections ------------------------------------------------------------------------------------------------------


def test_an_objection_needs_an_answer(book: Book, full: dict[str, int]) -> None:
    with pytest.raises(BadInput, match=r"Big is not called key without an answer: li\.wei: 2 of 2 places"):
        accept_proposal(book, full["Big"], on=TODAY)
    with pytest.raises(BadInput):
        accept_proposal(book, full["Big"], on=TODAY, override="  ")
    assert tier(book, full["Big"]) is Tier.REGULAR


def test_an_override_is_kept_word_for_word_with_what_it_overrides(book: Book, full: dict[str, int]) -> None:
    done = accept_proposal(book, full["Big"], on=TODAY, override=" two hours are enough ").value
    said = "li.wei: 2 of 2 places for key accounts are taken; name one to demote"
    assert done.overridden == (said,)
    evidence = newest(book, full["Big"]).evidence
    assert (evidence["objections"], evidence["override"]) == ([said], "two hours are enough")


def test_who_makes_room_is_demoted_in_the_same_change_and_one_undo_takes_both_back(
    book: Book, full: dict[str, int]
) -> None:
    before = {account: tiers.history(book.conn, account) for account in full.values()}
    done = accept_proposal(book, full["Big"], on=TODAY, demote=full["Old"])
    assert done.value.demoted is not None
    assert (done.value.demoted.before, done.value.demoted.after) == (Tier.KEY, Tier.REGULAR)
    assert done.value.overridden == ()
    assert (tier(book, full["Big"]), tier(book, full["Old"])) == (Tier.KEY, Tier.REGULAR)
    assert newest(book, full["Old"]).reason == "makes room for Big"
    assert newest(book, full["Big"]).evidence["demoted"] == full["Old"]
    written = journal.changes(book.conn, limit=1)
    assert [change.id for change in written] == [done.change]
    undo(book)
    assert {account: tiers.history(book.conn, account) for account in full.values()} == before
    redo(book)
    assert (tier(book, full["Big"]), tier(book, full["Old"])) == (Tier.KEY, Tier.REGULAR)


def test_making_room_frees_one_place_and_no_more(book: Book, full: dict[str, int]) -> None:
    accept_proposal(book, full["Big"], on=TODAY, demote=full["Old"])
    (objection,) = proposals.of_account(book.conn, full["Next"], TODAY).objections
    assert "li.wei: 2 of 2 places for key accounts are taken" in objection.text
    accept_proposal(book, full["Next"], on=TODAY, demote=full["Lost"])
    load = proposals.Loads(book.conn, policies.in_force(book.conn, TODAY), TODAY).of(full["Big"])
    assert (load.held, load.room, load.company) == (2, 2, 2)


def test_accepting_a_demotion_frees_a_place(book: Book, full: dict[str, int]) -> None:
    accept_proposal(book, full["Old"], on=TODAY)
    accept_proposal(book, full["Big"], on=TODAY)
    assert tier(book, full["Big"]) is Tier.KEY


@pytest.mark.parametrize("name", ["Small01", "Big"])
def test_only_another_key_account_makes_room(book: Book, full: dict[str, int], name: str) -> None:
    with pytest.raises(BadInput, match=f"{name} is no key account, so it makes no room"):
        accept_proposal(book, full["Big"], on=TODAY, demote=full[name])
    assert tier(book, full["Big"]) is Tier.REGULAR


def test_a_key_account_of_somebody_else_makes_no_room(book: Book, full: dict[str, int]) -> None:
    theirs = add_account(book, "Theirs", owner="chen.jing", tier=Tier.KEY).value.account_id
    with pytest.raises(BadInput):
        accept_proposal(book, full["Big"], on=TODAY, demote=theirs)
    assert (tier(book, full["Big"]), tier(book, theirs)) == (Tier.REGULAR, Tier.KEY)


def test_room_answers_for_no_other_objection(book: Book, full: dict[str, int]) -> None:
    rules = policies.starting("revenue").replace("one_order = 50", "one_order = 3")
    set_policy(book, rules, on=START)
    with pytest.raises(BadInput, match="one order made"):
        accept_proposal(book, full["Big"], on=TODAY, demote=full["Old"])
    assert (tier(book, full["Big"]), tier(book, full["Old"])) == (Tier.REGULAR, Tier.KEY)
    done = accept_proposal(book, full["Big"], on=TODAY, demote=full["Old"], override="it orders every month").value
    assert [text.startswith("one order made") for text in done.overridden] == [True]


def test_nobody_makes_room_for_an_account_that_is_not_to_be_key(book: Book, full: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        accept_proposal(book, full["New"], on=TODAY, demote=full["Old"])
    assert tier(book, full["Old"]) is Tier.KEY


# -- rejecting and putting off ---------------------------------------------------------------------------------------


def test_a_rejection_says_why_and_lasts_until_the_next_review(book: Book, found: dict[str, int]) -> None:
    for reason in ("", "  "):
        with pytest.raises(BadInput, match="say why"):
            reject_proposal(book, found["Big"], on=TODAY, reason=reason)
    done = reject_proposal(book, found["Big"], on=TODAY, reason=" one buyer only ").value
    assert (done.proposed, done.answer, done.until) == (Tier.KEY, "rejected", dt.date(2026, 12, 31))
    assert tier(book, found["Big"]) is Tier.REGULAR
    (kept,) = proposals.answers(book.conn, found["Big"])
    assert (kept.reason, kept.by, kept.on) == ("one buyer only", "li.wei", TODAY)
    assert [each.name for each in proposals.waiting(book.conn, TODAY)] == ["Next", "New", "Lost", "Old"]


def test_an_undone_rejection_is_a_waiting_proposal(book: Book, found: dict[str, int]) -> None:
    reject_proposal(book, found["Big"], on=TODAY, reason="one buyer only")
    undo(book)
    assert proposals.of_account(book.conn, found["Big"], TODAY).is_waiting


@pytest.mark.parametrize("until", [TODAY, TODAY - dt.timedelta(days=1)])
def test_a_proposal_is_put_off_to_a_later_day(book: Book, found: dict[str, int], until: dt.date) -> None:
    with pytest.raises(BadInput, match="is not after 2026-11-20"):
        defer_proposal(book, found["Big"], on=TODAY, until=until)
    done = defer_proposal(book, found["Big"], on=TODAY, until=dt.date(2026, 11, 23)).value
    assert (done.answer, done.until) == ("deferred", dt.date(2026, 11, 23))
    days = [dt.date(2026, 11, number) for number in (20, 22, 23)]
    assert [proposals.of_account(book.conn, found["Big"], on).is_waiting for on in days] == [False, False, True]


def test_answers_carry_the_version_of_the_policy(book: Book, found: dict[str, int]) -> None:
    version = set_policy(book, policies.starting("revenue"), on=START).value.version
    reject_proposal(book, found["Big"], on=TODAY, reason="no")
    assert book.conn.execute("SELECT policy_version FROM proposal_answer").fetchall() == [(version,)]


def test_a_tier_set_by_hand_says_what_speaks_against_it_and_keeps_it(book: Book, full: dict[str, int]) -> None:
    done = set_tier(book, full["New"], Tier.KEY, on=TODAY, reason="the owner wants it").value
    assert done.after is Tier.KEY
    said = (
        "one order made 100 % of three years of revenue",
        "li.wei: 2 of 2 places for key accounts are taken; name one to demote",
    )
    assert done.objections == said
    assert newest(book, full["New"]).evidence["objections"] == list(said)
