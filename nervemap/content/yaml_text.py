"""Strict YAML: text -> plain values, with a line for every value when asked for.

A narrow subset, so that a file means what it looks like: lists, rows of fields, text, whole and decimal numbers,
`true`/`false` and `null`. No anchors, aliases, tags, second documents or fields given twice. Words such as `no`, dates
and times stay text. The values are built from the C parser's events without recursion: a bomb can't grow, a deep file
can't overflow the stack, and nothing in a file can name a Python object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from nervemap.content.faults import Where

MAX_DEPTH = 12
MAX_FAULTS = 50
_TOO_DEEP = "too many levels inside one another", "write lists and rows"
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# At most 18 digits: no number of ours is longer, and Python refuses to read endless ones.
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})?\.[0-9]{1,18}(?:[eE][-+]?[0-9]{1,2})?\Z")

Value = dict[str, object] | list[object] | str | int | float | bool | None


class YamlFault(NamedTuple):
    """What is wrong with the text: line from 1, message, remedy."""

    line: int
    message: str
    remedy: str


class Parsed(NamedTuple):
    """The value, its faults, and (when asked for) the line of each value by its keys and indices from the top."""

    value: Value
    faults: tuple[YamlFault, ...]
    lines: dict[Where, int]


def parse(text: str, *, with_lines: bool = False) -> Parsed:
    """Read a whole file. The value is complete only where there are no faults."""
    faults: list[YamlFault] = []
    builder = _Builder(faults, with_lines)
    try:
        builder.build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if "nesting depth" in str(error.problem):  # the parser reads ahead, and since PyYAML 6.0.4 stops before we do
            faults.append(YamlFault(line, *_TOO_DEEP))
        else:
            faults.append(YamlFault(line, f"not YAML: {error.problem}", "mend this line or the one above it"))
    except yaml.YAMLError as error:
        faults.append(YamlFault(1, f"not YAML: {str(error).splitlines()[0]}", "save the file as plain text"))
    except _Stop:
        pass
    return Parsed(builder.root, tuple(faults), builder.lines)


class _Stop(Exception):
    """Reading on would tell nothing more."""


class _Builder:
    def __init__(self, faults: list[YamlFault], with_lines: bool) -> None:
        self.root: Value = None
        self.lines: dict[Where, int] = {}
        self._faults = faults
        self._with_lines = with_lines
        self._documents = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        stack: list[dict[str, object] | list[object]] = []
        keys: list[str | None] = []  # per level of the stack: the field that waits for its value
        where: list[str | int] = []
        for event in events:
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                keys.pop()
                del where[-1:]
                continue
            if not isinstance(event, yaml.NodeEvent):
                self._count_documents(event)
                continue
            value = self._value(event)
            place: str | int
            if not stack:
                self.root = value
            else:
                top = stack[-1]
                if isinstance(top, list):
                    place = len(top)
                    top.append(value)
                elif (waiting := keys[-1]) is None:
                    keys[-1] = self._key(event, top, where)
                    continue
                else:
                    place = waiting
                    top[place] = value
                    keys[-1] = None
                if self._with_lines:
                    self.lines.setdefault((*where, place), _line(event))
            if isinstance(value, (dict, list)):
                if stack:
                    where.append(place)
                stack.append(value)
                keys.append(None)
                if len(stack) > MAX_DEPTH:
                    self._fault(event, *_TOO_DEEP, stop=True)

    def _value(self, event: yaml.NodeEvent) -> Value:
        """The value of a scalar, or the empty collection that the next events fill."""
        if event.anchor is not None:
            if isinstance(event, yaml.AliasEvent):
                self._fault(event, "an alias (*) points to another place", "write the value out here")
            else:
                self._fault(event, "an anchor (&) is not read", "remove it and write values out where they are used")
        if isinstance(event, yaml.ScalarEvent):
            if event.tag is not None:
                self._fault(event, "a tag (!) is not read", "remove it")
            return _plain(event.value) if event.implicit[0] else str(event.value)
        if isinstance(event, yaml.CollectionStartEvent):
            if event.tag is not None:
                self._fault(event, "a tag (!) is not read", "remove it")
            return {} if isinstance(event, yaml.MappingStartEvent) else []
        return None

    def _key(self, event: yaml.NodeEvent, row: dict[str, object], where: list[str | int]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._fault(event, "a field's name must be plain text", "write `name: value`", stop=True)
            return ""
        name = str(event.value)
        if name in row:
            self._fault(event, f"the field {_short(name)} is given twice", "keep one of them")
        if self._with_lines:
            self.lines[(*where, name)] = _line(event)
        return name

    def _count_documents(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._fault(event, "a second document begins here", "keep one list or one row per file", stop=True)

    def _fault(self, event: yaml.Event, message: str, remedy: str, *, stop: bool = False) -> None:
        self._faults.append(YamlFault(_line(event), message, remedy))
        if stop or len(self._faults) >= MAX_FAULTS:
            raise _Stop


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _plain(word: str) -> Value:
    """The value of a scalar without quotes: text unless it is plainly a constant or a number."""
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if word[0] in "+-.0123456789":
        if _INT.match(word):
            return int(word)
        if _FLOAT.match(word):
            return float(word)
    return word


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
