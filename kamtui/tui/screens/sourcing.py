"""Who says so: the question after what is written about a customer (R104)."""

from __future__ import annotations

from kamtui.domain import profiles
from kamtui.domain.profiles import Source
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.tui.screens.acting import Acting, checking, completing


class Sourcing(Acting):
    """Asks for a source; the line before it is kept where one gives up."""

    async def said_by(self, usual: Source | None) -> tuple[Source | None] | None:
        """Who said it, `usual` after a mere Enter, asked for until it is understood; None after Esc."""
        prompt = t("who says so (Enter: {source}; Tab: choose):", source=t(usual or "not said"))
        options, held, text = [*Source], self.app.drafts.in_hand(), ""
        while True:
            answer = await self.bottom.ask(
                prompt, text, suggest=completing(options), echo=checking(profiles.source, options), keeps=False
            )
            if answer is None:
                self.bottom.put_by(held)
                return None
            text = answer.strip()
            if not text:
                return (usual,)
            try:
                return (profiles.source(text),)
            except BadInput as error:
                self.call_next(self.app.say, str(error), "error")
