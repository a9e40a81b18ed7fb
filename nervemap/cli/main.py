"""The command line's frame: the parser, its help, and exit codes.

Every command module has `register(sub)`: it adds its parsers and sets `run=` to a function from the parsed arguments to
an exit code. All of them get the option `--data FOLDER` here; `load_atlas(arguments.data)` honours it. Exit codes: 0
done; 1 a value is wrong or a file fails (raise UserError: argparse's own `choices` and `type` would end with 2);
2 unknown option or missing argument.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import nervemap
from nervemap.cli.errors import UserError
from nervemap.content.faults import ContentError

# Only the module of the command that is asked for is loaded: `show` needs no numpy.
_MODULES = {
    "show": "nervemap.cli.show",
    "explain": "nervemap.cli.reasoned",
    "felt": "nervemap.cli.reasoned",
    "flow": "nervemap.cli.reasoned",
    "read": "nervemap.cli.reasoned",
    "draw": "nervemap.cli.draw",
    "handout": "nervemap.cli.handout",
    "case": "nervemap.cli.case",
    "check": "nervemap.cli.check",
}
_PURPOSE = "Which nerve could hurt there, which way does it run, where could it be crimped, and what else could it be?"
_WINDOW = "nervemap alone opens the window, nervemap FILE.nervemap opens it with a case."


def main(argv: list[str]) -> int:
    """Run one command and return its exit code; faults go to standard error, one clear line each."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal or pipe that lacks a letter gets an escape instead of a traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _run(argv)
        print(end="", flush=True)
        return code
    except UserError as error:
        return _tell(*error.lines)
    except ContentError as error:
        return _tell(*(str(fault) for fault in error.faults))
    except BrokenPipeError:
        _let_go_of_output()  # the reader (`| head`) has seen enough
        return 0
    except OSError as error:
        _let_go_of_output()
        where = error.filename or "standard output"
        return _tell(f"{where}: {error.strerror}; check the place, its room and its permissions")
    except KeyboardInterrupt:
        return 130


def _run(argv: list[str]) -> int:
    try:
        arguments = _parser(argv).parse_args(argv)
    except SystemExit as end:  # argparse has said what it wanted to
        return int(end.code or 0)
    return int(arguments.run(arguments))


def _tell(*lines: str) -> int:
    for line in lines:
        print(f"nervemap: {line}", file=sys.stderr)
    return 1


def _let_go_of_output() -> None:
    """Python flushes standard output once more at the end, and would complain again."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Parser(argparse.ArgumentParser):
    """A parser whose help ends with the fixed sentence; options are written in full, a fault is one line."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; try {self.prog} --help\n")

    def format_help(self) -> str:
        return f"{super().format_help()}\n{_fixed_sentence()}\n"


def _parser(argv: list[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="nervemap", description=_PURPOSE, epilog=_WINDOW)
    parser.add_argument("--version", action="version", version=f"nervemap {nervemap.__version__}")
    sub = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    asked = [_MODULES[word] for word in argv[:1] if word in _MODULES]
    for name in asked or dict.fromkeys(_MODULES.values()):
        importlib.import_module(name).register(sub)
    for command in sub.choices.values():
        command.add_argument("--data", type=Path, metavar="FOLDER", help="read the content from this folder")
    return parser


def _fixed_sentence() -> str:
    """The sentence that stands everywhere, from rules.yaml. Help is given without it rather than not at all."""
    from nervemap.content.atlas import built_in_folder
    from nervemap.content.model_examination import Rules
    from nervemap.content.reader import ContentFile

    try:
        rules = ContentFile(built_in_folder() / "rules.yaml").only(Rules)
    except ContentError:
        return ""
    return rules.fixed_sentence if rules else ""
