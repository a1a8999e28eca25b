"""Texts that somebody might put into a book to harm who reads it: markup, terminal control, Unicode, templates."""

from __future__ import annotations

import unicodedata

from tests.render.hostile import HOSTILE as SEEN_BEFORE
from tests.tui.terminal import OURS

LONG = 1_500
"""Characters of the long ones; how megabytes are shown is looked at elsewhere."""

MARKUP = {
    "closes what is not open": "Qa[/]Zb",
    "closes red": "Qa[/red]Zb",
    "opens red": "Qa[red]Zb",
    "opens reverse, never closes": "Qa[reverse bold]Zb",
    "clicks quit": "Qa[@click=app.quit]Zb[/]",
    "clicks quit, quoted": 'Qa[@click="app.quit()"]Zb[/@click]',
    "clicks screenshot": "Qa[@click=app.screenshot('planted.svg','.')]Zb[/]",
    "clicks suspend": "Qa[@click=app.suspend_process]Zb[/]",
    "clicks a key": "Qa[@click=app.simulate_key('ctrl+q')]Zb[/]",
    "clicks bell": "Qa[@click=app.bell]Zb[/]",
    "clicks a page": "Qa[@click=app.go('log')]Zb[/]",
    "clicks undo": "Qa[@click=screen.undo]Zb[/]",
    "moves quit": "Qa[@mouse.move=app.quit]Zb[/]",
    "opens a page": "Qa[@click=app.open_url('http://evil.test')]Zb[/]",
    "link": "Qa[link=http://evil.test]Zb[/link]",
    "link, quoted": "Qa[link='file:///etc/passwd']Zb[/link]",
    "Markdown link": "Qa[Zb](http://evil.test)",
    "Markdown picture": "Qa![Zb](http://evil.test/x.png)",
    "bare address": "Qa http://evil.test/?q=Zb",
    "bracket left open": "Qa[Zb",
    "tag left open": "Qa[b",
    "year in brackets": "客户[2024]年",
    "variable": "Qa[$primary]Zb",
    "style there is not": "Qa[no such style!]Zb",
    "attribute left open": "Qa[foo='bar]Zb",
    "backslash before": "Qa\\[red]Zb",
    "backslash at the end": "QaZb\\",
    "two backslashes": "Qa\\\\[red]Zb\\\\",
    "smile": "Qa :smile: Zb",
    "nested": "Qa[[red]][[/red]]Zb[bold][/]",
    "ansi in brackets": "Qa[ansi_red on ansi_green]Zb",
    "blink": "Qa[blink]Zb[/blink]",
}
"""What Textual, Rich or Markdown could read as more than letters."""

CONTROL = {
    "clipboard, ST": "Qa\x1b]52;c;S0FN\x1b\\Zb",
    "clipboard, BEL": "Qa\x1b]52;c;S0FN\x07Zb",
    "clipboard asked for": "Qa\x1b]52;c;?\x07Zb",
    "title, ST": "Qa\x1b]0;PWN\x1b\\Zb",
    "title, BEL": "Qa\x1b]2;PWN\x07Zb",
    "title reported": "Qa\x1b[21tZb",
    "colour and reverse": "Qa\x1b[31;7mZb",
    "blink and conceal": "Qa\x1b[5;8mZb",
    "clears all": "Qa\x1b[2J\x1b[3JZb",
    "goes home": "Qa\x1b[HZb",
    "up and away": "Qa\x1b[99A\x1b[99CZb",
    "scrolls": "Qa\x1b[50SZb",
    "asks where": "Qa\x1b[6nZb",
    "asks who": "Qa\x1b[cZb\x1b[>c",
    "asks for the answerback": "Qa\x05Zb",
    "link": "Qa\x1b]8;;http://evil.test\x1b\\Zb",
    "notification": "Qa\x1b]777;notify;PWN;Zb\x07",
    "picture": "Qa\x1b]1337;File=inline=1:AAAA\x07Zb",
    "sixel": "Qa\x1bPq#0;2;0;0;0~\x1b\\Zb",
    "kitty graphics": "Qa\x1b_Ga=T;AAAA\x1b\\Zb",
    "privacy message": "Qa\x1b^PWN\x1b\\Zb",
    "device control": 'Qa\x1bP$q"p\x1b\\Zb',
    "resets": "Qa\x1bcZb",
    "other screen": "Qa\x1b[?1049lZb",
    "mouse on": "Qa\x1b[?1003hZb",
    "paste marks": "Qa\x1b[200~Zb\x1b[201~",
    "line drawing": "Qa\x1b(0qqq\x1b(BZb",
    "shifted out": "Qa\x0eqqq\x0fZb",
    "one-byte CSI": "Qa\x9b31;7mZb",
    "one-byte OSC": "Qa\x9d0;PWN\x9cZb",
    "one-byte DCS": "Qa\x90PWN\x9cZb",
    "next line": "Qa\x85Zb",
    "NUL": "Qa\x00Zb",
    "all of C0": "Qa" + "".join(map(chr, range(0x20))) + "Zb",
    "DEL and all of C1": "Qa\x7f" + "".join(map(chr, range(0x80, 0xA0))) + "Zb",
    "line ends": "Qa\rZb\nQa\r\nZb\vQa\fZb",
    "rubs out": "Qa\b\b\b\bZb",
    "rings": "Qa\a\a\aZb",
    "a sequence cut off": "Qa\x1b[",
    "escape at the end": "QaZb\x1b",
    "string never ended": "Qa\x1b]0;PWN",
}
"""What a terminal could take for a command."""

UNICODE = {
    "turned round": "Qa\u202eZb",
    "turned round and never back": "Qa\u202b\u202a\u202d\u2067\u2066\u2068Zb",
    "marks of direction": "Qa\u200e\u200f\u061cZb",
    "no width": "Q\u200ba\u2060Z\ufeffb",
    "joiners": "Q\u200ca\u200dZb",
    "zalgo": "Q" + "\u0300\u0301\u0302\u0303\u0304\u0305\u0306" * 20 + "a",
    "lone high half": "Qa\ud800Zb",
    "lone low half": "Qa\udfffZb",
    "line and paragraph": "Qa\u2028Zb\u2029Qa",
    "Han by the line": "客户名称测试公司" * 40,
    "family and flag": "Qa👨\u200d👩\u200d👧\u200d👦🇨🇳🏴\U000e0067\U000e0062\U000e007fZb",
    "long": "x" * LONG,
    "long and wide": "宽" * LONG,
    "long, nothing to see": "\u200b" * LONG + "Qa",
    "long, only marks": "Q" + "\u0301" * LONG,
    "longest character": "Qa\ufdfa\u12031Zb",
    "Cyrillic twin": "Асmе Ноldings",
    "full width": "［ｒｅｄ］Ｑａ［／］",
    "last of all": "Qa\U0010ffff\ufffe\uffffZb",
    "object replaced": "Qa\ufffcZb",
    "annotated": "Qa\ufff9Zb\ufffaQa\ufffb",
    "blanks of all widths": "Qa\u00a0\u2003\u3000\u1680\u205fZb",
    "private use": "Qa\ue000\U000f0000Zb",
    "shorthand control": "Qa\U0001bca0Zb",
    "musical control": "Qa\U0001d173Zb",
}
"""What is drawn otherwise than it is stored, or has no picture."""

OTHERS = {
    "formula": '=HYPERLINK("http://evil.test")',
    "formula by plus": "+1+cmd|' /C calc'!A0",
    "format": "%s %n {0} {name} {__class__} $name ${HOME}",
    "shell": "$(touch planted) `touch planted` ; touch planted | touch planted",
    "SQL": "'; DROP TABLE account; --",
    "path": "../../../../etc/passwd",
    "option": "--book=/etc/passwd",
    "dash": "-",
    "tag of HTML": "<script>alert('Zb')</script>",
    "entity": "&lt;b&gt; &#27;[31m",
    "JSON": '{"a": [1, null]}',
    "quotes": "\"''\"",
    "comma and tab": "a,b\tc;d",
    "number": "0",
    "true": "true",
    "none": "None",
}
"""What other readers of the book could take for more than text."""

HOSTILE = {name: text for name, text in SEEN_BEFORE.items() if 0 < len(text) < LONG} | {
    f"{kind}: {name}": text
    for kind, texts in (("markup", MARKUP), ("control", CONTROL), ("unicode", UNICODE), ("other", OTHERS))
    for name, text in texts.items()
}

_COMMANDS = frozenset("\t\n\r")
"""What the program itself ends lines with."""


def needles(text: str) -> list[bytes]:
    """What a terminal would have been sent if the text had reached it as it is, one for each strange character.

    One that the app may send itself, a letter and then a colour, is none.
    """
    starts = [
        place
        for place, character in enumerate(text)
        if unicodedata.category(character) in {"Cc", "Zl", "Zp"} and character not in _COMMANDS
    ]
    found = [text[max(place - 1, 0) : place + 13] for place in starts]
    telling = [piece for piece in found if len(piece) > 3 and len(OURS.sub("", piece)) > 2]
    return [piece.encode("utf-8", "surrogatepass") for piece in telling]


def is_storable(text: str) -> bool:
    """Whether an operation takes it: the book keeps no NUL and no half characters, only other programs put them in."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return bool(text.strip()) and "\0" not in text
