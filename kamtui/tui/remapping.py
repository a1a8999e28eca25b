"""Another key for an action, pressed while the app runs: what is wrong with it is said before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamtui import paths, settings
from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.tui.keymap import mistakes, split
from kamtui.tui.keys import key_label

if TYPE_CHECKING:
    from kamtui.tui.app import Kamtui


async def remap(app: Kamtui, name: str) -> Sequence[str]:
    """Ask for the new key of a binding id and keep it; the keys it has then, none where it stays as it was.

    The key takes the place of the first one; twins such as arrows stay. What clashes is said and not kept.
    """
    app.say(t("press the new key of '{name}' (Esc: leave it)", name=name))
    key = await app.next_key()
    if key == "escape":
        app.say(t("'{name}' keeps its key", name=name))
        return ()
    # imported late: to know every clash, every page is looked over
    from kamtui.tui.keytable import chains, keys_of

    before = current(app)
    keys = [key, *(twin for twin in split(before.get(name, keys_of(name)))[1:] if twin != key)]
    keymap = {**before, name: ",".join(keys)}
    found = mistakes(keymap, chains())
    if found:
        app.say(found[0], "error")
        return ()
    if app.settings is None:
        app.set_keymap(keymap)
        app.remapped = keymap
        app.say(t("{key} is '{name}' as long as the app runs", key=key_label(key), name=name), "ok")
        return keys
    try:
        settings.change(app.settings, name, keymap[name], table="keys")
    except KamError as error:
        app.say(str(error), "error")
        return ()
    app.set_keymap(keymap)
    app.say(t("{key} is '{name}' from now on", key=key_label(key), name=name), "ok")
    return keys


def current(app: Kamtui) -> dict[str, str]:
    """The keymap that holds now: that of the file, or what was chosen where no file may be written."""
    if app.remapped is not None:
        return app.remapped
    return dict(settings.load(app.settings or paths.settings(), lambda _: None).keys)
