"""The catalogue: what we sell, what others call it, and which product a text means (MV-1: never guessed)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import NamedTuple

from kamtui.domain.names import fold, search_key

ALIKE = 0.8
"""Names that share so much of their letters are suggested for each other."""

SUGGESTED = 3
"""Products suggested for a text that names none."""

LONGEST = 200
"""Characters of a name, a code or an alias."""


class Product(NamedTuple):
    """One product of the catalogue."""

    id: int
    code: str | None
    name: str
    series: str
    list_price: int | None
    """In 1/10,000 of the currency unit; None: it has none."""
    currency: str | None
    lead_days: int | None
    """Days from order to delivery; None: as the policy says."""
    note: str
    archived_on: dt.date | None
    aliases: tuple[str, ...] = ()
    """What others call it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that names it: its name, its code, its aliases."""
        return tuple(text for text in (self.name, self.code, *self.aliases) if text)


def key(text: str) -> str:
    """What makes two spellings name one product: width, case and spacing vary, "GTXPro" is not "GTX Pro"."""
    return fold(text)


def squeezed(text: str) -> str:
    """A name without spaces and punctuation: equal where two names are probably one."""
    return search_key(text)


class Catalogue:
    """All products as texts are looked up in them: by name, code or alias.

    A text that is only nearly right is no match but a suggestion.
    """

    def __init__(self, products: Iterable[Product] = ()) -> None:
        self._by_id: dict[int, Product] = {}
        self._said: dict[str, Product] = {}
        self._alike: dict[str, Product] = {}
        # one that is sold is meant rather than one that is not any more
        for product in sorted(products, key=lambda product: (product.archived_on is None, product.id)):
            self.learn(product)

    def learn(self, product: Product) -> None:
        """Take up a product that was added, or what is known of it now."""
        self._by_id[product.id] = product
        self._said |= {key(text): product for text in product.texts}
        if product.archived_on is None:
            self._alike |= {squeezed(text): product for text in product.texts}

    @property
    def products(self) -> Collection[Product]:
        """All of them."""
        return self._by_id.values()

    @property
    def is_empty(self) -> bool:
        """Whether there is no catalogue."""
        return not self._by_id

    def find(self, text: str) -> Product | None:
        """The product that a text names; None where the catalogue does not have it."""
        return self._said.get(key(text)) if text else None

    def called(self, text: str) -> str:
        """What the catalogue calls it, else the text as it was written."""
        found = self.find(text)
        return text.strip() if found is None else found.name

    def twin(self, name: str) -> Product | None:
        """The product that is called so but for spaces and signs."""
        return self._alike.get(squeezed(name))

    def suggestions(self, text: str) -> list[Product]:
        """Products that may be meant by a text that names none, the likeliest first."""
        wanted = squeezed(text)
        if wanted in self._alike:
            return [self._alike[wanted]]
        near = (self._alike[each] for each in get_close_matches(wanted, self._alike, 2 * SUGGESTED, ALIKE))
        return list({product.id: product for product in near}.values())[:SUGGESTED]

    def suggestion(self, text: str) -> Product | None:
        """The likeliest product for a text that names none, and is not nothing."""
        return next(iter(self.suggestions(text)), None) if text and self.find(text) is None else None
