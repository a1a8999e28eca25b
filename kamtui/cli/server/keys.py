"""Public keys of people: what is one, strictly, and the line that opens the gate with it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import shlex
from pathlib import Path
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t

CURVES = {
    "ecdsa-sha2-nistp256": ("nistp256", 65),
    "ecdsa-sha2-nistp384": ("nistp384", 97),
    "ecdsa-sha2-nistp521": ("nistp521", 133),
    "sk-ecdsa-sha2-nistp256@openssh.com": ("nistp256", 65),
}
"""Type -> the name of its curve, and the bytes of a point on it."""

EDWARDS = {"ssh-ed25519", "sk-ssh-ed25519@openssh.com"}
EDWARDS_BYTES = 32
TYPES = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com", *CURVES, "ssh-rsa")
"""Kinds of keys that are taken; the first is the one to make."""

SHORTEST_RSA = 2048
"""Bits; what is shorter is not taken."""

LONGEST = 16_384
"""Characters of a key; sshd reads no longer line either."""

PASSED_ON = ("SSH_ORIGINAL_COMMAND", "TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES")
"""The variables that the gate looks at; it gets no others."""

# a quote would need quoting by the shell's rules within sshd's
_UNSAFE_IN_LINE = re.compile(r"""["'\\\x00-\x1f\x7f-\x9f]""")


class PublicKey(NamedTuple):
    """One public key."""

    type: str
    blob: str
    """As it stands in a line, base64."""

    @property
    def text(self) -> str:
        return f"{self.type} {self.blob}"

    @property
    def fingerprint(self) -> str:
        """As ssh-keygen -l shows it."""
        digest = hashlib.sha256(base64.b64decode(self.blob)).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


class Place(NamedTuple):
    """What every key of one server has in its line."""

    python: str
    book: Path
    state: Path
    keys: Path | None = None
    """The file of keys, where it is not in its usual place."""


def public_key(text: str) -> PublicKey:
    """The one public key in a text, such as id_ed25519.pub has it; raises BadInput for anything else."""
    lines = text.rstrip("\r\n").splitlines()
    if text.startswith(("-----BEGIN", "PuTTY-User-Key-File")):
        raise BadInput(t("this is a private key, which belongs to its owner only; give the one that ends in .pub"))
    if len(lines) != 1 or len(text) > LONGEST:
        raise BadInput(t("a key is one line, such as id_ed25519.pub has it; name several keys with --key each"))
    if any((ord(character) < 0x20 and character != "\t") or ord(character) == 0x7F for character in lines[0]):
        raise BadInput(t("the key has a control character in it, so it is none"))
    kind, _, rest = lines[0].partition(" ")
    blob = rest.partition(" ")[0]
    if "-cert-" in kind:
        raise BadInput(t("this is a certificate; give the plain public key"))
    if kind not in TYPES:
        message = "a key begins with its type, one of {types}, without options before it"
        raise BadInput(t(message, types=", ".join(TYPES)))
    _check(kind, blob)
    return PublicKey(kind, blob)


def line(login: str, key: PublicKey, place: Place) -> str:
    """The line of authorized_keys that opens the gate for `login`, and nothing else. Raises BadInput."""
    words = [place.python, "-I", "-m", "kamtui", *command(login, place)]
    if any(map(_UNSAFE_IN_LINE.search, words)):
        raise BadInput(t("a path with a quote, a backslash or a control character cannot stand in a line of keys"))
    passed = " ".join(f'\\"{name}=${name}\\"' for name in PASSED_ON)
    return f'restrict,pty,command="exec /usr/bin/env -i {passed} {shlex.join(words)}" {key.text} {login}'


def command(login: str, place: Place) -> list[str]:
    """The words behind `kamtui` in the line of somebody's key."""
    keys = [] if place.keys is None else ["--keys", str(place.keys)]
    return ["gate", "--as", login, "--book", str(place.book), "--state", str(place.state), *keys]


def _check(kind: str, blob: str) -> None:
    """Raise BadInput unless the blob is that of a key of this type, to the last byte."""
    broken = BadInput(t("the key is damaged: copy the whole line of the .pub file"))
    try:
        raw = base64.b64decode(blob.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise broken from None
    if base64.b64encode(raw).decode() != blob:
        raise broken
    fields = _fields(raw)
    if fields is None or fields[:1] != [kind.encode()] or not _fits(kind, fields[1:]):
        raise broken
    if kind == "ssh-rsa" and int.from_bytes(fields[2]).bit_length() < SHORTEST_RSA:
        message = "an RSA key of less than {bits} bits is too weak; make one with ssh-keygen"
        raise BadInput(t(message, bits=SHORTEST_RSA))


def _fields(raw: bytes) -> list[bytes] | None:
    """The length-prefixed parts of a blob (RFC 4251); None where they do not add up."""
    found, at = [], 0
    while at < len(raw):
        size = int.from_bytes(raw[at : at + 4])
        part = raw[at + 4 : at + 4 + size]
        if at + 4 > len(raw) or len(part) != size:
            return None
        found.append(part)
        at += 4 + size
    return found


def _fits(kind: str, fields: list[bytes]) -> bool:
    """Whether the parts behind the type are those of such a key; one that lives in a token also names its origin."""
    if kind.startswith("sk-"):
        *fields, origin = fields or [b""]
        if not origin.startswith(b"ssh:"):
            return False
    if kind in EDWARDS:
        return [len(part) for part in fields] == [EDWARDS_BYTES]
    if kind in CURVES:
        curve, size = CURVES[kind]
        return len(fields) == 2 and fields[0] == curve.encode() and len(fields[1]) == size and fields[1][0] == 4
    return len(fields) == 2 and all(part and part[0] < 0x80 for part in fields)
