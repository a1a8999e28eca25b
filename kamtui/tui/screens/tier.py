"""Why an account has its tier: what the reviews say, what they rest on, what would move it, and the decision."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.domain import fields
from kamtui.domain.gates import TESTS, Objection
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput, KamError
from kamtui.i18n import t
from kamtui.ops.judgements import SOURCES, criteria, entered, judge
from kamtui.ops.tiers import set_tier
from kamtui.render import format
from kamtui.render.explained import word
from kamtui.render.text import clean
from kamtui.store import accounts, proposals
from kamtui.store.journal import Changed
from kamtui.store.proposals import Proposal, Reviews
from kamtui.tui import tierlines, tierstory
from kamtui.tui.aside import aside
from kamtui.tui.keygroups import CHANGE
from kamtui.tui.screens.acting import checking, completing
from kamtui.tui.screens.answering import LARGE, Answering, against, bears_on_scores
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.walking import Walking
from kamtui.tui.text import Line
from kamtui.tui.tierstory import Story
from kamtui.tui.widgets.lines import Lines

ANSWERS = frozenset({"tier.accept", "tier.reject", "tier.defer"})
"""Changes after which one goes on to the next account."""


class TierPage(Walking, Answering, Deciding):
    """What was answered goes on to the next account."""

    AUTO_FOCUS = "Lines"

    KEYS: ClassVar[Sequence[str]] = (
        "tier.accept",
        "tier.reject",
        "tier.defer",
        "tier.set",
        "score.judge",
        "walk.next",
        "walk.previous",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "decide", "decide", id="tier.set", group=CHANGE, tooltip="Decide the tier by hand"),
        Binding("i", "judge", "judge", id="score.judge", group=CHANGE, tooltip="Judge the account by one criterion"),
    ]

    told = getters.query_one(Lines)

    def __init__(self, account: int, trail: array[int] | None = None, reviews: Reviews | None = None) -> None:
        """`reviews` are those of the accounts of the trail, where they are made already."""
        super().__init__(account, trail)
        self.reviews = reviews
        """What the stories are made from; None: not read, or no longer true."""
        self.story: Story | None = None
        """What is shown; None while it is read, or where there is nothing to say."""
        self._refusal = ""
        self._changes = 0
        """How often something was written that bears on scores."""

    def body(self) -> Iterable[Widget]:
        yield Lines()

    def on_mount(self) -> None:
        self._read()

    def on_resize(self) -> None:
        self._show(keep_place=True)

    def go_to(self, account: int) -> None:
        super().go_to(account)
        self.seen()
        self._read()

    def proposal(self, account: int) -> Proposal | None:
        return self.story.found.proposal if self.story is not None and account == self.account else None

    def catch_up(self, changed: Changed) -> None:
        if bears_on_scores(changed):
            self.reviews = None
            self._changes += 1
        is_here = changed.everything or self.account in changed.accounts
        mine = any(change.op in ANSWERS and change.by == self.book.who for change in changed.changes)
        if is_here and mine and self.is_current and self.along(1) is not None:
            self.action_step(1)
        elif is_here or "policy" in changed.tables:
            self._read(keep_place=True)
            self.hear(changed, [self.account])

    # -- actions ---------------------------------------------------------------------------------------------------

    @work
    async def action_decide(self) -> None:
        """Decide the tier by hand, with a reason; what speaks against key is shown before."""
        barred = self.story.found.against if self.story is not None else ()
        text = await self.bottom.ask(t("tier:"), suggest=completing([*Tier]), echo=lambda text: _chosen(text, barred))
        if text is None or not text.strip():
            return
        try:
            tier = fields.tier(text.strip())
        except BadInput as error:
            self.tell(str(error), "error")
            return
        echo = (lambda _: against(barred)) if tier is Tier.KEY and barred else None
        was = {row.id: row.tier for row in self.looked_at()}
        said = format.tier_word(tier)
        await self.decide(set_tier, tier, said, was, prompt=t("{tier}, because:", tier=said), echo=echo)

    @work
    async def action_judge(self) -> None:
        """Judge the account by one criterion: which, 0 to 10 or a word, from which source."""
        if self.story is None:
            return
        name = await self._criterion(self.story)
        value = None if name is None else await self._value(self.story, name)
        if name is None or value is None:
            return
        prompt = t("source (Tab: choose; Enter: none):")
        source = await self.bottom.ask(prompt, suggest=completing([*SOURCES]), echo=lambda _: _offered(SOURCES))
        if source is not None:
            score, answer = value
            await self.do(judge, self.account, name, score=score, answer=answer, on=self.today, source=source.strip())

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _criterion(self, story: Story) -> str | None:
        """What is judged, typed or completed with Tab; beside it why it counts."""
        names = self._judged(story)
        labels = {word(name): name for name in names}

        def read(text: str) -> str | None:
            name = labels.get(text.strip(), text.strip().replace(" ", "_"))
            return name if name in names else None

        def echo(text: str) -> Line:
            name = read(text)
            if name is None:
                return _offered(labels)
            criterion = story.found.policy.criterion(name)
            why = "" if criterion is None else t(criterion.why)
            return [(f"  {word(name)}  ", "accent"), (clean(why), "muted")]

        prompt = t("judge which (Tab: choose):")
        text = await self.bottom.ask(prompt, suggest=completing(list(labels)), echo=echo)
        if not text or not text.strip():
            return None
        if read(text) is None:
            self.tell(t("'{text}' is none of {options}", text=text, options=", ".join(labels)), "warn")
        return read(text)

    async def _value(self, story: Story, name: str) -> tuple[float | None, str] | None:
        """The score or the word that is typed, beside what 0, 5 and 10 look like; None after Esc."""
        if name in TESTS:
            answers = [*TESTS[name]]
            prompt = t("{criterion} (- takes back):", criterion=word(name))
            text = await self.bottom.ask(prompt, suggest=completing(answers), echo=checking(str, answers))
        else:
            criterion = story.found.policy.criterion(name)
            scale = () if criterion is None else criterion.scale
            prompt = t("{criterion}, 0-10 (- takes back):", criterion=word(name))
            text = await self.bottom.ask(prompt, echo=lambda text: _scale(scale, entered(text)[0]))
        return entered(text) if text is not None and text.strip() else None

    def _judged(self, story: Story) -> list[str]:
        """What may be judged: the unknown first, the heaviest before; then what nothing is computed for."""
        found = story.found
        marks = [each.criterion.name for each in (*found.marks, *found.ideal.inputs) if each.score is None]
        tests = [test.name for test in found.tests if test.passes is None]
        everything = criteria(self.book.conn, self.today)
        measured = {each.name for card in found.policy.cards.values() for each in card if each.measure is not None}
        by_people = [name for name in everything if name not in measured]
        return list(dict.fromkeys((*found.proposal.collect, *marks, *tests, *by_people, *everything)))

    def _read(self, *, keep_place: bool = False) -> None:
        """Read the story of the account; of a large book in a thread."""
        conn = self.book.conn
        if accounts.count(conn) > LARGE:
            self.story = None
            self._read_aside()
        else:
            self._take(*self._told())
        self._show(keep_place=keep_place)

    @work(exclusive=True, group="story")
    async def _read_aside(self) -> None:
        account, changes = self.account, self._changes
        reviews, told = await aside(self.book, self._told)
        if account == self.account:
            self._take(reviews if changes == self._changes else None, told)
            self._show()

    def _told(self) -> tuple[Reviews, Story | str]:
        """The reviews, made only where there are none of today, and the story, or why there is none."""
        conn, today, found = self.book.conn, self.today, self.reviews
        if found is None or found.on != today:
            found = proposals.reviews(conn, today, among=self.trail())
        try:
            return found, tierstory.read(conn, self.account, today, found)
        except KamError as error:
            return found, str(error)

    def _take(self, reviews: Reviews | None, told: Story | str) -> None:
        self.reviews = reviews
        self.story = None if isinstance(told, str) else told
        self._refusal = told if isinstance(told, str) else ""

    def _show(self, *, keep_place: bool = False) -> None:
        rows, cells = accounts.rows(self.book.conn, [self.account]), self.size.width
        if not rows or not cells:
            return
        about = f"{rows[0].name} #{rows[0].id}"
        self.title_line.set(screen=t("TIER"), about=about, progress=self.progress, hint=t("] next  [ previous"))
        if self.story is None:
            self.told.show([[(f" {self._refusal or t('reading')}", "muted")]])
        else:
            self.told.show(tierlines.page(self.story, cells, self.glyphs), keep_place=keep_place)


def _chosen(text: str, barred: Sequence[Objection]) -> Line:
    """What a tier is read as; for key, what speaks against it."""
    try:
        tier = fields.tier(text.strip())
    except BadInput:
        return _offered([*Tier])
    said: Line = [("  " + format.tier_word(tier), tier)]
    if tier is not Tier.KEY or not barred:
        return said
    return [*said, ("  " + t("against it: {why}", why="; ".join(each.text for each in barred)), "error")]


def _offered(options: Iterable[str]) -> Line:
    return [("  " + " · ".join(t(option) for option in options), "muted")]


def _scale(described: Sequence[str], score: float | None) -> Line:
    """What 0, 5 and 10 look like; of a score that is typed only what it lies between."""
    parts = [
        f"{figure} {t(text)}"
        for figure, text in zip((0, 5, 10), described, strict=False)
        if score is None or abs(figure - score) < 5
    ]
    return [(" " + (" · ".join(parts) or t("0 worst · 10 best")), "muted")]
