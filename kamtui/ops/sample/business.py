"""What the accounts of the sample book were trusted with and granted, what they complain of, and what they may buy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain import fields, rates
from kamtui.domain.credit import CreditGrade
from kamtui.domain.issues import IssueKind
from kamtui.domain.money import SCALE
from kamtui.domain.teams import OurFunction
from kamtui.domain.terms import TermsKind, Unit
from kamtui.ops.credit import review_credit, set_credit
from kamtui.ops.issues import add_issue, answer_issue, resolve_issue
from kamtui.ops.peaks import add_peak
from kamtui.ops.quotas import set_quota
from kamtui.ops.rates import set_rate
from kamtui.ops.sample.rows import Row, Source, day, day_or_none, moment
from kamtui.ops.terms import add_terms
from kamtui.store.tx import Tx


class Business:
    """Enters row by row."""

    def __init__(self, source: Source, exceptions: Mapping[str, int], zone: dt.tzinfo) -> None:
        self.source = source
        self.exceptions = exceptions
        """Title -> what a head approved."""
        self.zone = zone
        """Of the times of day in the sources."""

    def exchange(self, tx: Tx, row: Row) -> None:
        value = rates.value(row["value"])
        set_rate.within(tx, row["currency"], "CNY", value, on=day(tx, row["on"]), source=row["source"])

    def aim(self, tx: Tx, row: Row) -> None:
        set_quota.within(tx, row["who"], fields.amount(row["amount"]))

    def trust(self, tx: Tx, row: Row) -> None:
        account, on, reason = self._account(row), day(tx, row["on"]), row["reason"]
        next_review = day_or_none(tx, row["next_review"])
        if not row["grade"]:
            review_credit.within(tx, account, reason=reason, next_review_on=next_review, on=on)
            return
        decided = {"grade": CreditGrade(row["grade"]), "limit": fields.amount(row["limit"])}
        also = {} if next_review is None else {"next_review_on": next_review}
        set_credit.within(tx, account, {**decided, **also}, reason=reason, on=on)

    def grant(self, tx: Tx, row: Row) -> None:
        add_terms.within(
            tx,
            self._account(row),
            TermsKind(row["kind"]),
            title=row["title"],
            value=fields.amount(row["value"]) if row["value"] else None,
            unit=Unit(row["unit"]) if row["unit"] else None,
            cost=fields.amount(row["cost"]) if row["cost"] else None,
            prepay=int(row["prepay"]) * SCALE if row["prepay"] else None,
            condition=row["condition"],
            from_on=day(tx, row["from"]),
            to_on=day_or_none(tx, row["to"]),
            designed_with=row["designed_with"],
            exception_id=self.exceptions[row["exception"]] if row["exception"] else None,
        )

    def expect(self, tx: Tx, row: Row) -> None:
        add_peak.within(
            tx,
            self._account(row),
            row["name"],
            product=row["product"],
            starts_on=day(tx, row["starts"]),
            ends_on=day(tx, row["ends"]),
            quantity=fields.amount(row["quantity"]) if row["quantity"] else None,
            unit=row["unit"],
            lead_days=int(row["lead_days"]) if row["lead_days"] else None,
            note=row["note"],
        )

    def help(self, tx: Tx, row: Row) -> None:
        issue = add_issue.within(
            tx,
            self._account(row),
            row["title"],
            kind=IssueKind(row["kind"]),
            severity=int(row["severity"]),
            contact_id=self.source.contacts[row["contact"]] if row["contact"] else None,
            owner=row["owner"],
            department=OurFunction(row["department"]) if row["department"] else None,
            cause=row["cause"],
            at=self._moment(tx, row["at"]),
        ).issue_id
        if row["answered"]:
            answer_issue.within(tx, issue, at=self._moment(tx, row["answered"]))
        if row["resolved"]:
            resolve_issue.within(
                tx,
                issue,
                answer=row["answer"],
                first_time=row["first_time"] == "1",
                lesson=row["lesson"],
                prevented_by=row["prevented_by"],
                at=self._moment(tx, row["resolved"]),
            )

    def _account(self, row: Row) -> int:
        return self.source.accounts[row["account"]]

    def _moment(self, tx: Tx, text: str) -> dt.datetime:
        return moment(tx, text, self.zone)
