"""The thin render helper: paints the lists of a scene with Qt, for the window and for picture files alike (px)."""
