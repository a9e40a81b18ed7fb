"""Write the manual page from the command line's own parser, so that it tells every command and option there is.

    python3 packaging/manual.py > nervemap.1

Needs nervemap and its dependencies.
"""

from __future__ import annotations

import argparse
import re
import sys

import nervemap
from nervemap.cli import main
from nervemap.content.atlas import load_atlas

HEAD = r"""
.SH NAME
nervemap \- which nerve could hurt there, and where could it be held?
.SH SYNOPSIS
.B nervemap
.RI [ FILE.nervemap ]
.br
.B nervemap
.I COMMAND
.RI [ ARGUMENTS ]
.SH DESCRIPTION
An offline atlas of the nerves of the low back, leg and foot, for those who explain and those who want to understand.
Without a command it opens its window, with a case where one is named. The commands need no display.
.PP
"""
TAIL = r"""
.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
a value is wrong or a file fails: one line for each fault on standard error
.TP
.B 2
an unknown option, or an argument is missing
.SH FILES
.TP
.I $XDG_CONFIG_HOME/nervemap
settings
.TP
.I $XDG_STATE_HOME/nervemap
work in progress, kept until it is saved
.SH EXAMPLES
.nf
nervemap show regions
nervemap explain \-\-mark right:lateral\-ankle:tingling:4
nervemap draw \-\-view outer \-\-nerve sural \-o sural.svg
nervemap handout runner.nervemap
.fi
"""


def troff(words: str) -> str:
    """Words as they are, whatever they begin with or hold."""
    return re.sub(r"^([.'])", r"\\&\1", words.replace("\\", "\\e").replace("-", "\\-"), flags=re.MULTILINE)


def commands(parser: argparse.ArgumentParser) -> list[tuple[str, str, argparse.ArgumentParser]]:
    """Name, purpose and parser of each command below this one."""
    (group,) = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    purposes = {one.dest: one.help or "" for one in group._choices_actions}
    return [(name, purposes[name], command) for name, command in group.choices.items()]


def argument(action: argparse.Action) -> str:
    """One option or argument."""
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    more = " ..." if action.nargs == "+" else ""
    names = ", ".join(f"\\fB{troff(name)}\\fR" for name in action.option_strings)
    shown = f"{names} \\fI{troff(value)}\\fR{more}" if value else names
    return f".TP\n{shown.strip()}\n{troff((action.help or '').replace('%%', '%')) or chr(92) + '&'}\n"


def described(name: str, purpose: str, parser: argparse.ArgumentParser) -> str:
    """A command with all that can be given to it, or the commands below it."""
    if any(isinstance(one, argparse._SubParsersAction) for one in parser._actions):
        return "".join(described(f"{name} {below}", why, one) for below, why, one in commands(parser))
    arguments = [one for one in parser._actions if one.dest != "help"]
    return f".SS nervemap {troff(name)}\n{troff(purpose)}\n" + "".join(argument(one) for one in arguments)


def page() -> str:
    """The whole page in the language of man."""
    fixed = troff(load_atlas().rules.fixed_sentence)
    parser = main._parser([])
    text = "".join(described(*one) for one in commands(parser))
    title = f'.TH NERVEMAP 1 "" "nervemap {nervemap.__version__}" "User Commands"'
    return f"{title}{HEAD}{fixed}\n.SH COMMANDS\n{text}{TAIL.removeprefix(chr(10))}.SH NOTE\n{fixed}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
