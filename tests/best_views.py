"""The view that shows an area best."""

from __future__ import annotations

from nervemap.anatomy.views import ViewName

BEST_VIEW: dict[str, ViewName] = {
    "posterior-pelvis-hip": "back",
    "anterior-lateral-hip-thigh": "outer",
    "medial-thigh-knee": "inner",
    "lateral-shin": "outer",
    "medial-shin": "inner",
    "lateral-ankle": "outer",
    "medial-ankle": "inner",
    "plantar-foot": "sole",
    "dorsal-foot-toes": "top",
    "low-back": "back",
    "groin": "front",
    "posterior-thigh": "back",
    "posterior-knee": "back",
    "anterior-knee": "front",
    "lateral-knee": "outer",
    "calf": "back",
    "achilles": "back",
    "heel": "back",
}
