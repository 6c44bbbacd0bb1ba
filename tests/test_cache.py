"""The cache folder: what is kept and for how long, and that nothing there is ever in the way."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tqa.cache import KEEP, Cache, NoCache, folder


def name(number: int) -> str:
    return f"rules-{number:032x}.json"


def test_read_and_write(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.read(name(1)) is None
    cache.write(name(1), b"one")
    assert cache.read(name(1)) == b"one"
    cache.write(name(1), b"two")
    assert Cache(tmp_path / "new" / "folder").read(name(1)) == b"two"
    assert [file.name for file in (tmp_path / "new" / "folder").iterdir()] == [name(1)]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old = time.time() - 1_000_000
    for number in range(KEEP + 5):
        (tmp_path / name(number)).write_bytes(b"")
        os.utime(tmp_path / name(number), (old + number, old + number))
    assert cache.read(name(0)) == b""  # used again
    (tmp_path / f".{name(1)}.123").write_bytes(b"")  # a draft that a process left behind
    os.utime(tmp_path / f".{name(1)}.123", (old, old))
    cache.write(name(1000), b"")
    kept = {file.name for file in tmp_path.iterdir()}
    assert kept == {name(0), name(1000), *map(name, range(7, KEEP + 5))}


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    """As with TQA_CACHE_DIR=/tmp."""
    others = ["thesis.txt", "report-2020.docx", "rules-final.json", "patterns.hs", ".profile", "a-1.json.bak"]
    for other in others:
        (tmp_path / other).write_text("mine")
        os.utime(tmp_path / other, (0, 0))
    cache = Cache(tmp_path)
    for number in range(KEEP + 1):
        cache.write(name(number), b"")
    assert {file.name for file in tmp_path.iterdir()} > set(others)
    assert len(list(tmp_path.iterdir())) == KEEP + len(others)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for path in (file, file / "below", Path(os.devnull)):
        cache = Cache(path)
        cache.write(name(1), b"x")
        assert cache.read(name(1)) is None
    assert file.read_bytes() == b""


def test_no_cache(tmp_path: Path) -> None:
    cache = NoCache(tmp_path)
    cache.write(name(1), b"x")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / name(1)).write_bytes(b"x")
    assert cache.read(name(1)) is None


@pytest.mark.skipif(sys.platform == "win32", reason="homes are found otherwise")
def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TQA_CACHE_DIR", str(tmp_path))
    assert folder() == tmp_path
    monkeypatch.delenv("TQA_CACHE_DIR")
    monkeypatch.setenv("HOME", "/home/x")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert folder() == Path("/home/x/Library/Caches/tqa" if sys.platform == "darwin" else "/home/x/.cache/tqa")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/x")
    assert sys.platform == "darwin" or folder() == Path("/var/x/tqa")


def test_a_user_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("TQA_CACHE_DIR", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)
    cache = Cache()
    cache.write(name(1), b"x")
    assert cache.read(name(1)) is None
