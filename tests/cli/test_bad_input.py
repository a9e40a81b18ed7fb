"""Wrong values, spoilt content and closed pipes: one clear line, the right exit code, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nervemap import resources
from nervemap.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """nervemap as a real process."""
    command = [sys.executable, "-m", "nervemap", *words]
    given: dict[str, object] = {"cwd": ROOT, "capture_output": True, "text": True, "timeout": 60, "check": False}
    return subprocess.run(command, **(given | settings))  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "nervs"], "there is no kind of row 'nervs'; did you mean nerves?"),
        (["show", ""], "there is no kind of row ''; write one of regions, nerves"),
        (["show", "nerves", "surral"], "there is no nerve 'surral'; did you mean sural"),
        (["show", "nerves", "peroneal"], "there is no nerve 'peroneal'"),
        (["show", "sites", "tarsal"], "there is no site 'tarsal'; did you mean tarsal-tunnel"),
        (["show", "red-flags", "none"], "there is no red flag 'none'"),
        (["show", "regions", "x" * 5000], "there is no region 'xxx"),
        (["show", "regions", "heel\n"], "did you mean heel"),
        (["show", "regions", "--data", "/no/such/folder"], "there is no such folder"),
        (["handout", ""], "this is no plain file"),
        (["case", "show", "/"], "this is no plain file"),
    ],
)
def test_one_line_and_exit_1_when_a_value_is_wrong(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("nervemap: ") and told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        *([], ["show"], ["show", "regions", "--colour"], ["show", "regions", "--js"], ["check", "a", "b"], ["--wrong"]),
        *(
            ["explain"],
            ["flow", "--nerve"],
            ["felt"],
            ["felt", "--root", "S1", "--nerve", "sural"],
            ["case"],
            ["handout"],
        ),
    ],
)
def test_exit_2_when_an_option_is_unknown_or_an_argument_is_missing(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("nervemap") and err.endswith(" --help\n") and err.count("\n") == 1


def spoilt(folder: Path, name: str, raw: bytes | None) -> Path:
    """A copy of the content in which one file is replaced (None: removed)."""
    shutil.copytree(resources.folder("data"), folder)
    if raw is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(raw)
    return folder


SPOILT = {
    "missing": None,
    "empty": b"",
    "not UTF-8": b"- id: \xff\n",
    "not YAML": b"- id: [\n",
    "given twice": b"- id: a\n  id: b\n",
    "an alias": b"- id: &x a\n- id: *x\n",
    "should be a list": b"a: 1\n",
    "no such field": b"- id: a\n  colour: red\n",
    "too many levels": b"[" * 5000,
    "too large": b"#" * 5_000_000,
}


@pytest.mark.parametrize("kind", SPOILT)
def test_lines_and_exit_1_when_the_content_is_spoilt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    folder = spoilt(tmp_path / "data", "nerves.yaml", SPOILT[kind])
    assert main(["show", "regions", "--data", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert all(line.startswith("nervemap: ") and "nerves.yaml" in line for line in err.splitlines())
    assert kind in err


@pytest.mark.parametrize("kind", ["missing", "not UTF-8", "an alias"])
def test_no_traceback_when_a_real_process_meets_spoilt_content(tmp_path: Path, kind: str) -> None:
    folder = spoilt(tmp_path / "data", "regions.yaml", SPOILT[kind])
    done = run("show", "regions", "--data", str(folder))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("nervemap: ")


def test_one_line_when_the_body_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = spoilt(tmp_path / "data", "body/nerve_paths.csv", None)
    assert main(["show", "nerves", "sural", "--json", "--data", str(folder)]) == 1
    _, err = capsys.readouterr()
    assert err.startswith("nervemap: ") and "nerve_paths.csv" in err


def test_help_when_asked_for_ends_with_the_fixed_sentence() -> None:
    sentence = "Educational. Not a diagnosis, not a medical device, no substitute for an examination."
    for words in ([], ["show"], ["check"]):
        done = run(*words, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.rstrip().endswith(sentence)


def test_help_when_asked_for_names_every_command() -> None:
    text = run("--help").stdout
    for command in ("show", "explain", "felt", "flow", "read", "draw", "check"):
        assert f"\n    {command} " in text


def test_help_works_when_the_content_is_spoilt(tmp_path: Path) -> None:
    """A copy of the program whose own rules can't be read."""
    shutil.copytree(ROOT / "nervemap", tmp_path / "nervemap", ignore=shutil.ignore_patterns("__pycache__"))
    for raw in (None, b"\xff"):
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        spoilt(tmp_path / "data", "rules.yaml", raw)
        done = run("show", "--help", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "usage: nervemap show" in done.stdout
    shutil.rmtree(tmp_path / "data")
    assert run("show", "--help", cwd=tmp_path).returncode == 0
    done = run("show", "regions", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "the folder data is missing" in done.stderr


def test_version_when_asked_for_is_told() -> None:
    assert run("--version").stdout.startswith("nervemap ")


def test_nothing_is_told_when_the_reader_closes_the_pipe() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "nervemap", "show", "regions", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert err == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_one_line_when_the_output_has_no_room() -> None:
    with open("/dev/full", "w") as full:
        done = run("show", "regions", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.startswith("nervemap: ") and done.stderr.count("\n") == 1


def test_letters_are_replaced_when_the_output_knows_only_ascii() -> None:
    settings = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("show", "sources", env=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
