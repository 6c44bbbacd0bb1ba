"""Python's garbage collector, out of the way of readers."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collector() -> Iterator[None]:
    """For reading: it would look again and again at values that all stay, which takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MANY:  # to the oldest, which costs nothing
            gc.freeze()
            gc.unfreeze()
        if collecting:
            gc.enable()


_MANY = 300_000
"""The values of a large file, at which it would look first thing."""
