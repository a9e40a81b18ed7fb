"""What msgspec says about a row, in plain words: what is wrong, and what may be written there instead."""

from __future__ import annotations

import difflib
import re

import msgspec
import msgspec.inspect as inspect

from nervemap.content.faults import Where

_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "a row of fields",
    "array": "a list",
    "null": "empty",
}


def in_plain_words(error: msgspec.ValidationError, kind: type[msgspec.Struct]) -> tuple[Where, str, str]:
    """Where (fields below the row), what is wrong, what to do; `error` came of reading a value as this `kind`."""
    told, _, path = str(error).rpartition(" - at ")
    told = told or str(error)
    steps = tuple(name or int(index) for name, index in _STEP.findall(path))
    names = re.findall(r"`([^`]*)`", told)
    here = _type_at(inspect.type_info(kind), steps)
    if told.startswith("Object missing required field"):
        return steps, f"the field `{names[0]}` is missing", f"add `{names[0]}:`"
    if told.startswith("Object contains unknown field"):
        return (*steps, names[0]), "no such field", f"write one of {_close(names[0], _fields(here))}"
    if told.startswith("Invalid enum value"):
        value = told.removeprefix("Invalid enum value ")
        return steps, f"{_short(value)} is not known here", f"write one of {', '.join(_choices(here))}"
    if told.startswith("Expected") and names:
        expected = " or ".join(_WORDS.get(name, name) for name in names[0].split(" | "))
        found = f", not {_WORDS.get(names[1], names[1])}" if len(names) > 1 else ""
        return steps, f"should be {expected}{found}", f"write {expected}{_quotes_hint(names)}"
    return steps, told, "compare it with the other rows"


def _quotes_hint(names: list[str]) -> str:
    """Numbers and constants are read as text only inside quotes."""
    return " (in quotes)" if "str" in names[0] and names[-1] in ("int", "float", "bool") else ""


def _type_at(kind: inspect.Type, steps: Where) -> inspect.Type | None:
    """The type that the schema has at these steps; None where it has none."""
    for step in steps:
        if isinstance(kind, inspect.UnionType):
            kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
        if isinstance(kind, inspect.StructType):
            field = next((field for field in kind.fields if field.encode_name == step), None)
            if field is None:
                return None
            kind = field.type
        elif isinstance(kind, inspect.VarTupleType):
            kind = kind.item_type
        else:
            return None
    return kind


def _choices(kind: inspect.Type | None) -> list[str]:
    """The words that may stand here (for a table of words: its keys and values)."""
    if isinstance(kind, inspect.UnionType):
        return [word for one in kind.types for word in _choices(one)]
    if isinstance(kind, inspect.DictType):
        return _choices(kind.key_type) + _choices(kind.value_type)
    if isinstance(kind, inspect.VarTupleType):
        return _choices(kind.item_type)
    return [str(value) for value in kind.values] if isinstance(kind, inspect.LiteralType) else []


def _fields(kind: inspect.Type | None) -> list[str]:
    if isinstance(kind, inspect.UnionType):
        return [name for one in kind.types for name in _fields(one)]
    return [field.encode_name for field in kind.fields] if isinstance(kind, inspect.StructType) else []


def _close(name: str, known: list[str]) -> str:
    """The known names that look like this one, or all of them."""
    return ", ".join(difflib.get_close_matches(name, known, n=3) or known)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
