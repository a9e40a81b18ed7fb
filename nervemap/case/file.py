"""The case file `.nervemap`: plain YAML that a person can read; the version stands first.

Read as strictly as the content: no anchors, aliases or tags, limits on size and depth, every fault with its line. What
a file holds that this version does not know is kept and written back. Older versions are brought up step by step; a
newer one can be looked at but not written over.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from nervemap.case.case import Case
from nervemap.case.check import faults_of
from nervemap.case.commands import plain_text
from nervemap.case.disk import backup_of, sweep, write_whole
from nervemap.content.atlas import Atlas
from nervemap.content.faults import ContentError, Fault, Where, shown_path

ENDING = ".nervemap"
MAX_BYTES = 1_000_000
_LONGEST_NAME = 50  # letters; each takes up to four bytes of the 255 that a disk allows
Raw = dict[str, Any]
Step = Callable[[Raw], Raw]
STEPS: tuple[Step, ...] = ()
"""What brings a whole file of version 1, 2, ... to the next one; as many as there have been changes of the format."""


class CaseFileError(ContentError):
    """A case file can't be read or written; every fault in one line: what, where, what to do."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it stands in a file. `raw` keeps what this version does not know; `newer`: may only be looked at."""

    case: Case
    raw: Raw = msgspec.field(default_factory=dict)
    version: int = 1
    newer: bool = False


def proposed_name(label: str) -> str:
    """What to call the file of a case with this label: letters and digits of any script, and hyphens within words."""
    kept = "".join(one if one == "-" or unicodedata.category(one)[0] in "LMN" else " " for one in label)
    words = [word for one in kept.split() if (word := one.strip("-"))]
    return (" ".join(words)[:_LONGEST_NAME].strip() or "case") + ENDING


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
        if not os.path.isfile(backup_of(path)):  # unlike Path's, also False where nobody may look
            raise
        kept = Fault(shown_path(backup_of(path)), None, None, "the version before lies here", "open this one instead")
        raise CaseFileError([*error.faults, kept]) from None


def write_case(path: Path, document: Document) -> str:
    """Write a document whole or not at all, keep the version before, and give the mark of its bytes.

    Raises:
        CaseFileError: nothing was changed.
    """
    from nervemap.case.written import to_text

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
    import hashlib  # with a library for much else behind it, which a start does without

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


def from_text(text: str, name: str, atlas: Atlas, steps: Sequence[Step] = STEPS) -> Document:
    """The document that a text tells; `name` is how the file is called in faults. Raises CaseFileError."""
    from nervemap.content.yaml_text import parse  # YAML is read in when a file is, not at the start

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
        from nervemap.content.schema import in_plain_words

        where, message, remedy = in_plain_words(error, Case)
        return None, [(("case", *where), message, remedy)]
    label, notes = (plain_text(text, len(text)) for text in (case.label, case.notes))  # no control characters get in
    case = msgspec.structs.replace(case, label=label.replace("\n", " "), notes=notes)
    return case, [(("case", *where), message, remedy) for where, message, remedy in faults_of(case, atlas)]


def _line(text: str, where: Where) -> int | None:
    from nervemap.content.yaml_text import parse

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
