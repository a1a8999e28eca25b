"""What opportunities ask for: renewals and tenders to come (SIG-32), and who must be known for them (SIG-04)."""

from __future__ import annotations

import pytest

from kamtui.domain.influences import FOUR
from kamtui.domain.opportunities import Deals, Kind, Pending
from kamtui.domain.tiers import Tier
from tests.signalled import account, ago, fired, judged, said, someone


def pending(days: int, name: str = "frame", kind: Kind = Kind.RENEWAL) -> Pending:
    """One whose day is so many days ahead."""
    return Pending(ago(-days), name, kind)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (30, "renewal frame to be decided in 30d"),
        (0, "renewal frame to be decided today"),
        (-4, "renewal frame not decided, expected 4d ago"),
    ],
)
def test_a_renewal_is_announced_and_not_forgotten_when_its_day_passes(days: int, text: str) -> None:
    known = account(Tier.REGULAR, 1, deals=Deals(ending=[pending(days)]))
    assert said(known, "SIG-32") == [("amber", text)]
    assert [reason.since for reason in fired(known, "SIG-32")] == [ago(90 - days)]


def test_of_several_the_first_is_named_and_the_others_are_counted() -> None:
    ending = [pending(10, "road", Kind.TENDER), pending(40)]
    assert said(account(Tier.REGULAR, 1, deals=Deals(ending=ending)), "SIG-32") == [
        ("amber", "tender road to be decided in 10d; 1 more")
    ]


def test_where_something_is_at_work_every_buying_role_must_be_known_and_once_is_enough() -> None:
    working = Deals(working=[pending(-20, "pumps", Kind.NEW_BUSINESS)])
    some = [someone(1, 1, influence=judged(*FOUR[:2]))]
    known = account(Tier.REGULAR, 1, people=some, deals=working)
    assert said(known, "SIG-04") == [("amber", "pumps: buying roles missing: technical, coach")]
    everybody = [someone(1, 1, influence=judged(*FOUR))]
    assert said(account(Tier.REGULAR, 1, people=everybody, deals=working), "SIG-04") == []
    # of a key account it is said anyway
    assert len(fired(account(Tier.KEY, 1, people=some, deals=working), "SIG-04")) == 1
