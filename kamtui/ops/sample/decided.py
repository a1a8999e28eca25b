"""What only people decide about accounts of the sample book, in the name of who decided it."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.domain import fields
from kamtui.domain.exceptions import Kind
from kamtui.domain.outcomes.exceptions import ExceptionDecided
from kamtui.ops.core import Operation
from kamtui.ops.exceptions import approve_exception, change_exception, raise_exception, refuse_exception
from kamtui.ops.judgements import judge
from kamtui.ops.opinions import add_opinion
from kamtui.ops.policies import set_policy
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.sample.rows import Row, Source, day
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.tiers import set_tier
from kamtui.store import policies
from kamtui.store.tx import Tx

ANSWERS: Mapping[str, Operation[..., ExceptionDecided]] = {
    "approve": approve_exception,
    "change": change_exception,
    "refuse": refuse_exception,
}


class Decided:
    """Decides row by row."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.exceptions: dict[str, int] = {}
        """By their titles."""

    def rule(self, tx: Tx, row: Row) -> None:
        name = row["rules"]
        own = name.endswith(".toml")
        rules = (self.source.folder / name).read_text(encoding="utf-8") if own else policies.starting(name)
        set_policy.within(tx, rules, on=day(tx, row["on"]), note=row["note"])

    def judge(self, tx: Tx, row: Row) -> None:
        judge.within(
            tx,
            self.source.accounts[row["account"]],
            row["criterion"],
            score=float(row["score"]) if row["score"] else None,
            answer=row["answer"],
            on=day(tx, row["on"]),
            source=row["source"],
            note=row["note"],
        )

    def rate(self, tx: Tx, row: Row) -> None:
        status = fields.status(row["status"]) if row["status"] else None
        grade = fields.grade(row["grade"]) if row["grade"] else None
        account = self.source.accounts[row["account"]]
        set_status.within(tx, account, status, on=day(tx, row["on"]), grade=grade, reason=row["reason"])

    def sort(self, tx: Tx, row: Row) -> None:
        account, tier = self.source.accounts[row["account"]], fields.tier(row["tier"])
        set_tier.within(tx, account, tier, on=day(tx, row["on"]), reason=row["reason"])

    def promise(self, tx: Tx, row: Row) -> None:
        task = add_task.within(
            tx,
            row["title"],
            account_id=self.source.accounts[row["account"]],
            contact_id=self.source.contacts.get(row["contact"]),
            due_on=day(tx, row["due"]) if row["due"] else None,
            owner=row["owner"],
            on=day(tx, row["on"]),
            by_customer=bool(row["theirs"]),
            repeat=row["repeat"],
            key=row["id"],
        )
        if row["done"]:
            close_task.within(tx, task.task_id, on=day(tx, row["done"]), result=row["result"])

    def hear(self, tx: Tx, row: Row) -> None:
        add_opinion.within(
            tx,
            self.source.accounts[row["account"]],
            float(row["score"]),
            about=row["about"],
            contact_id=self.source.contacts[row["contact"]],
            text=row["text"],
            confidential=bool(row["confidential"]),
            on=day(tx, row["on"]),
            # the touches stand in their own file
            is_touch=False,
        )

    def review(self, tx: Tx, row: Row) -> None:
        account, on = self.source.accounts[row["account"]], day(tx, row["on"])
        if row["until"]:
            snooze.within(tx, account, on=on, until=day(tx, row["until"]), reason=row["reason"])
        else:
            mark_done.within(tx, account, on=on)

    def put_before_a_head(self, tx: Tx, row: Row) -> None:
        raised = raise_exception.within(
            tx,
            row["title"],
            proposal=row["proposal"],
            on=day(tx, row["on"]),
            account_id=self.source.accounts[row["account"]],
            kind=Kind(row["kind"]),
        )
        self.exceptions[row["title"]] = raised.exception_id

    def answer(self, tx: Tx, row: Row) -> None:
        decide = ANSWERS[row["decision"]]
        decide.within(tx, self.exceptions[row["title"]], answer=row["answer"], on=day(tx, row["decided"]))
