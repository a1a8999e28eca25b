"""The verb that adds somebody to an account."""

from __future__ import annotations

from kamtui.domain import peoplelines
from kamtui.domain.contacts import Function, Level
from kamtui.i18n import t
from kamtui.ops.contacts import add_contact
from kamtui.ops.quicklog import person as meant
from kamtui.render.text import clean
from kamtui.store import contacts
from kamtui.tui.screens.asking import Asking
from kamtui.tui.text import Line


class Adding(Asking):
    """A page on which people can be added to an account."""

    async def add_person(self, account: int) -> int | None:
        """Ask for somebody new in one line: Eva Berg, CFO, exec, finance, >王建国; the contact, if there is one."""
        one = await self.typed(
            t("new:"),
            peoplelines.newcomer,
            key=f"contact:{account}",
            echo=echo_newcomer,
            suggest=lambda text: self._suggested(account, text),
        )
        if one is None:
            return None
        boss = meant(self.book.conn, account, one.boss, self.today) if one.boss else None
        done = await self.do(
            add_contact,
            account,
            one.name,
            title=one.title,
            level=one.level,
            function=one.function,
            reports_to=boss,
            placeholder=not one.name,
            is_key=one.is_key,
        )
        return None if done is None else done.value.contact_id

    def _suggested(self, account: int, text: str) -> list[str]:
        """Completions of the last part: levels, functions, bosses."""
        head, comma, last = text.rpartition(",")
        here = contacts.positions(self.book.conn, account, on=self.today)
        names = [f">{name}" for name in dict.fromkeys(place.contact for place in here)]
        found = peoplelines.begin_with([*Level, *Function, *names], last.strip()) if comma else []
        return [f"{head}, {each}" for each in found]


def echo_newcomer(text: str) -> Line:
    """What is understood of somebody new."""
    if not text.strip():
        return [("  " + t("name (? nobody knows), title, level, function, >boss, ! for a key person"), "muted")]
    one = peoplelines.newcomer(text)
    parts = [
        clean(one.name) or t("unknown"),
        clean(one.title),
        t(one.level) if one.level else "",
        t(one.function) if one.function else "",
        t("reports to {name}", name=clean(one.boss)) if one.boss else "",
        t("key person") if one.is_key else "",
    ]
    return [(f"  {' · '.join(filter(None, parts))}", "accent")]
