"""The record on the disk: whole or not at all, the version before beside it, one window at a time."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
import yaml

from nervemap.case.case import Case, Mark
from nervemap.case.disk import LEFT_AFTER_S, Lock, backup_of
from nervemap.case.file import CaseFileError, Document, file_digest, read_case, write_case
from nervemap.content.atlas import Atlas

EXPECTED = yaml.safe_load((Path(__file__).parents[1] / "expectations/case_file.yaml").read_text(encoding="utf-8"))


def document(label: str) -> Document:
    return Document(case=Case(label=label, marks=(Mark(side="left", region="heel"),)))


def test_version_before_is_kept_when_a_file_is_written_again(tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "x.nervemap"
    first = write_case(path, document("one"))
    assert f"{stat.S_IMODE(path.stat().st_mode):04o}" == EXPECTED["file"]["private"]
    assert first == file_digest(path)
    path.chmod(0o640)
    write_case(path, document("two"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert read_case(path, atlas)[0].case.label == "two"
    assert read_case(backup_of(path), atlas)[0].case.label == "one"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["x.nervemap", "x.nervemap~"]
    path.write_bytes(b"broken: [")
    with pytest.raises(CaseFileError) as error:
        read_case(path, atlas)
    assert "x.nervemap~" in str(error.value)


def test_link_stays_a_link_when_its_file_is_written(tmp_path: Path, atlas: Atlas) -> None:
    real, link = tmp_path / "real.nervemap", tmp_path / "link.nervemap"
    write_case(real, document("one"))
    link.symlink_to(real)
    write_case(link, document("two"))
    assert link.is_symlink() and read_case(real, atlas)[0].case.label == "two"


def in_child(work: object) -> int:
    """Run in a process of its own, with its own limits and user; gives its exit code."""
    child = os.fork()
    if child == 0:
        try:
            work()  # type: ignore[operator]
            os._exit(0)
        except CaseFileError as error:
            os._exit(10 if "nothing was changed" in str(error) else 11)
        except BaseException:
            os._exit(12)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_file_is_as_it_was_when_the_disk_is_full(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    write_case(path, document("one"))
    before = path.read_bytes()

    def write() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
        write_case(path, document("two"))

    assert in_child(write) == 10
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users of POSIX")
def test_file_is_as_it_was_when_the_folder_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    write_case(path, document("one"))
    before = path.read_bytes()
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    tmp_path.chmod(0o555)

    def write() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        write_case(path, document("two"))

    assert in_child(write) == 10
    tmp_path.chmod(0o755)
    assert path.read_bytes() == before


def test_half_written_files_go_when_the_case_is_saved_again(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    old, new, other = (
        tmp_path / name
        for name in (".x.nervemap.0123abcd.part", ".x.nervemap.89abcdef.last", ".y.nervemap.0123abcd.part")
    )
    for left in (old, new, other):
        left.write_text("half")
    for left in (old, other):
        os.utime(left, (0, time.time() - LEFT_AFTER_S - 1))
    write_case(path, document("one"))
    assert {one.name for one in tmp_path.iterdir()} == {other.name, new.name, "x.nervemap"}


def test_lock_holds_nobody_off_when_there_is_no_place_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no-folder").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "no-folder"))
    lock = Lock.of_file(tmp_path / "x.nervemap")
    assert lock.take() and Lock.of_file(tmp_path / "x.nervemap").take()
    lock.free()


def test_lock_is_refused_when_another_window_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    one, other = Lock.of_file(path), Lock.of_file(tmp_path / "." / "x.nervemap")
    assert one.take() and one.take()
    assert not other.take()
    one.free()
    assert other.take()
    other.free()
