"""The rules of the house that a machine can check: imports, style, types, and what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {
    ".git",
    ".venv",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
    "build",
    "dist",
}
# Each is split, so that this file does not hold it.
NOWHERE = {
    "the address of a package registry": "py" r"pi\.org|python" r"hosted\.org|npm" r"js\.(?:org|com)",
    "a path of one machine": r"(?<![\w.])/(?:ro" "ot|ho" "me|wo" r"rk|Users)/\w",
}


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def our_files() -> list[Path]:
    return [
        path for path in sorted(ROOT.rglob("*")) if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)
    ]


def test_import_rules_hold_when_all_modules_are_read() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_style_is_kept_when_ruff_looks() -> None:
    done = tool("ruff", "check", "--no-cache")
    assert done.returncode == 0, done.stdout


@pytest.mark.long
@pytest.mark.timeout(600)
def test_types_agree_when_mypy_looks() -> None:
    done = tool("mypy")
    assert done.returncode == 0, done.stdout


def test_journeys_know_only_the_window_when_they_import() -> None:
    hidden = ("nervemap.case", "nervemap.reasoning")
    for path in (ROOT / "tests/journeys").glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            assert not [name for name in names if name.startswith(hidden)], path


def test_rooms_when_the_house_is_described_are_those_that_there_are() -> None:
    described: list[tuple[str, str]] = []
    folder = ""
    for line in (ROOT / "docs/architecture.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            folder = line.strip("# `/")
        elif line.startswith("| `"):
            described += [(folder, pattern) for pattern in re.findall(r"`([^`]+\.py)`", line.split(" | ")[0])]
    package = ROOT / "nervemap"
    named = {package / folder.removeprefix("nervemap") / pattern: pattern for folder, pattern in described}
    found = {path: sorted(path.parent.glob(path.name)) for path in named}
    assert [pattern for path, pattern in named.items() if not found[path]] == []
    modules = {path for path in package.rglob("*.py") if path.name != "__init__.py"}
    assert modules - {path for paths in found.values() for path in paths} == set()


def test_names_of_tests_when_read_say_what_and_when() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in named if "_when_" not in name] == []


@pytest.mark.parametrize("what", NOWHERE)
def test_file_holds_nothing_private_when_it_is_ours(what: str) -> None:
    found = []
    for path in our_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{i}: {line}" for i, line in enumerate(lines, 1) if re.search(NOWHERE[what], line)
        ]
    assert not found, f"{what}: " + "\n".join(found)
