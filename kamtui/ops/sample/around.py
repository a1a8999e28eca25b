"""Who decides at the accounts of the sample book, who of us covers them, and who else is there."""

from __future__ import annotations

from kamtui.domain.influences import Degree, Mode, roles_of
from kamtui.domain.links import LinkKind
from kamtui.domain.profiles import Source as SaidBy
from kamtui.domain.rivals import Stage
from kamtui.domain.teams import OurFunction, Rated
from kamtui.ops.influences import judge_influence
from kamtui.ops.links import add_link
from kamtui.ops.partnerships import set_partnership
from kamtui.ops.profiles import set_profile
from kamtui.ops.rivals import note_rival
from kamtui.ops.sample.rows import Row, Source, day, day_or_none
from kamtui.ops.teams import join_team, rate_manager, set_cover
from kamtui.store.tx import Tx


class Around:
    """Enters row by row."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def judge(self, tx: Tx, row: Row) -> None:
        judged: dict[str, object] = {
            "roles": roles_of(row["roles"]),
            "degree": Degree(row["degree"]) if row["degree"] else None,
            "mode": Mode(row["mode"]) if row["mode"] else None,
            "confidential": bool(row["confidential"]),
            **{name: int(row[name]) for name in ("rating", "stance", "rung", "rung_wanted") if row[name]},
            **{name: row[name] for name in ("win", "result") if row[name]},
        }
        judge_influence.within(tx, self._account(row), self._contact(row), judged, on=day(tx, row["on"]))

    def cover(self, tx: Tx, row: Row) -> None:
        strength, wanted = int(row["strength"]), int(row["wanted"])
        on = day(tx, row["on"])
        set_cover.within(
            tx, self._account(row), self._contact(row), row["who"], on=on, strength=strength, wanted=wanted
        )

    def join(self, tx: Tx, row: Row) -> None:
        join_team.within(tx, self._account(row), row["who"], OurFunction(row["function"]), since=day(tx, row["from"]))

    def rate_manager(self, tx: Tx, row: Row) -> None:
        on = day(tx, row["on"])
        rate_manager.within(tx, row["who"], Rated(row["criterion"]), int(row["score"]), on=on, note=row["note"])

    def link(self, tx: Tx, row: Row) -> None:
        to_contact = self.source.contacts[row["to_contact"]] if row["to_contact"] else None
        add_link.within(
            tx,
            self._account(row),
            LinkKind(row["kind"]),
            contact_id=self._contact(row),
            to_contact_id=to_contact,
            to_account_id=None if to_contact else self.source.accounts[row["to_account"]],
            since=day(tx, row["on"]),
            note=row["note"],
        )

    def describe(self, tx: Tx, row: Row) -> None:
        set_profile.within(
            tx,
            self._account(row) if row["account"] else None,
            row["field"],
            row["value"],
            contact_id=self._contact(row) if row["contact"] else None,
            source=SaidBy(row["source"]),
            on=day(tx, row["on"]),
            confidential=bool(row["confidential"]),
        )

    def watch(self, tx: Tx, row: Row) -> None:
        noted: dict[str, object] = {
            "share": float(row["share"]),
            "source": SaidBy(row["source"]),
            "move_on": day_or_none(tx, row["move_on"]),
            **{name: row[name] for name in ("strengths", "contacts", "counter", "move") if row[name]},
        }
        account, on = self._account(row), day(tx, row["on"])
        note_rival.within(tx, account, row["name"], noted, product=row["product"], on=on)

    def ally(self, tx: Tx, row: Row) -> None:
        until = day_or_none(tx, row["until"])
        account, stage, on = self._account(row), Stage(row["stage"]), day(tx, row["on"])
        set_partnership.within(tx, account, stage, on=on, until_on=until, note=row["note"])

    def _account(self, row: Row) -> int:
        return self.source.accounts[row["account"]]

    def _contact(self, row: Row) -> int:
        return self.source.contacts[row["contact"]]
