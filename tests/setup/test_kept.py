"""What is kept in the cache folder is only ever a quicker way to the same."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import nervemap
from nervemap import resources
from nervemap.anatomy.body import Body, load_body
from nervemap.content.atlas import Atlas, load_atlas, read_atlas
from nervemap.content.faults import ContentError
from nervemap.kept import kept

ARRAYS = ("vertices", "normals", "t", "theta", "faces", "part", "side")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder in a fresh cache folder (not yet made)."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/nervemap"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "source.txt"
    file.write_text("one", encoding="utf-8")
    return file


def thing(source: Path, made: list[str]) -> str:
    """What the source says, kept; `made` grows when it had to be made."""

    def make() -> str:
        made.append(source.read_text(encoding="utf-8"))
        return made[-1]

    return kept("thing", [source], make, str.encode, bytes.decode)


def test_thing_when_kept_is_not_made_again(cache: Path, source: Path) -> None:
    made: list[str] = []
    assert [thing(source, made) for _ in range(3)] == ["one"] * 3
    assert made == ["one"]
    assert [path.name for path in cache.iterdir()] == ["thing"]


def test_thing_when_its_source_has_changed_is_made_again(cache: Path, source: Path) -> None:
    made: list[str] = []
    thing(source, made)
    before = source.stat()
    source.write_text("two", encoding="utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))  # as long as before, and as old
    assert thing(source, made) == "two"
    source.write_text("one", encoding="utf-8")
    assert thing(source, made) == "one"
    assert made == ["one", "two", "one"]


def test_thing_when_the_program_is_another_version_is_made_again(
    cache: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    thing(source, made)
    monkeypatch.setattr(nervemap, "__version__", "another")
    thing(source, made)
    assert made == ["one", "one"]


def test_thing_when_its_source_changes_while_it_is_made_is_not_kept(cache: Path, source: Path) -> None:
    def make() -> str:
        text = source.read_text(encoding="utf-8")
        source.write_text("two", encoding="utf-8")
        return text

    assert kept("thing", [source], make, str.encode, bytes.decode) == "one"
    assert not cache.exists()


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def turned(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("spoil", [emptied, cut, turned, folder_instead, Path.unlink])
def test_thing_when_the_kept_file_is_spoilt_is_made_again(
    cache: Path, source: Path, spoil: Callable[[Path], None]
) -> None:
    made: list[str] = []
    thing(source, made)
    spoil(cache / "thing")
    assert thing(source, made) == "one"
    assert made == ["one", "one"]
    assert [path.name for path in cache.iterdir()] == ["thing"]


def test_thing_when_the_cache_folder_is_a_file_is_made_every_time(cache: Path, source: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("in the way", encoding="utf-8")
    made: list[str] = []
    assert [thing(source, made), thing(source, made)] == ["one", "one"]
    assert made == ["one", "one"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_thing_when_the_cache_folder_is_read_only_is_made_every_time(cache: Path, source: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    made: list[str] = []
    assert [thing(source, made), thing(source, made)] == ["one", "one"]
    assert not list(cache.iterdir())


def test_thing_when_making_fails_says_so_and_keeps_nothing(cache: Path, source: Path) -> None:
    def make() -> str:
        raise ContentError([])

    with pytest.raises(ContentError):
        kept("thing", [source], make, str.encode, bytes.decode)
    assert not cache.exists()


def _read_often(source: Path) -> list[str]:
    return [thing(source, []) for _ in range(200)]


def test_thing_when_two_processes_want_it_at_once_is_whole_for_both(cache: Path, source: Path) -> None:
    words = "word " * 20_000
    source.write_text(words, encoding="utf-8")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(_read_often, [source, source])
    assert all(one == words for part in found for one in part)
    assert [path.name for path in cache.iterdir()] == ["thing"]


# ---- what the program keeps --------------------------------------------------------------------------------------


def test_atlas_skin_and_chart_when_kept_are_those_of_the_files(cache: Path) -> None:
    made = load_atlas(), load_body(load_atlas())
    assert made[1].chart.regions.names
    assert sorted(path.name for path in cache.iterdir()) == ["atlas", "chart", "skin"]
    atlas, body = load_atlas(), load_body(load_atlas())
    read_anew, faults = read_atlas(resources.folder("data"))
    assert read_anew is not None and not faults
    for field in dataclasses.fields(Atlas):
        assert getattr(atlas, field.name) == getattr(made[0], field.name) == getattr(read_anew, field.name)
    read = Body(atlas, resources.folder("data"))
    for name in ARRAYS:
        ours, theirs = getattr(body.surface, name), getattr(read.surface, name)
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs), name
    for layer in ("regions", "territories", "dermatomes"):
        ours, theirs = getattr(body.chart, layer), getattr(read.chart, layer)
        assert ours.painted is not None and theirs.painted is None
        assert ours.grid.dtype == theirs.grid.dtype
        assert np.array_equal(ours.grid, theirs.grid), layer
    assert list(atlas.sites) == list(made[0].sites)


def test_other_content_folder_when_named_is_read_and_never_kept(cache: Path) -> None:
    folder = resources.folder("data")
    load_body(load_atlas(folder), folder)
    assert not cache.exists()
