"""Moved to `nervemap.palette`, which the pictures share."""

from nervemap.palette import DARK, LIGHT, PALETTES, Palette, Scheme, contrast, nerve_dash

__all__ = ["DARK", "LIGHT", "PALETTES", "Palette", "Scheme", "contrast", "nerve_dash"]
