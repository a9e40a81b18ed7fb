"""Guards against what is known to be wrong with Qt releases."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_none_keeps_its_references_when_qt_calls_return_nothing() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one for each such call; at zero the interpreter aborts."""
    thing = QObject()
    thing.setObjectName("name")
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - 500
