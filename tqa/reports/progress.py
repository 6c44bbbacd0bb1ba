"""A progress bar for long runs, on a terminal only."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Protocol, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.progress import Progress

    from tqa import Checked


class Result(Protocol):
    """What came of one file."""

    @property
    def checked(self) -> Sequence[Checked]: ...


_R = TypeVar("_R", bound=Result)

PATIENCE = 0.5
"""Seconds of work before a bar is worth its place."""

INTERVAL = 0.1


def progress(
    results: Iterable[_R],
    total: int | None = None,
    *,
    err: TextIO | None = None,
    out: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[_R]:
    """The results as they are, with a bar on `err` (standard error) if that is a terminal and the work is long.

    `total`: how many results there will be, if that is known. The bar is gone whenever a result comes by that a report
    may write of to the same terminal, and at the end. It is drawn between two results, never by a thread of its own,
    because the run may fork.
    """
    err = sys.stderr if err is None else err
    if not _terminal(err) or os.environ.get("TERM") in {"dumb", "unknown"}:
        yield from results
        return
    shared = _terminal(sys.stdout if out is None else out)
    begun = clock()
    drawn = 0.0
    bar: Progress | None = None
    try:
        for done, result in enumerate(results, 1):
            now = clock()
            if now - begun >= PATIENCE and now - drawn >= INTERVAL:
                bar = bar or _bar(err, total)
                bar.start()
                bar.update(bar.task_ids[0], completed=done, refresh=True)
                drawn = now
            if bar and shared and any(c.diagnostics for c in result.checked):
                bar.stop()
            yield result
    finally:
        if bar:
            bar.stop()


def _terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _bar(err: TextIO, total: int | None) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=err),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=total)
    return bar
