"""The case file `.nervemap`: plain YAML that a person can read; the version stands first.

Read as strictly as the content: no anchors, aliases or tags, limits on size and depth, every fault with its line. What
a file holds that this version does not know is kept and written back. Older versions are brought up step by step; a
newer one can be looked at but not written over.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import yaml

from nervemap.case.case import Case
from nervemap.case.check import faults_of
from nervemap.case.disk import backup_of, sweep, write_whole
from nervemap.content.atlas import Atlas
from nervemap.content.faults import ContentError, Fault, shown_path
from nervemap.content.schema import in_plain_words
from nervemap.content.yaml_text import Where, parse

ENDING = ".nervemap"
MAX_BYTES = 1_000_000
Raw = dict[str, Any]
Step = Callable[[Raw], Raw]
STEPS: tuple[Step, ...] = ()
"""What brings a whole file of version 1, 2, ... to the next one; as many as there have been changes of the format."""

_HEAD = "# A case of nervemap: what was marked, asked and tested. Plain text, kept on this machine only.\n"
_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_TELLS_APART = ("id", "side", "region", "site", "test", "step", "root", "number", "name")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*\Z")


class CaseFileError(ContentError):
    """A case file can't be read or written; every fault in one line: what, where, what to do."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it stands in a file. `raw` keeps what this version does not know; `newer`: may only be looked at."""

    case: Case
    raw: Raw = msgspec.field(default_factory=dict)
    version: int = 1
    newer: bool = False


def read_case(path: Path, atlas: Atlas) -> tuple[Document, str]:
    """The document of a file, and the mark of its bytes (see `digest`).

    Raises:
        CaseFileError: with every fault found; where a last good version lies beside the file, the last line names it.
    """
    name = shown_path(path)
    try:
        content = _bytes(path)
        return from_text(_decoded(content, name), name, atlas), digest(content)
    except CaseFileError as error:
        if not backup_of(path).is_file():
            raise
        kept = Fault(shown_path(backup_of(path)), None, None, "the version before lies here", "open this one instead")
        raise CaseFileError([*error.faults, kept]) from None


def write_case(path: Path, document: Document) -> str:
    """Write a document whole or not at all, keep the version before, and give the mark of its bytes.

    Raises:
        CaseFileError: nothing was changed.
    """
    content = to_text(document).encode("utf-8")
    try:
        write_whole(path, content, keep_last=True)
    except OSError as error:
        message = f"the case can't be saved here ({error.strerror})"
        remedy = "nothing was changed; make room or choose another place"
        raise CaseFileError([Fault(shown_path(path), None, None, message, remedy)]) from None
    sweep(path.parent, path.name)
    return digest(content)


def digest(content: bytes) -> str:
    """A mark by which the content of a file is known again."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str | None:
    """The mark of what stands in a file now; None where nothing can be read."""
    try:
        return digest(_bytes(path))
    except CaseFileError:
        return None


def file_text(path: Path) -> str:
    """The text of a file that should hold a case. Raises CaseFileError."""
    return _decoded(_bytes(path), shown_path(path))


# ---- text to document -----------------------------------------------------------------------------------------------


def from_text(text: str, name: str, atlas: Atlas, steps: Sequence[Step] = STEPS) -> Document:
    """The document that a text tells; `name` is how the file is called in faults. Raises CaseFileError."""
    parsed = parse(text)
    if parsed.faults:
        raise CaseFileError([Fault(name, line, None, message, remedy) for line, message, remedy in parsed.faults])
    raw = parsed.value
    if not isinstance(raw, dict) or "nervemap" not in raw:
        raise CaseFileError([Fault(name, None, None, "this is no case of nervemap", f"choose a file {ENDING}")])
    version, ours = raw["nervemap"], len(steps) + 1
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        message = "the version is not a whole number from 1 on"
        raise CaseFileError([Fault(name, _line(text, ("nervemap",)), "nervemap", message, "write `nervemap: 1`")])
    for step in steps[version - 1 :]:
        raw = step(raw)
    case, faults = _case(raw, atlas)
    newer = version > ours
    if case is None or faults:
        if newer:
            message = f"written by a newer nervemap (version {version} of the format, this one knows {ours})"
            raise CaseFileError([Fault(name, None, None, message, "open it with the newer nervemap")])
        raise CaseFileError([Fault(name, _line(text, where), _field(where), *said) for where, *said in faults])
    return Document(case=case, raw=cast(Raw, raw), version=version if newer else ours, newer=newer)


def _case(raw: Raw, atlas: Atlas) -> tuple[Case | None, list[tuple[Where, str, str]]]:
    if "case" not in raw:
        return None, [((), "the case is missing", "write `case:` and what was recorded below")]
    try:
        case = msgspec.convert(raw["case"] if raw["case"] is not None else {}, Case)
    except msgspec.ValidationError as error:
        told, _, path = str(error).rpartition(" - at ")
        steps = [name or int(index) for name, index in _STEP.findall(path)]
        where, message, remedy = in_plain_words(told or str(error), cast(Any, Case), tuple(steps))
        return None, [(("case", *where), message, remedy)]
    return case, [(("case", *where), message, remedy) for where, message, remedy in faults_of(case, atlas)]


def _line(text: str, where: Where) -> int | None:
    lines = parse(text, with_lines=True).lines
    return next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), None)


def _field(where: Where) -> str | None:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where[1:]).lstrip(".") or None


def _bytes(path: Path) -> bytes:
    message, remedy = "", "choose another file"
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
            message = "this is no plain file"
        elif found.st_size > MAX_BYTES:
            message = f"the file is too large for a case ({found.st_size} bytes, at most {MAX_BYTES})"
        else:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        message = "there is no such file"
    except OSError as error:
        message, remedy = f"the file can't be read ({error.strerror})", "check its permissions"
    raise CaseFileError([Fault(shown_path(path), None, None, message, remedy)])


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "this is no text in UTF-8"
        raise CaseFileError([Fault(name, line, None, message, f"choose a file {ENDING}")]) from None


# ---- document to text -----------------------------------------------------------------------------------------------


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
