"""Pipes as tests show them, and what is expected of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from PySide6.QtWidgets import QLabel, QWidget

from nervemap.anatomy.courses import load_graph
from nervemap.anatomy.pipes import nerve_line
from nervemap.case.case import Crimp
from nervemap.content.atlas import load_atlas
from nervemap.content.model import Grade, Kind
from nervemap.reasoning.pipe import Pipe, lay_out
from nervemap.ui.pipe_view import PipeView

ATLAS, GRAPH = load_atlas(), load_graph()
WANTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expectations" / "pipe.yaml").read_text(encoding="utf-8")
)
ENDS: dict[str, str] = WANTED["shared"]["ends"]
TO_THE_FOOT = ("medial-plantar", "lateral-plantar", "sural", "saphenous", "deep-fibular", "medial-dorsal-cutaneous")


def show(view: PipeView, *nerves: str, kind: Kind = "pressed", **grades: Grade) -> Pipe:
    """Show the pipe of these nerves with a crimp of each grade at the site of its name."""
    crimps = [Crimp(side=None, site=name.replace("_", "-"), grade=grade, kind=kind) for name, grade in grades.items()]
    pipe = lay_out([nerve_line(ATLAS, GRAPH, ATLAS.nerves[nerve]) for nerve in nerves])
    view.show_pipe(pipe, "right", crimps, chosen=nerves[0])
    return pipe


def words(widget: QWidget) -> list[str]:
    """What can be read in it."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def end(view: PipeView) -> tuple[str, str]:
    """What comes through at the first end: number and word."""
    return view.ends.lines[0].number.text(), view.ends.lines[0].word.text()
