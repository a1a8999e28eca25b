"""Import files from within the app: which file, then a page of its own."""

from __future__ import annotations

from kamtui.i18n import t
from kamtui.tui.importasking import ask_file
from kamtui.tui.screens.acting import Acting
from kamtui.tui.screens.importing import ImportPage


def import_files(page: Acting) -> None:
    """Ask for a file and show what it is read as; over the gate the files are not where kamtui runs."""
    if page.app.profile.gated:
        page.tell(t("files stay on your side: ssh SERVER import - --as accounts < FILE"), "warn")
        return
    page.run_worker(_import(page), exit_on_error=True)


async def _import(page: Acting) -> None:
    path = await ask_file(page)
    if path:
        await page.app.push_screen(ImportPage(page.book, [path]))
