"""One example per operation: what the contract suite runs, undoes and runs again."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from kamtui.domain.contacts import Level
from kamtui.domain.facts import Confidence, Metric
from kamtui.domain.periods import year
from kamtui.domain.services import Caution
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Feedback, Kind
from kamtui.ops.accounts import add_account, archive_account, assign_account, edit_account
from kamtui.ops.backfill import backfill
from kamtui.ops.contacts import add_contact, edit_contact
from kamtui.ops.core import Done
from kamtui.ops.exceptions import (
    approve_exception,
    change_exception,
    comment_on_exception,
    raise_exception,
    refuse_exception,
    withdraw_exception,
)
from kamtui.ops.exports import note_export
from kamtui.ops.facts import add_fact
from kamtui.ops.judgements import judge
from kamtui.ops.opinions import add_opinion, edit_opinion, remove_opinion
from kamtui.ops.playbooks import add_playbook
from kamtui.ops.policies import set_policy
from kamtui.ops.proposals import accept_proposal, defer_proposal, reject_proposal
from kamtui.ops.quicklog import log_line
from kamtui.ops.rates import set_rate
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.sales import add_sale
from kamtui.ops.shedding import change_service, end_service_change
from kamtui.ops.stages import reset_status
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, close_task, edit_task
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import FollowUp, add_touch, edit_touch, join_touch, part_touch, plan_touch
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.users import add_user, edit_user
from kamtui.store import accounts, policies, tiers
from kamtui.store.book import Book
from tests.ops import (
    influenceexamples,
    invoiceexamples,
    issueexamples,
    marketexamples,
    opportunityexamples,
    peopleexamples,
    planexamples,
    structureexamples,
    supplyexamples,
    teamexamples,
    termsexamples,
)

TODAY = dt.date(2026, 11, 20)

Example = Callable[[Book, int], Done[object]]
"""Runs the operation on a book with the account `acme`: a year of sales, contacts, touches 1-3, one of the rest."""

FILES = {
    "accounts.csv": "id,name,owner,parent,tier\nA1,Acme Holdings Ltd,a.meyer,,regular\nB2,华兴科技,li.wei,A1,\n",
    "contacts.csv": "id,account,name,level,reports_to\nP1,A1,Chen Li,exec,\nP2,B2,赵敏,,P3\nP3,B2,Bo,exec,\n",
    "sales.csv": "account,number,date,amount\nA1,A3,2026-03-15,12000.00\nB2,N1,2026-05-02,800.5\n,N2,2026-05-03,1\n",
    "touches.csv": "account,contact,at,kind,summary\nB2,P2,2026-05-02,call,hi\nB2,Somebody New,2026-05-03,visit,\n",
    "invoices.csv": (
        "account,number,issued,due,amount,paid_on,paid_amount,credits\nA1,17,2026-09-01,2026-10-01,1000,2026-10-20,1000,\n"
        "A1,17-C,2026-10-21,2026-10-21,-80,,,17\nB2,0021,2026-09-03,2026-10-03,70,,,\n"
    ),
    "payments.csv": (
        "account,date,amount,invoice,number\nA1,2026-10-25,10,19,P1\nB2,2026-10-04,70,21,P2\nB2,2026-10-05,5,,P3\n"
    ),
    "opportunities.csv": (
        "id,account,name,stage,amount,opened,closed\nD1,A1,pumps,Closed Won,900,2026-05-01,2026-06-01\n"
        "D2,,somebody new,Prospecting,,,\n"
    ),
    "facts.csv": "account,period,metric,value\nA1,2026,wallet_est,500000\nB2,2026-W11,stock_qty,12\n",
    "credit.csv": "account,limit,grade\nA1,250000,C\nB2,90000,\n",
}
"""An import that adds, completes and corrects, over all targets."""


def import_files(book: Book) -> Done[object]:
    """Import FILES, as `kamtui import` does."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        paths = [str(Path(folder) / name) for name in FILES]
        with read_plan(paths, Asked(TODAY)) as plan:
            return apply_plan(book, plan)


def _buyer(book: Book) -> int:
    """A prospect that has bought: it is proposed as regular."""
    return next(account for account, tier in tiers.of_all(book.conn, TODAY).items() if tier is Tier.PROSPECT)


def _draining(book: Book) -> int:
    """An account that lost money for years and has no potential."""
    return next(account for account, name in accounts.names(book.conn).items() if name == "Gorey Mills")


EXAMPLES: dict[str, Example] = {
    "account.add": lambda book, acme: add_account(
        book, "华为技术有限公司", owner="li.wei", tier=Tier.PROSPECT, fields={"external_id": "H1"}
    ),
    "account.edit": lambda book, acme: edit_account(book, acme, {"name": "Acme Group", "region": "华东"}),
    "account.assign": lambda book, acme: assign_account(book, acme, "chen.jing", on=TODAY),
    "account.archive": lambda book, acme: archive_account(book, acme, on=TODAY),
    **influenceexamples.EXAMPLES,
    **marketexamples.EXAMPLES,
    **teamexamples.EXAMPLES,
    **structureexamples.EXAMPLES,
    **invoiceexamples.EXAMPLES,
    **issueexamples.EXAMPLES,
    **opportunityexamples.EXAMPLES,
    **peopleexamples.EXAMPLES,
    **planexamples.EXAMPLES,
    **supplyexamples.EXAMPLES,
    **termsexamples.EXAMPLES,
    "rate.set": lambda book, acme: set_rate(book, "EUR", "CNY", 7_850_000_000_000, source="ECB"),
    "contact.add": lambda book, acme: add_contact(book, acme, "解晓东", level=Level.MID, reports_to=1),
    "contact.edit": lambda book, acme: edit_contact(book, 2, {"email": "w@example.com", "title": "VP"}),
    "touch.add": lambda book, acme: add_touch(
        book,
        acme,
        kind=Kind.VISIT,
        people=[1, 2],
        summary="谈妥Q3价格",
        follow_up=FollowUp("send contract", TODAY + dt.timedelta(days=7)),
        status=Status.SOLID,
    ),
    "touch.edit": lambda book, acme: edit_touch(
        book, 1, {"summary": "corrected", "people": [3], "feedback": Feedback.BAD, "lesson": "price first"}
    ),
    "touch.plan": lambda book, acme: plan_touch(book, acme, dt.date(2026, 12, 4), "opening", kind=Kind.EVENT),
    "touch.join": lambda book, acme: join_touch(book, 1, 2),
    "touch.part": lambda book, acme: part_touch(book, 3),
    "opinion.add": lambda book, acme: add_opinion(book, acme, 4, about="chen.jing", contact_id=2, text="slow"),
    "opinion.edit": lambda book, acme: edit_opinion(book, 1, {"score": 6.5, "text": "better than last year"}),
    "opinion.remove": lambda book, acme: remove_opinion(book, 1),
    "touch.log": lambda book, acme: log_line(
        book, acme, "call @Chen @赵六 谈妥Q3价格 >next fri 发合同 ~2", create_missing=True
    ),
    "status.set": lambda book, acme: set_status(
        book, acme, Status.DEFENDING, on=TODAY, grade=Grade.DEFENDING, reason="rival"
    ),
    "status.reset": lambda book, acme: reset_status(book, acme, on=TODAY, reason="merged with a rival"),
    "tier.set": lambda book, acme: set_tier(book, acme, Tier.REGULAR, on=TODAY, reason="volume fell"),
    "tier.accept": lambda book, acme: accept_proposal(book, _buyer(book), on=TODAY, reason="as it should be"),
    "tier.reject": lambda book, acme: reject_proposal(book, _buyer(book), on=TODAY, reason="one order only"),
    "tier.defer": lambda book, acme: defer_proposal(book, _buyer(book), on=TODAY, until=dt.date(2027, 1, 15)),
    "service.change": lambda book, acme: change_service(
        book, _draining(book), "orders from 500 up", on=TODAY, cautions=[*Caution], cadence_days=120
    ),
    "service.end": lambda book, acme: end_service_change(book, acme, on=TODAY, reason="it grows again"),
    "tier.playbook": lambda book, acme: add_playbook(book, acme, on=TODAY),
    "tier.backfill": lambda book, acme: backfill(book, dt.date(2026, 1, 1), TODAY),
    "import.apply": lambda book, acme: import_files(book),
    "export.note": lambda book, acme: note_export(book, "accounts as csv", rows=3),
    "task.add": lambda book, acme: add_task(book, "send samples", account_id=acme, due_on=TODAY),
    "task.close": lambda book, acme: close_task(book, 1, on=TODAY),
    "task.edit": lambda book, acme: edit_task(book, 1, {"title": "send the 8D report"}),
    "sale.add": lambda book, acme: add_sale(
        book, acme, number="S-1", on=TODAY, amount=1_234_5600, currency="CNY", profit=None
    ),
    "score.judge": lambda book, acme: judge(book, acme, "relative_strength", score=7.5, on=TODAY, source="customer"),
    "fact.add": lambda book, acme: add_fact(
        book, acme, Metric.WALLET_EST, 500_000_0000, period=year(TODAY), source="customer", confidence=Confidence.LOW
    ),
    "review.done": lambda book, acme: mark_done(book, acme, on=TODAY),
    "review.snooze": lambda book, acme: snooze(book, acme, on=TODAY, until=TODAY + dt.timedelta(days=3)),
    "exception.add": lambda book, acme: raise_exception(
        book, "18 % discount", proposal="15 % and two years", on=TODAY, account_id=acme
    ),
    "exception.approve": lambda book, acme: approve_exception(book, 1, on=TODAY),
    "exception.change": lambda book, acme: change_exception(book, 1, "12 %, one year", on=TODAY),
    "exception.refuse": lambda book, acme: refuse_exception(book, 1, "no room", on=TODAY),
    "exception.comment": lambda book, acme: comment_on_exception(book, 1, "why two?", on=TODAY),
    "exception.withdraw": lambda book, acme: withdraw_exception(book, 1, on=TODAY),
    "user.add": lambda book, acme: add_user(book, "a.meyer", role="kam", hours_per_week=30),
    "user.edit": lambda book, acme: edit_user(book, "chen.jing", role="support"),
    "policy.set": lambda book, acme: set_policy(
        book, policies.starting("distributor").replace("[7, 14]", "[5, 10]"), on=TODAY
    ),
}
"""Operation -> example; undo and redo are what the suite itself calls."""
