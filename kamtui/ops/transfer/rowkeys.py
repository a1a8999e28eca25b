"""Keys for rows that bring none: the same file again gives the same keys, equal rows of one file different ones."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b


class RowKeys:
    """Makes a key of what a row says and of how often it was said before in this import."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def of(self, *parts: object) -> str:
        """The key of the next row that says `parts`."""
        digest = blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        self._seen[digest] += 1
        return f"#{digest.hex()}.{self._seen[digest]}"
