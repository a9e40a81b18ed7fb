"""The one way in: a command goes to the headless twin, anything else opens the window."""

from __future__ import annotations

import os
import sys

# The command line's own first words. packaging/bootstrap.py reads them too: the first group needs no system library.
TEXT_COMMANDS = ("show", "explain", "felt", "flow", "read", "check", "case", "-h", "--help", "--version")
PICTURE_COMMANDS = ("draw", "handout")


def main(argv: list[str] | None = None) -> int:
    """Run `argv` (default: the process's own arguments) and return the exit code.

    The commands never load the window, so that they work without a display.
    """
    arguments = sys.argv[1:] if argv is None else argv
    # numpy's library for large matrices would start threads with room of their own; ours are three by three.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if arguments and arguments[0] in TEXT_COMMANDS + PICTURE_COMMANDS:
        from nervemap.cli.main import main as command_line

        return command_line(arguments)
    from nervemap.ui.app import main as window

    return window(arguments)


if __name__ == "__main__":
    sys.exit(main())
