"""Screens that come and go while a program runs: parts a virtual X display into monitors, as RandR 1.5 lets one do.

Standing alone: it needs libX11 and libXrandr, which no part of the program does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

Rect = tuple[int, int, int, int]  # x, y, width, height


class _Monitor(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("primary", "automatic", "outputs_count", "x", "y", "width", "height")),
        *((name, ctypes.c_int) for name in ("width_mm", "height_mm")),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )


class Monitors:
    """The monitors of the display in DISPLAY. The first keeps the one output that a virtual display has."""

    def __init__(self) -> None:
        self._x, self._r = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = self._x.XInternAtom.restype = ctypes.c_ulong
        self._r.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._there: list[str] = []

    def add(self, monitors: Mapping[str, Rect]) -> None:
        """Plug these in."""
        for name, (x, y, width, height) in monitors.items():
            info = _Monitor(self._atom(name), not self._there, 0, 0, x, y, width, height, width // 4, height // 4, None)
            if not self._there:
                count = ctypes.c_int()
                whole = self._r.XRRGetMonitors(self._display, self._root, 1, ctypes.byref(count))[0]
                info.outputs_count, info.outputs = 1, (ctypes.c_ulong * 1)(whole.outputs[0])
            self._r.XRRSetMonitor(self._display, self._root, ctypes.byref(info))
            self._there.append(name)
        self._x.XSync(self._display, 0)

    def remove(self, name: str) -> None:
        """Unplug one."""
        self._there.remove(name)
        self._r.XRRDeleteMonitor(self._display, self._root, ctypes.c_ulong(self._atom(name)))
        self._x.XSync(self._display, 0)

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))
