"""What to open, and what to begin with there."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import NamedTuple


class Then(Enum):
    """What begins once the app is open."""

    NOTHING = "nothing"
    IMPORT = "import"
    TUTORIAL = "tutorial"


class Opening(NamedTuple):
    """A book to open."""

    path: Path | None
    """None: a copy of the sample, which is thrown away."""
    then: Then = Then.NOTHING
