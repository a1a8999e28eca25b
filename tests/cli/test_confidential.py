"""What was said of people in confidence is in no list, search, page, journal or JSON of who may not see it (P19)."""

from __future__ import annotations

import pytest

from kamtui.domain.links import LinkKind
from kamtui.ops.contacts import leave
from kamtui.ops.influences import judge_influence
from kamtui.ops.links import add_link
from kamtui.ops.opinions import add_opinion, edit_opinion
from kamtui.ops.profiles import set_profile
from kamtui.store.book import Book
from tests.conftest import TODAY, Run

CHEN, WANG = 1, 2

SECRETS = ("secretwin", "secretfact", "secrettie", "secretword", "1975-03-31")

COMMANDS = (
    "contact show 2",
    "contact ls --all",
    "contact ls acme",
    "contact influences acme",
    "contact map acme",
    "profile ls acme",
    "profile ls acme --contact 2",
    "profile ls acme --contact 2 --history",
    "link ls acme",
    "flag ls acme",
    "opinion ls",
    "account show acme",
    "account ls secret",
    "brief acme",
    "today",
    "journal",
    *(f"journal {change}" for change in range(1, 14)),
)
"""Whatever shows people, or what was written about them."""


@pytest.fixture
def told(book: Book, acme: int) -> None:
    """What li.wei was told in confidence about 王伟, who left."""
    judge_influence(book, acme, WANG, {"roles": "economic", "win": "secretwin", "confidential": True})
    set_profile(book, None, "birthday", "1975-03-31", contact_id=WANG, confidential=True)
    set_profile(book, acme, "interests", "secretfact", contact_id=WANG, confidential=True)
    add_link(book, acme, LinkKind.INFLUENCES, contact_id=WANG, to_contact_id=CHEN, note="secrettie", confidential=True)
    opinion = add_opinion(book, acme, 3, contact_id=WANG, text="secretword", is_touch=False).value.opinion_id
    edit_opinion(book, opinion, {"confidential": True})
    leave(book, WANG, on=TODAY, successor=True)


def everything_said(run: Run, who: str) -> str:
    found = ""
    for command in COMMANDS:
        for as_json in ([], ["--json"]):
            ran = run(*command.split(), *as_json, who=who)
            assert ran.code in (0, 1, 3), command
            found += ran.out + ran.err
    return found


def test_a_colleague_sees_none_of_it_and_its_author_all(told: None, run: Run) -> None:
    hidden = everything_said(run, "chen.jing")
    assert [secret for secret in SECRETS if secret in hidden] == []
    shown = everything_said(run, "li.wei")
    assert [secret for secret in SECRETS if secret not in shown] == []


def test_the_successor_inherits_the_role_in_confidence(told: None, acme: int, run: Run) -> None:
    roles = {who: run("contact", "show", "4", "--json", who=who).json["influences"] for who in ("li.wei", "chen.jing")}
    assert [row["roles"] for row in roles["li.wei"]] == [["economic"]]
    assert roles["chen.jing"] == []
