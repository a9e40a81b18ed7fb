"""`./test --mutate`: does anything notice when the content says something else?

Each mutant is a copy of `data/` with one change. It is caught when `nervemap check` tells a fault, or when a test that
rests on the expectations fails on it. What changes no answer of the command line is left out of the count. All is
imported and collected once; a forked process looks at each mutant, so that nothing that it does lasts.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections import Counter
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest
import yaml
from _pytest.runner import runtestprotocol

from nervemap import resources
from nervemap.anatomy import body as body_module
from nervemap.anatomy import check as body_check
from nervemap.content import wording
from nervemap.content.atlas import read_atlas
from nervemap.content.faults import ContentError
from nervemap.content.folder import ContentFolder
from tests.mutation.answers import answers
from tests.mutation.mutants import Mutant, mutants

ORACLE = (
    "tests/content/test_atlas.py",
    "tests/content/test_knowledge.py",
    "tests/content/test_decided.py",
    "tests/content/test_truth.py",
    "tests/reasoning",
    "tests/anatomy/test_landmark_checks.py",
    "tests/anatomy/test_positions.py",
    "tests/anatomy/test_courses.py",
    "tests/anatomy/test_chart.py",
    "tests/anatomy/test_truth.py",
)
"""The tests that hold the content to what was typed from the sources, or (test_decided.py) to what was decided."""
BODY_ONLY = ("test_landmark_checks.py", "test_courses.py", "test_chart.py", "anatomy/test_truth.py")
_OF_NO_USE_HERE = ("pytest-qt", "logging-plugin", "capturemanager", "warnings", "threadexception", "timeout")
_FIXTURES_OF_NO_USE = ("one_application", "no_unexpected_log")  # windows and warnings: the oracle has neither
AT_ONCE = 2
SECONDS = 150
WANTED_SHARE = 0.95
_REAL = resources.folder("data")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In place of the tests: every mutant, in two processes."""
    assert not session.testsfailed, "the tests could not be collected"
    yaml.safe_load = _parsed  # type: ignore[assignment]
    everything, started = mutants(_REAL), time.monotonic()
    for item in session.items:
        _code(str(item.path))
    only = os.environ.get("NERVEMAP_MUTANTS", "")  # a part of a file name, while working on one file
    everything = [mutant for mutant in everything if only in mutant.file]
    with tempfile.TemporaryDirectory(prefix="nervemap-mutants-") as place:
        work = Path(place)
        shutil.copytree(_REAL, work / "clean")
        baseline = _in_child(session, None, work, 0, {}, [])
        whole = _wait(work, {baseline: 0})[1]
        assert whole["end"] == "survived", f"the content itself does not pass: {whole}"
        print(f"the content itself passes in {time.monotonic() - started:.1f} s")
        results = _all(session, everything, work, whole["answers"])
    for line in _report(everything, results, time.monotonic() - started):
        print(line)
    caught, changed = _count(results)
    session.testsfailed = int(changed == 0 or caught / changed < WANTED_SHARE)
    return True


def _all(session: pytest.Session, everything: list[Mutant], work: Path, before: dict[str, str]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = [{} for _ in everything]
    running: dict[int, int] = {}
    useful: Counter[str] = Counter()
    for number, mutant in enumerate(everything):
        if len(running) == AT_ONCE:
            done, result = _wait(work, running)
            results[done] = result
            useful[result.get("by", "")] += 1
        likely = [name for name, _ in useful.most_common(40)]
        running[_in_child(session, mutant, work, number, before, likely)] = number
    while running:
        done, result = _wait(work, running)
        results[done] = result
    return results


def _wait(work: Path, running: dict[int, int]) -> tuple[int, dict[str, Any]]:
    """The next process that ends, and what it found; one that died found nothing."""
    while True:
        process, _ = os.wait()
        if process in running:
            break
    number = running.pop(process)
    told = work / f"{number}.json"
    try:
        return number, json.loads(told.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return number, {"end": "survived", "by": "", "changed": ["the process ended without a word"]}
    finally:
        shutil.rmtree(work / str(number), ignore_errors=True)


def _in_child(
    session: pytest.Session, mutant: Mutant | None, work: Path, number: int, before: dict[str, str], likely: list[str]
) -> int:
    process = os.fork()
    if process:
        return process
    signal.alarm(SECONDS)
    with contextlib.suppress(BaseException):
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        folder = work / str(number) / "data"
        shutil.copytree(work / "clean", folder)
        if mutant is not None:
            (folder / mutant.file).write_text(mutant.text, encoding="utf-8")
        try:
            result = _looked_at(session, mutant, folder, before, likely)
        except Exception:
            result = {"end": "fault", "by": traceback.format_exc(limit=-2)}
        (work / f"{number}.json").write_text(json.dumps(result), encoding="utf-8")
    os._exit(0)


def _looked_at(
    session: pytest.Session, mutant: Mutant | None, folder: Path, before: dict[str, str], likely: list[str]
) -> dict[str, Any]:
    fault = _fault(folder)
    if fault:
        return {"end": "check", "by": fault}
    found = answers(folder)
    changed = sorted({key for key in {*found, *before} if found.get(key) != before.get(key)})
    if mutant is not None and not changed:
        return {"end": "same", "by": ""}
    _use(folder)
    in_body = (
        mutant is None or mutant.file.startswith("body") or mutant.file in ("nerves.yaml", "sites.yaml", "roots.yaml")
    )
    items = [item for item in session.items if not _is_law(item)]
    items = [item for item in items if in_body or not item.nodeid.split("::")[0].endswith(BODY_ONLY)]
    manager = session.config.pluginmanager
    for plugin in _OF_NO_USE_HERE:
        if manager.has_plugin(plugin):
            manager.unregister(name=plugin)
    for item in items:
        names = item.fixturenames  # type: ignore[attr-defined]
        names[:] = [name for name in names if name not in _FIXTURES_OF_NO_USE]
    place = {name: at for at, name in enumerate(likely)}
    items.sort(key=lambda item: place.get(item.nodeid, len(place)))
    for module in dict.fromkeys(item.getparent(pytest.Module) for item in items):
        if module is not None:
            try:
                _read_again(module.obj)
            except Exception as error:  # a module that reads the content fails on it
                return {"end": "test", "by": f"{module.nodeid}: {error}", "changed": changed[:6]}
    for item, after in zip(items, [*items[1:], None], strict=True):
        for report in runtestprotocol(item, nextitem=after, log=False):
            if report.failed:
                return {"end": "test", "by": item.nodeid, "changed": changed[:6], "why": str(report.longrepr)[-900:]}
    return {"end": "survived", "by": "", "changed": changed[:6], "answers": found if mutant is None else None}


def _is_law(item: pytest.Item) -> bool:
    """Laws hold for any content, and try many examples."""
    return bool(getattr(getattr(item, "obj", None), "is_hypothesis_test", False))


def _fault(folder: Path) -> str:
    """The first thing that `nervemap check` says, if any."""
    try:
        atlas, faults = read_atlas(folder)
        faults = faults + wording.faults(ContentFolder(folder))
        if atlas is not None:
            faults = faults + body_check.faults(atlas, folder)
    except ContentError as error:
        faults = list(error.faults)
    return str(faults[0]) if faults else ""


def _use(folder: Path) -> None:
    """Let the program and the tests find this folder as the built-in one."""
    real = resources.folder

    def instead(kind: Any) -> Path:
        return folder if kind == "data" else real(kind)

    for module, name in ((resources, "folder"), (body_module, "resource_folder")):
        setattr(module, name, instead)


def _read_again(module: ModuleType) -> None:
    """Run a test module's own lines again, so that what it read when it was collected is read anew."""
    exec(_code(str(module.__file__)), module.__dict__)


@cache
def _code(file: str) -> CodeType:
    return compile(Path(file).read_text(encoding="utf-8"), file, "exec", dont_inherit=True)


@cache
def _parsed(text: str) -> Any:
    """Expectations are read again by every test; here each text is parsed once, and in C."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _count(results: list[dict[str, Any]]) -> tuple[int, int]:
    ends = Counter(result["end"] for result in results)
    caught = ends["check"] + ends["fault"] + ends["test"]
    return caught, caught + ends["survived"]


def _report(everything: list[Mutant], results: list[dict[str, Any]], seconds: float) -> list[str]:
    """The table of files and the survivors, in the form of docs/mutation.md."""
    caught, changed = _count(results)
    lines = [
        "",
        f"{len(everything)} mutants, {len(everything) - changed} of them change no answer; "
        f"{caught} of {changed} caught ({100 * caught / max(changed, 1):.1f} %), {seconds / 60:.1f} minutes",
        "",
        "| file | mutants | no answer changes | faulted by check | caught by a test | survived |",
        "|---|---|---|---|---|---|",
    ]
    for file in dict.fromkeys(mutant.file for mutant in everything):
        ends = Counter(r["end"] for m, r in zip(everything, results, strict=True) if m.file == file)
        checked = ends["check"] + ends["fault"]
        lines.append(
            f"| `{file}` | {ends.total()} | {ends['same']} | {checked} | {ends['test']} | {ends['survived']} |"
        )
    lines += ["", "Survivors:", ""]
    for mutant, result in zip(everything, results, strict=True):
        if result["end"] == "survived":
            lines.append(
                f"- `{mutant.file}` {mutant.kind}: {mutant.where} (changes: {', '.join(result['changed'][:2])})"
            )
    return lines
