"""Verbs on a person of the people map: judge, still true, and who of us covers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import influenceline, peoplelines
from kamtui.domain.influences import Degree, Mode
from kamtui.domain.peoplemap import Person
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.redflags import settle_flag
from kamtui.ops.teams import end_cover, set_cover
from kamtui.render.text import clean
from kamtui.store import users
from kamtui.tui.keygroups import CHANGE
from kamtui.tui.personlines import in_short
from kamtui.tui.screens.facing import Facing, short
from kamtui.tui.text import Line


class Judging(Facing):
    """A page on which people are judged and covered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "judge", "judge", id="influence.judge", group=CHANGE, tooltip="Judge their part in the purchase"),
        Binding(
            "d,f8", "verify", "still true", id="influence.verify", group=CHANGE, tooltip="What is judged is still true"
        ),
        Binding("c", "cover", "cover", id="cover.set", group=CHANGE, tooltip="Say who of us covers them"),
    ]

    # -- judge -----------------------------------------------------------------------------------------------------

    @work
    async def action_judge(self) -> None:
        """Judge somebody's part in the purchase in one line: EU high growth +3 s1 r2>4 win: …"""
        person = self.person
        if person is None:
            return
        prompt = t("{name} is:", name=short(person))
        said = await self.typed(
            prompt,
            lambda text: self._judgement(person, text),
            key=f"judge:{person.account_id}:{person.id}",
            echo=lambda text: self._echo_judgement(person, text),
            suggest=lambda text: _completed(person, text),
        )
        if said:
            await self._judge(person, said)

    def _judgement(self, person: Person, text: str) -> Mapping[str, object]:
        found = influenceline.parse(text, person.influence)
        if found.unknown:
            raise BadInput(t("what is {words}? E U T C, high, growth, +3, s1, r2>4, win: …", words=found.unknown[0]))
        return found.fields

    async def _judge(self, person: Person, fields: Mapping[str, object]) -> None:
        seen = person.influence
        was = {field: None if seen is None else getattr(seen, field) for field in fields}

        async def change(was: Mapping[Any, object]) -> None:
            self.say(
                await self.app.attempt(
                    judge_influence, person.account_id, person.id, fields, on=self.today, was=dict(was)
                )
            )

        await self.unless_overtaken(change, was, self.insists)

    def _echo_judgement(self, person: Person, text: str) -> Line:
        said = person.influence
        if not text.strip():
            if said is None:
                return [("  " + t("E U T C S A  high  growth  +3  s1  r2>4  win: …  result: …"), "muted")]
            now = in_short(said, self.glyphs)
            return [("  " + t("now {judged}  (Tab: edit)", judged=now), "muted")]
        found = influenceline.parse(text, said)
        blank = said if said is not None else influenceline.NOTHING
        # what is taken back is drawn as nothing
        values = {
            name: getattr(influenceline.NOTHING, name) if value in (None, "", ()) else value
            for name, value in found.fields.items()
        }
        judged = in_short(blank._replace(**values), self.glyphs)  # type: ignore[arg-type]
        unknown: Line = [(f"  ? {' '.join(found.unknown)}", "error")] if found.unknown else []
        return [(f"  {judged}", "accent"), *unknown]

    # -- still true ------------------------------------------------------------------------------------------------

    @work
    async def action_verify(self) -> None:
        """Say that what is judged of the person, or of the marked ones, is still true, and go on to the next."""
        flagged = self.flagged
        if flagged is not None:
            if flagged.kept is None or not flagged.by_hand:
                self.tell(t("it is computed: it goes as soon as it is known; f answers it"), "warn")
            else:
                await self.do(settle_flag, flagged.kept.id, on=self.today)
            return
        await self._verify()
        self.last_verb = self._verify

    async def _verify(self) -> None:
        people = self.chosen_people
        if len(people) == 1:
            self.go_on()
        for account in dict.fromkeys(person.account_id for person in people):
            those = [person.id for person in people if person.account_id == account]
            await self.do(verify_influences, account, those, on=self.today)

    # -- cover -----------------------------------------------------------------------------------------------------

    @work
    async def action_cover(self) -> None:
        """Say who of us covers somebody, how strong the tie is and should be: li.wei 3>4; -li.wei ends it."""
        person = self.person
        if person is None:
            return
        logins = [user.login for user in users.all_users(self.book.conn)]
        said = await self.typed(
            t("{name} is covered by:", name=short(person)),
            partial(self._covering, logins),
            key=f"cover:{person.account_id}:{person.id}",
            echo=lambda text: self._echo_cover(person, logins, text),
            suggest=lambda text: peoplelines.completed(logins, text),
        )
        if said is not None:
            await self._say_cover(person, said)

    def _covering(self, logins: Sequence[str], text: str) -> peoplelines.Covering:
        found = peoplelines.covering(text)
        near = [login for login in logins if login == found.who] or peoplelines.begin_with(logins, found.who)
        if found.who and len(near) > 1:
            raise BadInput(t("'{text}' may be {names}", text=found.who, names=", ".join(near)))
        return found._replace(who=(near[0] if near else found.who) if found.who else self.book.who)

    def _echo_cover(self, person: Person, logins: Sequence[str], text: str) -> Line:
        if not text.strip():
            now = ", ".join(cover.who for cover in person.covers) or self.glyphs.dash
            return [("  " + t("now {who}; a login, 3 or 2>4 for the tie, - before a login ends it", who=now), "muted")]
        found = self._covering(logins, text)
        if found.ends:
            return [("  " + t("{who} no longer covers {name}", who=found.who, name=clean(person.name)), "accent")]
        tie = f" {found.strength or '?'}" + (f"{self.glyphs.arrow}{found.wanted}" if found.wanted else "")
        return [(f"  {clean(found.who)}{tie}", "accent")]

    async def _say_cover(self, person: Person, said: peoplelines.Covering) -> None:
        where = person.account_id, person.id, said.who
        if said.ends:
            await self.do(end_cover, *where, on=self.today)
            return
        seen = next((cover for cover in person.covers if cover.who == said.who), None)
        given = {"strength": said.strength, "wanted": said.wanted}
        before = {"strength": seen and seen.strength, "wanted": seen and seen.wanted}
        was = {field: before[field] for field, value in given.items() if value is not None}

        async def change(was: Mapping[Any, Any]) -> None:
            self.say(await self.app.attempt(set_cover, *where, on=self.today, **given, was=dict(was)))  # type: ignore[arg-type]

        await self.unless_overtaken(change, was, self.insists)


def _completed(person: Person, text: str) -> list[str]:
    """What is judged now, to be edited; else the word that is being typed."""
    if not text.strip():
        return [] if person.influence is None else [influenceline.written(person.influence)]
    words = [word.replace("_", "-") for word in (*Degree, *Mode)]
    return peoplelines.completed([*words, "win: ", "result: "], text)
