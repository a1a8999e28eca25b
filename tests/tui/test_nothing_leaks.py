"""No screen shows somebody what was said in confidence to another; who was told sees it (P19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain.links import LinkKind
from kamtui.domain.teams import Rated
from kamtui.ops.influences import judge_influence
from kamtui.ops.issues import add_issue
from kamtui.ops.links import add_link
from kamtui.ops.opinions import add_opinion, edit_opinion
from kamtui.ops.profiles import set_profile
from kamtui.ops.teams import rate_manager
from kamtui.store import contacts
from kamtui.store.book import Book
from kamtui.tui.accounttabs import TABS
from kamtui.tui.app import Kamtui
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.briefing import BriefingPage
from kamtui.tui.screens.changes import Changes
from kamtui.tui.screens.health import HealthPage
from kamtui.tui.screens.people import PeoplePage
from kamtui.tui.screens.plan import PlanPage
from kamtui.tui.screens.review import Review
from kamtui.tui.screens.service import Service
from tests.conftest import TODAY
from tests.tui.conftest import Sit
from tests.tui.desk import ACME
from tests.tui.seen import press, screen_text, settle

SECRETS = ("sekritwin", "sekritvalue", "sekritfact", "sekrittie", "sekritword", "sekritissue", "1975-03-31")


LAST_MONTH = TODAY - dt.timedelta(days=31)


def tell(book: Book) -> None:
    lina, chen = (place.contact_id for place in contacts.positions(book.conn, ACME, on=TODAY))
    judge_influence(book, ACME, lina, {"roles": "economic", "win": "sekritwin", "stance": -2, "confidential": True})
    set_profile(book, ACME, "goals", "sekritvalue", confidential=True)
    set_profile(book, ACME, "interests", "sekritfact", contact_id=lina, confidential=True)
    set_profile(book, None, "birthday", "1975-03-31", contact_id=lina, confidential=True)
    add_link(book, ACME, LinkKind.INFLUENCES, contact_id=lina, to_contact_id=chen, note="sekrittie", confidential=True)
    opinion = add_opinion(book, ACME, 3, contact_id=lina, text="sekritword", is_touch=False).value.opinion_id
    edit_opinion(book, opinion, {"confidential": True})
    add_issue(book, ACME, "sekritissue", cause="sekritcause", on=LAST_MONTH, confidential=True)
    rate_manager(book, "chen.jing", Rated.INTELLECT, 1, note="sekritrating")


async def seen_by(app: Kamtui) -> str:
    """All that the pages of the app and of one account show, people one by one."""
    found = ""
    async with app.run_test(size=(120, 70)) as pilot:
        for kind in (Review, Changes, HealthPage, Service):
            await app.push_screen(kind())
            await press(pilot, "E")
            found += screen_text(app)
            await app.pop_screen()
        await app.push_screen(AccountPage(ACME))
        for _ in TABS:
            await press(pilot, "tab")
            found += screen_text(app)
        for page in (BriefingPage(ACME), PlanPage(ACME), PeoplePage(ACME)):
            await app.push_screen(page)
            await settle(pilot)
            found += screen_text(app)
        for _ in range(2):
            await press(pilot, "enter")
            found += screen_text(app)
            await press(pilot, "escape", "j")
    return found


@pytest.mark.parametrize(("who", "is_told"), [("chen.jing", False), ("li.wei", True)])
async def test_screens_show_what_was_said_in_confidence_to_whom_it_was_said(
    sit: Sit, opened: Callable[[str], Book], who: str, is_told: bool
) -> None:
    tell(opened("li.wei"))
    found = await seen_by(sit(who=who))
    assert [secret for secret in SECRETS if secret in found] == (list(SECRETS) if is_told else [])
    assert "李娜" in found
    if not is_told:
        assert "sekrit" not in found
        assert "1975" not in found
