"""A mail as it goes to sendmail (RFC 5322): text and HTML of the same, headers encoded, nothing left to chance."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from kamtui.errors import BadInput
from kamtui.i18n import t

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?")

SENDER = "kamtui"
"""The name that mails come from."""

POLICY = SMTP.clone(linesep="\n")
"""What sendmail takes on a pipe: lines end as in a file, and every character is ASCII."""


def address(text: str) -> str:
    """A typed address, bare; raises BadInput."""
    found = text.strip()
    if not _ADDRESS.fullmatch(found) or ".." in found or found.startswith(".") or ".@" in found:
        raise BadInput(t("'{text}' is no mail address", text=text))
    return found


def letter(*, to: str, sender: str, subject: str, text: str, html: str, at: dt.datetime, key: str) -> str:
    """The message; `key` tells it from others, so that the same digest has the same Message-ID again."""
    name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(SENDER, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(f"=_{name}")
    return message.as_bytes().decode("ascii")
