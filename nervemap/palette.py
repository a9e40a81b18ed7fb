"""Colours by meaning for light, dark and high contrast: interface, body, and the nerves with their dash patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark", "contrast"]

# Okabe and Ito's colours (Color Universal Design, 2008), told apart by people with any kind of colour vision. In light,
# orange and sky blue are darkened a little so that lines and swatches keep 3:1 against white.
_HUES: dict[Scheme, dict[str, str]] = {
    "light": {
        "orange": "#c07c00",
        "sky": "#3d93cb",
        "green": "#00805d",
        "blue": "#0072b2",
        "vermilion": "#cc5200",
        "purple": "#b0598a",
    },
    "dark": {
        "orange": "#e69f00",
        "sky": "#56b4e9",
        "green": "#18b486",
        "blue": "#3f9ad6",
        "vermilion": "#f0762b",
        "purple": "#d68fb3",
    },
    "contrast": {
        "orange": "#ffb428",
        "sky": "#7cc8f5",
        "green": "#2fdca8",
        "blue": "#6fb4ff",
        "vermilion": "#ff8f50",
        "purple": "#f0a8cf",
    },
}

# Dash patterns in pen widths; () is a full line. Hue and dash together tell neighbours apart, also in print.
_FULL: tuple[float, ...] = ()
_DASH: tuple[float, ...] = (4.0, 1.6)
_DOT: tuple[float, ...] = (1.2, 1.6)
_DASH_DOT: tuple[float, ...] = (4.0, 1.6, 1.2, 1.6)

_NERVES: dict[str, tuple[str, tuple[float, ...]]] = {
    "sciatic": ("orange", _FULL),
    "tibial": ("blue", _FULL),
    "medial-calcaneal": ("purple", _DASH),
    "inferior-calcaneal": ("green", _DASH),
    "medial-plantar": ("blue", _DASH),
    "lateral-plantar": ("orange", _DASH),
    "common-fibular": ("green", _FULL),
    "superficial-fibular": ("green", _DASH_DOT),
    "medial-dorsal-cutaneous": ("green", _DASH),
    "intermediate-dorsal-cutaneous": ("sky", _DASH),
    "deep-fibular": ("vermilion", _FULL),
    "lateral-sural-cutaneous": ("sky", _DASH_DOT),
    "sural": ("purple", _FULL),
    "medial-sural-cutaneous": ("purple", _DASH_DOT),
    "sural-communicating": ("vermilion", _DOT),
    "femoral": ("vermilion", _DASH),
    "saphenous": ("sky", _FULL),
    "infrapatellar": ("orange", _DOT),
    "anterior-femoral-cutaneous": ("blue", _DOT),
    "obturator": ("green", _DOT),
    "lateral-femoral-cutaneous": ("purple", _DOT),
    "posterior-femoral-cutaneous": ("sky", _DOT),
    "cluneal": ("vermilion", _DASH_DOT),
    "superior-cluneal": ("vermilion", _DASH_DOT),
    "middle-cluneal": ("purple", _DASH_DOT),
    "inferior-cluneal": ("blue", _DASH_DOT),
    "superior-gluteal": ("green", _DASH_DOT),
    "inferior-gluteal": ("orange", _DASH_DOT),
    "pudendal": ("vermilion", _DOT),
    "iliohypogastric": ("orange", _DOT),
    "ilioinguinal": ("sky", _DOT),
    "genitofemoral": ("blue", _DASH_DOT),
}

# Skin nerves and roots lie side by side on the skin: neighbours there have another hue, whatever their lines have.
_TERRITORIES = {
    "superior-cluneal": "vermilion",
    "middle-cluneal": "purple",
    "inferior-cluneal": "blue",
    "iliohypogastric": "green",
    "ilioinguinal": "sky",
    "genitofemoral": "orange",
    "lateral-femoral-cutaneous": "purple",
    "anterior-femoral-cutaneous": "blue",
    "obturator": "orange",
    "posterior-femoral-cutaneous": "sky",
    "saphenous": "green",
    "lateral-sural-cutaneous": "orange",
    "sural": "purple",
    "superficial-fibular": "vermilion",
    "deep-fibular": "blue",
    "medial-calcaneal": "vermilion",
    "medial-plantar": "sky",
    "lateral-plantar": "orange",
}
_DERMATOMES = {
    "L1": "purple",
    "L2": "orange",
    "L3": "green",
    "L4": "vermilion",
    "L5": "sky",
    "S1": "orange",
    "S2": "purple",
    "S3": "green",
}


@dataclass(frozen=True, kw_only=True)
class Palette:
    """What every colour is for, as `#rrggbb`. `line` only divides; `border` and `focus` are needed to see a control."""

    scheme: Scheme
    base: str
    surface: str
    text: str
    muted: str
    accent: str
    on_accent: str
    attention: str
    attention_soft: str
    danger: str
    alarm: str
    on_alarm: str
    positive: str
    border: str
    line: str
    hover: str
    selected: str
    focus: str
    background: str
    body: str
    rim: str
    shadow: str
    bone: str
    casing: str
    mark: str
    sheath: str

    def area_color(self, layer: str, area: str) -> str:
        """The colour of a skin nerve's area, or of a dermatome: neighbours along the limb differ."""
        hues = _TERRITORIES if layer == "territories" else _DERMATOMES
        return _HUES[self.scheme][hues.get(area, "blue")]

    def nerve_color(self, nerve: str) -> str:
        """The colour of a nerve (by id), the same everywhere; neighbours differ. Unknown ids get the accent."""
        hue, _ = _NERVES.get(nerve, ("", _FULL))
        return _HUES[self.scheme].get(hue, self.accent)


LIGHT = Palette(
    scheme="light",
    base="#f5f3ef",
    surface="#ffffff",
    text="#1f2328",
    muted="#5a6068",
    accent="#0b5c8a",
    on_accent="#ffffff",
    attention="#855000",
    attention_soft="#fbf0db",
    danger="#a6211a",
    alarm="#a6211a",
    on_alarm="#ffffff",
    positive="#1b6840",
    border="#7f848b",
    line="#e0dcd5",
    hover="#efece6",
    selected="#dfebf2",
    focus="#0b5c8a",
    background="#f0eeea",
    body="#ddd7cf",
    rim="#9c9489",
    shadow="#cfcac2",
    bone="#f4ebd6",
    casing="#fbfaf8",
    mark="#b8432f",
    sheath="#efe3c4",
)

DARK = Palette(
    scheme="dark",
    base="#15181c",
    surface="#1d2126",
    text="#e9e7e2",
    muted="#a6acb4",
    accent="#7cc1ea",
    on_accent="#0a1a25",
    attention="#f0b35a",
    attention_soft="#33291a",
    danger="#ff9a90",
    alarm="#96231c",
    on_alarm="#ffffff",
    positive="#7fce9e",
    border="#7b828b",
    line="#333940",
    hover="#272c32",
    selected="#213848",
    focus="#9ad1f5",
    background="#14171b",
    body="#4d5863",
    rim="#2c333a",
    shadow="#0c0e11",
    bone="#d9cfb4",
    casing="#1d2126",
    mark="#ff9c85",
    sheath="#c9bb95",
)

# For eyes that need it: black ground, 7:1 or more for all text, every edge as clear as text.
CONTRAST = Palette(
    scheme="contrast",
    base="#000000",
    surface="#000000",
    text="#ffffff",
    muted="#e2e2e2",
    accent="#ffd84a",
    on_accent="#000000",
    attention="#ffc46b",
    attention_soft="#1c1400",
    danger="#ffb3ac",
    alarm="#8a0f0a",
    on_alarm="#ffffff",
    positive="#8ff0b4",
    border="#ffffff",
    line="#9a9a9a",
    hover="#262626",
    selected="#3a3200",
    focus="#ffd84a",
    background="#000000",
    body="#59626c",
    rim="#c9d2da",
    shadow="#000000",
    bone="#f2e7c6",
    casing="#000000",
    mark="#ff9c85",
    sheath="#e3d6ae",
)

PALETTES: dict[Scheme, Palette] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def nerve_dash(nerve: str) -> tuple[float, ...]:
    """The dash pattern of a nerve in pen widths (for `QPen.setDashPattern`); () is a full line."""
    return _NERVES.get(nerve, ("", _FULL))[1]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1-21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
