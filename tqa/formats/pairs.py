"""Tables of pairs: a row is a segment, a column its source, another its translation.

A header names the columns: `source` and `target`, or languages, of which the first is the source and each other a
target, in a document of its own. Columns with an id, notes and the document that a row is of may stand beside them.
Without a header there have to be just two columns of text, in two languages.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tqa import Document, Problem, Segment, Span, UnreadableError
from tqa.text import language

from .columns import heading
from .ids import Ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tqa import Content, Text


MOST_PROBLEMS = 50
"""A table with more wrong rows than this is read in a wrong way, and more messages would say nothing new."""

SAMPLE = 200
"""Rows by which the columns of a table without header are told."""


class Cell(Protocol):
    @property
    def value(self) -> str: ...

    def text(self, lang: str) -> Text:
        """The cell as a text whose characters have their places."""


class Row(NamedTuple):
    """A row of a table. `name` is what messages call it: "line 7"; `id` what its segment is called where no column says
    that."""

    name: str
    id: str
    place: Span
    cells: Sequence[Cell]
    names: Sequence[str] = ()
    """Of the cells, where they have names that everybody knows them by ("Sheet1!B2"): segments are called by them."""


class Columns(NamedTuple):
    """Which column is what, by number; -1 where there is none."""

    source: int
    targets: tuple[tuple[int, str], ...]
    """Each with its language, as far as the header says it."""
    source_lang: str = ""
    id: int = -1
    notes: tuple[int, ...] = ()
    document: int = -1
    fuzzy: int = -1
    langs: tuple[int, int] = (-1, -1)
    """Those that say the language of source and target."""
    width: int = 0
    header: bool = True
    terms: bool = False
    """Whether there are columns that only termbases have."""


NONE = (
    "no header names a source and a target (source,target or zh,en), and there are not just two columns of text, in two"
    " languages; the header is what to add"
)
"""Why a table is none of pairs."""


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """What the columns of a table are by its first rows; None where it is none of pairs."""
    return by_header(rows[0]) or _by_contents(rows[:SAMPLE]) if rows else None


def by_header(names: Sequence[str]) -> Columns | None:
    """What the columns are that have these names; None where no pair is among them."""
    found: dict[str, list[int]] = {}
    headings = [heading(name) for name in names]
    for number, (role, _) in enumerate(headings):
        found.setdefault(role, []).append(number)
    sources, targets, langs = (found.get(role, []) for role in ("source", "target", "lang"))
    if not sources:
        sources, langs = langs[:1], langs[1:]
    targets = targets[:1] or langs
    if not sources or not targets:
        return None

    def first(role: str) -> int:
        return found.get(role, [-1])[0]

    return Columns(
        source=sources[0],
        targets=tuple((number, headings[number].lang) for number in targets),
        source_lang=headings[sources[0]].lang,
        id=first("id"),
        notes=tuple(found.get("note", ())),
        document=first("document"),
        fuzzy=first("fuzzy"),
        langs=(first("source lang"), first("target lang")),
        width=len(names),
        terms="term" in found,
    )


_FEW_ROWS = 2
_LETTERS = 12
"""So many letters a cell has on average in a column of text."""


def _by_contents(rows: Sequence[Sequence[str]]) -> Columns | None:
    ((width, count),) = Counter(map(len, rows)).most_common(1)
    if count < max(_FEW_ROWS, 0.8 * len(rows)) or width < 2:
        return None
    columns = list(zip(*(row for row in rows if len(row) == width), strict=True))
    texts = [number for number, cells in enumerate(columns) if _is_text(cells)]
    if len(texts) != 2:
        return None
    source, target = texts
    langs = [language("\n".join(columns[number])) for number in texts]
    if not langs[0] or not langs[1] or langs[0] == langs[1]:
        return None
    ids = (n for n, cells in enumerate(columns) if n not in texts and all(cells) and len(set(cells)) == len(cells))
    return Columns(source, ((target, langs[1]),), langs[0], id=next(ids, -1), width=width, header=False)


def _is_text(cells: Sequence[str]) -> bool:
    worded = [cell for cell in cells if sum(map(str.isalpha, cell)) > len(cell) / 2]
    # A character of Chinese, Japanese or Korean says as much as three letters.
    letters = sum(sum(map(str.isalpha, cell)) + 2 * sum(c >= "\u2e80" for c in cell) for cell in worded)
    return len(worded) >= 0.8 * len(cells) and letters >= _LETTERS * len(cells)


class _Group:
    """A document as it grows."""

    def __init__(self, source_lang: str) -> None:
        self.source_lang = source_lang
        self.segments: list[Segment] = []
        self.ids = Ids()


def documents(
    rows: Iterable[Row | Problem],
    columns: Columns,
    *,
    path: str,
    name: str,
    content: Content,
) -> Iterator[Document]:
    """The documents of a table whose header has been taken off: one a target language and a name in the column of
    documents. Rows of another width than the header are problems: a short one that has its target is still read, of a
    long one nobody knows where its text was cut. Raises UnreadableError where all rows are wrong."""
    groups: dict[tuple[str, str], _Group] = {}
    problems: list[Problem] = []
    left_out = 0
    for row in rows:
        wrong = row if isinstance(row, Problem) else _misshapen(row, columns)
        if wrong is not None:
            if len(problems) < MOST_PROBLEMS:
                problems.append(wrong)
            else:
                left_out += 1
        if not isinstance(row, Problem) and len(row.cells) <= columns.width:
            _add(row, columns, groups)
    if left_out:
        if not groups:
            raise UnreadableError(f"{path}: none of its rows can be read; {problems[0].message}")
        problems.append(Problem(f"and {left_out} more problems in the rows after this", problems[-1].place))
    if not groups:
        groups["", columns.targets[0][1]] = _Group(columns.source_lang)
    several = len({lang for _, lang in groups}) > 1
    for number, ((name, lang), group) in enumerate(groups.items()):
        yield Document(
            path=path,
            format=name,
            segments=tuple(group.segments),
            source_lang=group.source_lang,
            target_lang=lang,
            name=" ".join(filter(None, (name, lang))) if several else name,
            content=content,
            problems=tuple(problems) if number == 0 else (),
        )


def _misshapen(row: Row, columns: Columns) -> Problem | None:
    found, wanted = len(row.cells), columns.width
    if found == wanted:
        return None
    others = "the header has" if columns.header else "the other rows have"
    lost = found > wanted or not any(number < found for number, _ in columns.targets)
    end = ", and the row is left out" if lost else ""
    return Problem(f"{row.name}: {found} cell{'s' * (found != 1)}, where {others} {wanted}{end}", row.place)


def _add(row: Row, columns: Columns, groups: dict[tuple[str, str], _Group]) -> None:
    """The segments of a row: what is empty on both sides, or whose translation is not settled, is none."""
    cells = row.cells

    def said(number: int) -> str:
        return cells[number].value.strip() if 0 <= number < len(cells) else ""

    if said(columns.fuzzy).casefold() in ("true", "1", "yes", "fuzzy"):
        return
    source_lang, named = said(columns.langs[0]) or columns.source_lang, said(columns.langs[1])
    name = said(columns.document)
    note = " · ".join(filter(None, map(said, columns.notes)))
    source = cells[columns.source].text(source_lang) if columns.source < len(cells) else None
    for number, lang in columns.targets:
        if number >= len(cells) or not (cells[number].value.strip() or said(columns.source)):
            continue
        lang = named or lang
        group = groups.setdefault((name, lang), _Group(source_lang))
        wanted = group.ids.unique(row.names[number] if row.names else said(columns.id) or row.id)
        original = source if source and source.value.strip() else None
        group.segments.append(Segment(wanted, cells[number].text(lang), original, note=note))
