"""The examples in rule files as tests of pytest's, in a project that has rules of its own.

Off until asked with ``--tqa-rules=PATH`` or, in pytest's configuration, ``tqa_rules = qa/rules``; until then nothing of
tqa is loaded. Each example is a test of its own: ``qa/rules/style/shouting.toml::bad-1``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .plugins import Registry
    from .rule import Example, Rule

_ROOTS: pytest.StashKey[list[Path]] = pytest.StashKey()
_REGISTRY: pytest.StashKey[Registry] = pytest.StashKey()

COMPLETE = "complete"
"""The test that a rule file says all that a rule has to say."""


def pytest_addoption(parser: pytest.Parser) -> None:
    about = "folder or file of tqa's rule files whose examples are to be tested"
    parser.getgroup("tqa").addoption("--tqa-rules", action="append", default=[], metavar="PATH", help=about)
    parser.addini("tqa_rules", type="paths", default=[], help=f"{about}; several, separated by spaces or lines")


def pytest_configure(config: pytest.Config) -> None:
    asked = [config.invocation_params.dir / path for path in config.getoption("--tqa-rules")]
    roots = [path.resolve() for path in (*asked, *config.getini("tqa_rules"))]
    for root in roots:
        if not root.exists():
            raise pytest.UsageError(f"tqa-rules: there is no {root}")
    config.stash[_ROOTS] = roots
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:  # who calls pytest alone means the rules, too
        config.args += map(str, roots)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RuleFile | None:
    if file_path.suffix != ".toml":
        return None
    path = file_path.resolve()
    if any(root == path or root in path.parents for root in parent.config.stash.get(_ROOTS, ())):
        return RuleFile.from_parent(parent, path=file_path)
    return None


class RuleFile(pytest.File):
    def collect(self) -> Iterator[RuleTest]:
        from .lines import line_of, lines
        from .model import SetupError

        try:
            rule = self._rule()
        except SetupError as problem:
            raise self.CollectError(str(problem)) from None
        found = lines(self.path.read_text(encoding="utf-8-sig"))
        yield RuleTest.from_parent(self, name=COMPLETE, rule=rule)
        for kind in ("bad", "good"):
            for number, example in enumerate(e for e in rule.examples if e.bad == (kind == "bad")):
                line = line_of((kind, number), found)
                yield RuleTest.from_parent(self, name=f"{kind}-{number + 1}", rule=rule, example=example, line=line)

    def _rule(self) -> Rule:
        from .cache import Cache
        from .declare import RuleFileError, check_dimension, load
        from .plugins import build, rule_files

        registry = self.config.stash.get(_REGISTRY, None)
        if registry is None:
            registry = self.config.stash[_REGISTRY] = build(cache=Cache())
        (rule,) = load(rule_files([self.path]), registry.kinds)
        if wrong := check_dimension(rule):
            raise RuleFileError(f"{self.path}: {wrong}")
        if other := registry.rules.get(rule.id):
            raise RuleFileError(f"{self.path}: rule {rule.id} is already there, from plugin {other.plugin}")
        return rule


class RuleTest(pytest.Item):
    """One example of a rule, or what is to be said of the rule as a whole."""

    def __init__(self, *, rule: Rule, example: Example | None = None, line: int = 1, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.rule, self.example, self.line = rule, example, line

    def runtest(self) -> None:
        if wrong := list(self._problems()):
            raise ExampleError("\n".join(wrong))

    def _problems(self) -> Iterable[str]:
        from .authoring import unfilled
        from .testing import example_problems, incomplete

        if self.example is not None:
            return example_problems(self.rule, self.example)
        return [*unfilled(self.rule), *incomplete(self.rule)]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *rest: Any, **more: Any) -> Any:
        if isinstance(excinfo.value, ExampleError):
            return f"{self.path}:{self.line}: {excinfo.value}" if self.example else str(excinfo.value)
        return super().repr_failure(excinfo, *rest, **more)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.line - 1, f"{self.rule.id} {self.name}"


class ExampleError(Exception):
    """A rule does not do what its example says; the message says what it does."""
