"""The filter of a list of accounts: typed, or chosen from what there is."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import filters
from kamtui.domain.filters import Filter
from kamtui.domain.keptfilters import expanded, name_of
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.tui.keygroups import FIND
from kamtui.tui.screens.listing import Listing
from kamtui.tui.text import Line


class Finding(Listing):
    """A list that shows the accounts which its filter keeps; `ids` goes by `chosen_filter`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash,f3",
            "find",
            "filter",
            id="find",
            group=FIND,
            tooltip="Filter as you type: tier:key last:>30 华为 zgyd",
        ),
        Binding(
            "asterisk",
            "keep",
            "keep the filter",
            show=False,
            id="find.keep",
            group=FIND,
            tooltip="Keep the filter under a name, @name then stands for it",
        ),
        Binding("f", "facets", "filter by kind", show=False, id="facets", group=FIND),
    ]

    text = ""
    """The filter as it was typed."""

    _stood: int | None = None
    """Where the cursor was before a filter left nothing."""

    @property
    def chosen_filter(self) -> Filter:
        """What was typed, as far as it is understood."""
        text = expanded(self.text, self.app.kept.filters, leniently=True)
        return filters.parse_leniently(text, me=self.book.who)

    def show_title(self) -> None:
        """Show the filter, and how much it keeps, in the title line."""
        raise NotImplementedError

    @work
    async def action_find(self) -> None:
        """Filter as you type; Enter keeps the filter, Esc brings the old one back."""
        before = self.text
        text = await self.bottom.ask("/", self.text, echo=self._narrow, beside=self.shown)
        self._narrow(before if text is None else text)
        if text is not None:
            self._refuse_what_is_not_understood(text)

    @work
    async def action_facets(self) -> None:
        """Choose a filter from what there is."""
        facets = [f"tier:{tier}" for tier in ("key", "regular", "prospect", "unattractive")]
        facets += [f"status:{status}" for status in ("developing", "solid", "defending", "declining", "none")]
        facets += ["owner:me", "owner:none", "last:>30", "last:never", "order:>90"]
        facets = [*(f"@{name}" for name in self.app.kept.filters), *facets]
        facets += ["is:overdue", "-is:planned", "is:archived"]
        chosen = await self.choose(t("filter:"), lambda text: text, facets)
        if chosen is not None:
            self._narrow(f"{self.text} {chosen}".strip())

    @work
    async def action_keep(self) -> None:
        """Keep the filter under a name."""
        if not self.text.strip():
            self.tell(t("nothing is filtered: there is nothing to keep"), "warn")
            return
        typed = await self.bottom.ask(t("name of the filter:"), keeps=False)
        if typed and typed.strip():
            name, text = name_of(typed), expanded(self.text, self.app.kept.filters)
            self.app.keep_setting("filters", name, text)
            self.tell(t("@{name} is kept", name=name))

    def let_go(self) -> bool:
        if super().let_go():
            return True
        if self.text:
            self._narrow("")
            return True
        return False

    def _narrow(self, text: str) -> Line:
        if text != self.text:
            before, self.text = self.chosen_filter, text
            self.seen()
            # "tier:ke" keeps what "tier:" did
            if self.chosen_filter != before:
                self._keep()
            self.show_title()
        return []

    def _keep(self) -> None:
        """Show what the filter keeps, with the cursor where it was."""
        stood = self.shown.cursor
        self.shown.reload()
        if stood is None and self._stood is not None:
            self.shown.select(self._stood)
        self._stood = stood or self._stood

    def _refuse_what_is_not_understood(self, text: str) -> None:
        try:
            filters.parse(expanded(text, self.app.kept.filters), me=self.book.who)
        except BadInput as error:
            self.tell(str(error), "warn")
