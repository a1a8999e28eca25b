"""Export a list from within the app, into a file that other programs read; who took it is noted."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.exports import note_export
from kamtui.ops.transfer import outgoing
from kamtui.ops.transfer.outgoing import Format
from kamtui.ops.transfer.wholefile import whole
from kamtui.store.book import Book
from kamtui.store.outgoing.lists import LISTS
from kamtui.store.outgoing.references import Outgoing
from kamtui.store.sqlite import one_moment
from kamtui.tui.screens.acting import Acting, one_of

ENDINGS = " ".join(f".{each}" for each in Format)
"""Of files that a list can be written into."""


class Taken(NamedTuple):
    """A list in a file."""

    path: Path
    rows: int


def export_list(page: Acting) -> None:
    """Ask which list, and into which file, on a page."""
    page.run_worker(_export(page), exit_on_error=True)


async def _export(page: Acting) -> None:
    if page.app.profile.gated:
        page.app.say(t("no file can be written here; on your machine: ssh … export accounts > accounts.csv"), "error")
        return
    names = list(LISTS)
    what = await page.choose(t("export which list? (Tab: choose)"), one_of(names), names)
    if what is None:
        return
    path = await page.bottom.ask(t("into which file? {endings}", endings=ENDINGS), key="export")
    if not path or not path.strip():
        return
    taken = await page.app.do(_take, what, Path(path.strip()).expanduser())
    if taken is not None:
        one, many = "{what}: {count} row written to {path}", "{what}: {count} rows written to {path}"
        page.app.say(n(one, many, taken.rows, what=what, path=taken.path))


def _take(book: Book, what: str, path: Path) -> Taken:
    """Write a list into a new file, and note it. Raises BadInput."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in [*Format]:
        raise BadInput(t("'{file}' has none of the endings {endings}", file=path, endings=ENDINGS))
    if path.exists() or path.is_symlink():
        raise BadInput(t("{path} exists already; name another file", path=path))
    with whole(path) as file:
        with one_moment(book.conn):
            written = outgoing.write(file, what, Outgoing(book.conn, None), Format(ending))
        if not book.readonly:
            note_export(book, f"{what} as {ending}", rows=written.rows)
    return Taken(path, written.rows)
