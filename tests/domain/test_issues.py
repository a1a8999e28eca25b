"""Issues: their clocks at any moment, the order they are seen to in, causes that repeat, and the report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.issues import Issue, IssueKind, causes, in_turn, kind, repeated, severity
from kamtui.domain.serviceclocks import Pace, clocks, moment
from kamtui.domain.servicereports import service_report
from kamtui.domain.tiers import Tier
from kamtui.domain.traderules import ServiceRules
from tests.conftest import TODAY

RULES = ServiceRules()
"""Key 4 and 24 hours, regular 8 and 72, prospect 24 and 120."""

START = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)


def after(hours: float) -> dt.datetime:
    return START + dt.timedelta(hours=hours)


def issue(key: int = 1, **known: Any) -> Issue:
    """An open issue of a key account that came in at START."""
    fields: dict[str, Any] = {
        **dict.fromkeys(Issue._fields),
        "id": key,
        "account_id": 1,
        "account": "Acme",
        "at": START,
        "on": START.date(),
        "kind": IssueKind.OTHER,
        "severity": 2,
        "title": f"issue {key}",
        "tier": Tier.KEY,
        "green": False,
        **dict.fromkeys(("cause", "lesson", "prevented_by"), ""),
        **known,
    }
    return Issue(**fields)


def paces(hours: float, **known: Any) -> tuple[Pace, Pace]:
    response, resolution = clocks(issue(**known), RULES, after(hours))
    return response.pace, resolution.pace


def test_clocks_run_are_at_risk_late_and_kept_by_the_hours_of_the_tier() -> None:
    assert paces(2) == (Pace.RUNNING, Pace.RUNNING)
    assert paces(3.5) == (Pace.NEAR, Pace.RUNNING)
    assert paces(5) == (Pace.LATE, Pace.RUNNING)
    assert paces(25) == (Pace.LATE, Pace.LATE)
    assert paces(25, tier=Tier.REGULAR) == (Pace.LATE, Pace.RUNNING)
    assert paces(23, tier=None) == (Pace.NEAR, Pace.RUNNING)
    assert paces(30, responded_at=after(4)) == (Pace.KEPT, Pace.LATE)
    done = {"responded_at": after(5), "resolved_at": after(24), "resolved_on": START.date()}
    assert paces(30, **done) == (Pace.MISSED, Pace.KEPT)


def test_what_was_done_later_had_not_been_done_yet() -> None:
    assert paces(10, responded_at=after(12)) == (Pace.LATE, Pace.RUNNING)
    assert moment(TODAY, TODAY, START, dt.UTC) == START
    assert moment(dt.date(2026, 11, 1), TODAY, START, dt.UTC) == dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


@given(st.floats(0, 500), st.sampled_from([*Tier, None]), st.none() | st.floats(0, 500))
@settings(max_examples=50)
def test_a_clock_that_is_late_stays_late_until_it_is_done(
    hours: float, tier: Tier | None, answered: float | None
) -> None:
    one = issue(tier=tier, responded_at=None if answered is None else after(answered))
    now, later = (clocks(one, RULES, after(at)).response for at in (hours, hours + 1))
    assert (now.pace is Pace.LATE) <= (later.pace in (Pace.LATE, Pace.MISSED))
    assert (now.left < dt.timedelta(0)) == (now.pace in (Pace.LATE, Pace.MISSED))
    assert now.pace.is_open == (answered is None or after(answered) > after(hours))


def test_green_channel_comes_first_then_the_tier_then_what_is_latest_and_settled_ones_last() -> None:
    found = [
        issue(1, tier=Tier.PROSPECT, at=after(-300)),
        issue(2, tier=Tier.REGULAR, at=after(-99)),
        issue(3),
        issue(4, at=after(-9)),
        issue(5, tier=Tier.PROSPECT, green=True),
        issue(6, resolved_at=after(1), responded_at=after(1), resolved_on=START.date()),
        issue(7, tier=None, at=after(-999)),
    ]
    assert [one.id for one in in_turn(found, RULES, after(2))] == [5, 4, 3, 2, 1, 7, 6]


def test_causes_are_counted_over_accounts_whatever_their_case_and_width() -> None:
    found = [
        issue(1, cause="Worn seal", on=dt.date(2026, 3, 1)),
        issue(2, cause="worn  SEAL", account_id=2, account="Bosch", on=dt.date(2026, 5, 1), lesson="age"),
        issue(3, cause="ｗｏｒｎ seal", on=dt.date(2026, 4, 1), prevented_by="yearly"),
        issue(4, cause="fog"),
        issue(5),
    ]
    (worn,) = causes(found, 2)
    assert (worn.cause, worn.number, worn.last_on) == ("worn  SEAL", 3, dt.date(2026, 5, 1))
    assert worn.accounts == ((1, "Acme", 2), (2, "Bosch", 1))
    assert (worn.lessons, worn.prevented_by) == (("age",), ("yearly",))
    said = [(one.cause, one.on) for one in sorted(found, key=lambda one: one.on) if one.cause]
    assert [(one.number, one.on) for one in repeated(said, 3)] == [(3, dt.date(2026, 5, 1))]


def test_a_report_counts_rates_of_what_is_known_and_names_what_complaints_taught() -> None:
    done = {"responded_at": after(1), "resolved_at": after(2), "resolved_on": START.date()}
    found = [
        issue(1, first_time=True, **done),
        issue(2, first_time=False, **{**done, "resolved_at": after(30)}),
        issue(3, **done),
        issue(4, kind=IssueKind.COMPLAINT, lesson="seals age"),
        issue(5, tier=Tier.REGULAR),
    ]
    report = service_report(found, START.date(), START.date(), RULES, after(31))
    key, regular = report.tiers
    assert (key.issues, key.open, key.first_time, key.first_time_known, key.first_time_share) == (4, 1, 1, 2, 0.5)
    assert (key.response.kept, key.response.of, key.resolution.kept, key.resolution.of) == (3, 4, 2, 4)
    assert key.hours == 2
    assert (regular.first_time_share, regular.resolution.share, regular.response.share) == (None, None, 0)
    assert [(one.issue_id, one.lesson) for one in report.improvements] == [(4, "seals age")]


def test_kinds_and_severities_are_understood_in_both_languages() -> None:
    assert [kind(word) for word in ("投诉", "Request", "送货")] == [
        IssueKind.COMPLAINT,
        IssueKind.REQUEST,
        IssueKind.DELIVERY,
    ]
    assert [severity(word) for word in ("1", "严重", "can wait")] == [1, 1, 3]
