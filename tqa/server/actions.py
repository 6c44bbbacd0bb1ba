"""What an editor offers to do about findings: mend them, ignore them here or in the project, read about the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tqa.config import FILE, TERMS
from tqa.hookspecs import TakesComments
from tqa.model import Content, Span
from tqa.reports.ci import help_uri
from tqa.termbase import BadRow, Term, TermbaseError, TermEntry
from tqa.text import changes

from .protocol import RefusedError
from .shape import span_range, text_edits, workspace_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tqa.config import Config
    from tqa.model import Diagnostic

    from .buffers import Buffer
    from .project import Project
    from .shape import Client

QUICK, FIX_ALL, FIX_ALL_TQA = "quickfix", "source.fixAll", "source.fixAll.tqa"
KINDS = [QUICK, FIX_ALL, FIX_ALL_TQA]
OPEN = "tqa.openDocumentation"
"""The command that opens a page."""
_ON_FORMS = ("terminology/inconsistent-name", "terminology/inconsistent-term", "terminology/known-name")
"""Rules on the form of a name or term, which a termbase would settle."""


class Actions:
    """The actions for one state of a document."""

    def __init__(self, project: Project, buffer: Buffer, can: Client, folder: Path, others: Iterable[Buffer]) -> None:
        """`folder`: where a configuration file is made if there is none; `others`: all open documents, whose text may
        not be what is on disk."""
        self.project, self.buffer, self.can, self.folder, self.others = project, buffer, can, folder, others

    def offered(
        self, span: Span, sent: Sequence[Mapping[str, Any]], only: Collection[str] | None
    ) -> Iterator[dict[str, Any]]:
        """The actions at a place. `sent`: the diagnostics that the client names, as it has them; `only`: the kinds that
        it asks for."""
        found = self.project.check(self.buffer)
        if _asked(QUICK, only):
            here = [(d, _as_sent(d, sent)) for d in found.diagnostics if _touches(d.range.span, span)]
            makers = (
                self._fix, self._ignore_here, self._settle_term, self._known_word, self._ignore_in_project, self._read
            )  # fmt: skip
            for make in makers:
                for diagnostic, as_sent in here:
                    for action in make(diagnostic):
                        yield {"kind": QUICK, **action, **({"diagnostics": [as_sent]} if as_sent else {})}
        # The general kind only for those that ask for it by name, so that nobody is offered the same thing twice.
        kind = FIX_ALL if only is not None and FIX_ALL in only else FIX_ALL_TQA
        if _asked(kind, only) and any(d.fix and d.fix.safety == "safe" and not d.known for d in found.diagnostics):
            yield self._later("Apply all safe fixes of tqa", {"do": "fix all"}, {"kind": kind})

    def resolved(self, action: dict[str, Any]) -> dict[str, Any]:
        """An action with its edit."""
        data = action.get("data") or {}
        what, rule = data.get("do"), str(data.get("rule", ""))
        if what == "fix all":
            action["edit"] = self._edit_of_all()
        elif what == "ignore":
            action["edit"] = self._configured(lambda config: (("ignore",), config.ignore, rule))
        elif what == "known":
            word = str(data.get("word", ""))
            known = ("options", rule, "known")
            action["edit"] = self._configured(
                lambda config: (known, config.options.get(rule, {}).get("known", ()), word)
            )
        elif what == "settle":
            action["edit"] = self._settled(tuple(Term(*term) for term in data["terms"]))
        return action

    def _later(self, title: str, data: dict[str, Any], more: dict[str, Any] | None = None) -> dict[str, Any]:
        """An action whose edit is made when it is chosen, by clients that ask for it then."""
        action = {"title": title, **(more or {}), "data": {"uri": self.buffer.uri, **data}}
        return action if self.can.resolves else self.resolved(action)

    # --- of one finding ---------------------------------------------------------------------------------------------

    def _fix(self, d: Diagnostic) -> Iterator[dict[str, Any]]:
        fix = d.fix
        if fix is None or fix.safety == "display":
            return
        edits = text_edits(fix.edits, self.buffer.content, self.can.encoding)
        yield {
            "title": _sentence(fix.title) if fix.safety == "safe" else f"{_sentence(fix.title)} (look twice)",
            "isPreferred": fix.safety == "safe",
            "edit": workspace_edit(self.buffer.uri, self.buffer.version, edits, self.can),
        }

    def _ignore_here(self, d: Diagnostic) -> Iterator[dict[str, Any]]:
        """A comment that covers the segment. The reason is for the editor's user to give; tqa asks for it, and says so
        until it is there."""
        document = self.project.check(self.buffer).documents.get(d.document)
        form = self.project.format(self.buffer)
        if d.rule.startswith("tqa/") or not d.segment_id or document is None or not isinstance(form, TakesComments):
            return
        reason = "${1:why}" if self.can.snippets and self.can.versions else ""
        at, text = form.comment(document, d.segment_id, f"tqa: ignore[{d.rule}] {reason}".strip())
        edit: dict[str, Any] = {"range": span_range(self.buffer.content, Span(at, at), self.can.encoding)}
        if reason:
            edit["snippet"] = {"kind": "snippet", "value": text}
        else:
            edit["newText"] = text
        yield {
            "title": f"Ignore {d.rule} in this paragraph",
            "edit": workspace_edit(self.buffer.uri, self.buffer.version, [edit], self.can),
        }

    def _settle_term(self, d: Diagnostic) -> Iterator[dict[str, Any]]:
        """For names and terms whose source is known: the form that the fix writes, and the one that stands here, as
        what the project says from now on."""
        source = next((e.excerpt[e.span.start : e.span.end] for e in d.evidence if e.side == "source"), "")
        document = self.project.check(self.buffer).documents.get(d.document)
        if d.rule not in _ON_FORMS or not source or document is None or not d.fix or not self._can_settle():
            return
        for form in dict.fromkeys((d.fix.edits[0].text, d.excerpt[d.span.start : d.span.end])):
            terms = (Term(source, document.source_lang), Term(form, document.target_lang, "preferred"))
            title = f"Settle on “{form}” for {source} in this project"
            try:
                action = self._later(title, {"do": "settle", "terms": terms})
            except RefusedError:  # it is settled otherwise; clients that ask for the edit later are told so then
                continue
            yield action

    def _known_word(self, d: Diagnostic) -> Iterator[dict[str, Any]]:
        """For rules with an option `known`, which lists what they are to leave alone."""
        rule = self.project.rule(self.buffer, d.rule)
        word = d.excerpt[d.span.start : d.span.end]
        if rule is not None and isinstance(rule.options.get("known"), list) and word and self._can_configure():
            yield self._later(f"Add “{word}” to what {d.rule} knows", {"do": "known", "rule": d.rule, "word": word})

    def _ignore_in_project(self, d: Diagnostic) -> Iterator[dict[str, Any]]:
        if not d.rule.startswith("tqa/") and self._can_configure():
            yield self._later(f"Ignore {d.rule} in this project", {"do": "ignore", "rule": d.rule})

    def _read(self, d: Diagnostic) -> Iterator[dict[str, Any]]:
        page = help_uri(d.rule, d.plugin)
        if page and self.can.shows:
            title = f"Read about {d.rule}"
            yield {"title": title, "command": {"title": title, "command": OPEN, "arguments": [page]}}

    # --- of the whole document --------------------------------------------------------------------------------------

    def _edit_of_all(self) -> dict[str, Any]:
        content = self.buffer.content
        edits = [
            {"range": span_range(content, Span(start, end), self.can.encoding), "newText": new}
            for start, end, new in changes(content.value, self.project.mended(self.buffer))
        ]
        return workspace_edit(self.buffer.uri, self.buffer.version, edits, self.can)

    # --- of the configuration ---------------------------------------------------------------------------------------

    def _can_configure(self) -> bool:
        """Whether there is a configuration file to change, or the client can make one."""
        return self.project.configuration(self.buffer.path).path is not None or self.can.creates

    def _configured(self, what: Callable[[Config], tuple[Sequence[str], Any, str]]) -> dict[str, Any]:
        """The edit of the configuration file that adds a text to one of its lists; `what` says which list, what the
        configuration has in it by now, and the text."""
        config = self.project.configuration(self.buffer.path)
        keys, now, new = what(config)
        path = config.path or self.folder / FILE
        prefix = ("tool", "tqa") if path.name == "pyproject.toml" else ()
        return self._edit_of_file(
            path, lambda text: _with_item(text, (*prefix, *keys), [*(now or ()), new]), create=config.path is None
        )

    def _can_settle(self) -> bool:
        """Whether there is a file of terms to add to, or one can be made where it will be read: beside a
        configuration."""
        config = self.project.configuration(self.buffer.path)
        return config.path is not None and (self.can.creates or (config.root / TERMS).exists())

    def _settled(self, terms: tuple[Term, ...]) -> dict[str, Any]:
        """The edit of the project's file of terms that adds an entry."""
        from tqa.terms import settle

        path = self.project.configuration(self.buffer.path).root / TERMS
        form = self.project.termbase_format(self.buffer, path)

        def settled(text: str) -> str:
            known = list(form.read(text.encode(), str(path), ("", "")))
            bad = next((row for row in known if isinstance(row, BadRow)), None)
            if bad is not None:
                raise RefusedError(f"{path.name}:{bad.line}: {bad.message}; mend it first, so that nothing is lost")
            found = settle([e for e in known if isinstance(e, TermEntry)], [TermEntry(terms, place="this finding")])
            if found.conflicts:
                raise RefusedError(found.conflicts[0])
            return form.write(found.entries).decode()

        try:
            return self._edit_of_file(path, settled, create=not path.exists())
        except TermbaseError as problem:
            raise RefusedError(str(problem)) from None

    def _edit_of_file(self, path: Path, change: Callable[[str], str], *, create: bool) -> dict[str, Any]:
        """The edit of another file, as it is in the editor if it is open there."""
        open_already = next((other for other in self.others if other.path == path), None)
        text = open_already.content.value if open_already else _read(path)
        content = Content(text)
        edits = [
            {"range": span_range(content, Span(start, end), self.can.encoding), "newText": part}
            for start, end, part in changes(text, change(text))
        ]
        uri, version = (open_already.uri, open_already.version) if open_already else (path.as_uri(), None)
        return workspace_edit(uri, version, edits, self.can, create=create)


def _asked(kind: str, only: Collection[str] | None) -> bool:
    """Whether a client asks for a kind of action; kinds are hierarchical."""
    return only is None or any(kind == wanted or kind.startswith(f"{wanted}.") or not wanted for wanted in only)


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _as_sent(d: Diagnostic, sent: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The client's own copy of a diagnostic."""
    for one in sent:
        data = one.get("data")
        if isinstance(data, dict) and data.get("fingerprint") == d.fingerprint:
            return one
    return next((o for o in sent if o.get("code") == d.rule and o.get("message") == d.message), None)


def _sentence(title: str) -> str:
    return title[:1].upper() + title[1:]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""


def _with_item(source: str, keys: Sequence[str], items: Sequence[str]) -> str:
    """A TOML file whose list under `keys` ends with the last of `items`, and everything else is as it was. The others
    are what the list is to hold if it is not there."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(source)
    except TOMLKitError as problem:
        raise RefusedError(f"the configuration file cannot be changed, for it is no TOML: {problem}") from None
    table: Any = document
    for key in keys[:-1]:
        if key not in table:
            table[key] = tomlkit.table(is_super_table=key in ("options", "tool"))
        table = table[key]
    if keys[-1] in table:
        table[keys[-1]].append(items[-1])
    else:
        table[keys[-1]] = list(items)
    return tomlkit.dumps(document)
