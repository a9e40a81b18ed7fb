"""How a case is written: YAML that a person can read, with what a file held beyond what this version knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import yaml

from nervemap.case.file import ENDING, CaseFileError, Document, Raw
from nervemap.content.faults import Fault
from nervemap.content.yaml_text import parse

_HEAD = "# A case of nervemap: what was marked, asked and tested. Plain text, kept on this machine only.\n"
_TELLS_APART = ("id", "side", "region", "site", "test", "step", "root", "number", "name")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*\Z")


def to_text(document: Document) -> str:
    """The text of a document: what it holds beyond its defaults, and what was unknown when it was read."""
    known = {"nervemap": document.version, "case": _plain(document.case, document.raw.get("case"))}
    whole = known | {key: value for key, value in document.raw.items() if key not in known}
    for style in (_Style, _Quoted):
        text = _HEAD + yaml.dump(whole, Dumper=style, sort_keys=False, allow_unicode=True, width=1_000_000)
        if parse(text).value == whole:
            return text
    message, remedy = "a value can't be written", "take unusual letters out of label and notes"
    raise CaseFileError([Fault(ENDING, None, None, message, remedy)])


class _Style(yaml.SafeDumper):
    """Words as they are, typed text in quotes, notes of several lines as a block, one short row per line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Quoted(_Style):
    """All text in quotes: for letters that other ways of writing lose."""


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    if _PLAIN.match(text) and parse(text).value == text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text)
    block = "\n" in text and text.isascii() and text[0].isalnum() and not isinstance(dumper, _Quoted)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else '"')


class _Row(dict[str, Any]):
    """A short row of fields that stands on one line."""


def _row_node(dumper: yaml.SafeDumper, row: _Row) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", row.items(), flow_style=True)


def _list_node(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.Node:
    short = not any(isinstance(one, (dict, list)) for one in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=short)


for _style in (_Style, _Quoted):
    _style.add_representer(str, _text_node)
    _style.add_representer(list, _list_node)
    _style.add_representer(_Row, _row_node)


def _plain(value: object, raw: object) -> Any:
    """A part of a case as plain values without its defaults; `raw` is what a file held in its place."""
    if isinstance(value, msgspec.Struct):
        before = raw if isinstance(raw, dict) else {}
        fields = msgspec.structs.fields(value)
        kept = {
            field.encode_name: _plain(now, before.get(field.encode_name))
            for field in fields
            if (now := getattr(value, field.name)) != _default(field)
        }
        names = {field.encode_name for field in fields}
        return kept | {key: one for key, one in before.items() if key not in names}
    if isinstance(value, Mapping):
        before = raw if isinstance(raw, dict) else {}
        return {key: _on_one_line(_plain(one, before.get(key))) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        left = [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
        return [_on_one_line(_plain(one, _taken(left, one))) for one in value]
    return value


def _default(field: msgspec.structs.FieldInfo) -> object:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def _taken(left: list[Raw], value: object) -> Raw | None:
    """What the file held for this entry of a list, known by the fields that tell such entries apart."""
    if not isinstance(value, msgspec.Struct):
        return None
    names = [name for name in _TELLS_APART if name in value.__struct_fields__]
    for one in left:
        if names and all(one.get(name) == getattr(value, name) for name in names):
            left.remove(one)
            return one
    return None


def _on_one_line(value: Any) -> Any:
    if isinstance(value, dict) and not any(isinstance(one, dict) for one in value.values()):
        return _Row(value)
    return value
