"""What a language needs beyond the core: detection, and data such as syllables and names of places."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from tqa import Language, Quantity, Text, WordList


_SUBTAGS = "ar cs de en es fr hi it ja ko pl pt ru zh".split()
_LISTED = ("en",)


class BuiltIn(NamedTuple):
    """A language whose module, `tqa.languages.<subtag>`, loads when a rule first asks. The module is the language, or
    it has the grammar of a European one."""

    subtag: str

    def quantities(self, text: Text) -> Sequence[Quantity]:
        return _module(self.subtag).quantities(text)

    def write(self, value: int | Fraction, like: str) -> str:
        return _module(self.subtag).write(value, like)

    def concepts(self, text: Text) -> frozenset[int]:
        from .concepts import concepts, numbers

        found = concepts(text)
        return frozenset(numbers(found.all)) if found else frozenset()


class WithWords(BuiltIn):
    """A language whose words are listed, too, by the module `tqa.languages.<subtag>_words`."""

    __slots__ = ()

    def words(self) -> WordList:
        module: Any = import_module(f"{__name__}.{self.subtag}_words")
        return cast("WordList", module.words())


@cache
def _module(subtag: str) -> Language:
    module: Any = import_module(f"{__name__}.{subtag}")
    if hasattr(module, "GRAMMAR"):
        from ._european import European

        return European(module.GRAMMAR)
    return cast("Language", module)


@hookimpl
def tqa_languages() -> Mapping[str, Language]:
    return {subtag: (WithWords if subtag in _LISTED else BuiltIn)(subtag) for subtag in _SUBTAGS}


@hookimpl(trylast=True)
def tqa_detect_language(text: str) -> str | None:
    from tqa.text import language

    return language(text)
