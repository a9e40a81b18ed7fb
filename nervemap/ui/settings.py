"""What a person sets once: colours, text size, motion, the emergency number, and how the window stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from PySide6.QtCore import QByteArray, QCoreApplication, QSettings

from nervemap.palette import Scheme

TEXT_SIZES = (100, 125, 150, 175, 200)  # per cent
Value = TypeVar("Value")


class Settings:
    """Reads and keeps settings; what can't be read is set back to its default and named in `set_back`.

    Kept by Qt in the person's own configuration; `remembered=False` keeps them in memory only.
    """

    def __init__(self, *, remembered: bool = True) -> None:
        self._store = QSettings("nervemap", "nervemap") if remembered else None
        self._memory: dict[str, Any] = {}
        self.set_back: list[str] = []
        self._names = {
            "scheme": QCoreApplication.translate("Settings", "colours"),
            "text_size": QCoreApplication.translate("Settings", "text size"),
            "reduced_motion": QCoreApplication.translate("Settings", "reduced motion"),
            "geometry": QCoreApplication.translate("Settings", "size of the window"),
        }
        if self._store is not None and self._store.status() != QSettings.Status.NoError:
            self.set_back = list(self._names.values())
            self._store.clear()

    @property
    def scheme(self) -> Scheme | None:
        """The chosen colours; None follows the system."""
        return self._read("scheme", _one_of(None, *get_args(Scheme)), None)

    @scheme.setter
    def scheme(self, scheme: Scheme | None) -> None:
        self._write("scheme", scheme)

    @property
    def text_size(self) -> int:
        """The size of all text, in per cent of the design's."""
        return self._read("text_size", _number_of(TEXT_SIZES), TEXT_SIZES[0])

    @text_size.setter
    def text_size(self, size: int) -> None:
        self._write("text_size", size)

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing moves by itself."""
        return self._read("reduced_motion", _yes_or_no, False)

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self._write("reduced_motion", reduced)

    @property
    def emergency_number(self) -> str:
        """The local emergency number, or nothing."""
        return self._read("emergency_number", lambda value: str(value)[:20], "")

    @emergency_number.setter
    def emergency_number(self, number: str) -> None:
        self._write("emergency_number", number.strip())

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood, as `QWidget.saveGeometry` tells it; empty when it never did."""
        return self._read("geometry", _bytes, QByteArray())

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._write("geometry", geometry)

    def refuse(self, key: str) -> None:
        """Set one back that could be read but not used."""
        self.set_back.append(self._names.get(key, key))
        self._write(key, None)

    def _read(self, key: str, read: Callable[[Any], Value], default: Value) -> Value:
        stored = self._store.value(key) if self._store is not None else self._memory.get(key)
        if stored is None:
            return default
        try:
            return read(stored)
        except ValueError:
            self.refuse(key)
            return default

    def _write(self, key: str, value: Any) -> None:
        if self._store is None:
            self._memory[key] = value
        elif value is None:
            self._store.remove(key)
        else:
            self._store.setValue(key, value)


def _one_of(*allowed: Any) -> Callable[[Any], Any]:
    def read(stored: Any) -> Any:
        if stored not in allowed:
            raise ValueError(stored)
        return stored

    return read


def _number_of(allowed: tuple[int, ...]) -> Callable[[Any], int]:
    def read(stored: Any) -> int:
        number = int(str(stored))  # Qt reads words with commas between them as a list
        if number not in allowed:
            raise ValueError(stored)
        return number

    return read


def _yes_or_no(stored: Any) -> bool:
    if str(stored).lower() not in ("true", "false"):
        raise ValueError(stored)
    return str(stored).lower() == "true"


def _bytes(stored: Any) -> QByteArray:
    if not isinstance(stored, QByteArray):
        raise ValueError(stored)
    return stored
