"""A picture of the map or of the pipe as the content of a file, SVG or PNG by its ending."""

from __future__ import annotations

from collections.abc import Sequence

from nervemap.anatomy.body import Body
from nervemap.anatomy.raster import rasterise
from nervemap.anatomy.views import View, panes
from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.handout.map_picture import MapPicture
from nervemap.handout.painting.body import body_image
from nervemap.handout.picture import map_png, png_bytes, svg_png
from nervemap.handout.pipe_svg import pipe_svg
from nervemap.handout.svg import map_svg
from nervemap.palette import Palette
from nervemap.reasoning.pipe import Pipe


def map_content(atlas: Atlas, body: Body, picture: MapPicture, view: View, palette: Palette, ending: str) -> bytes:
    """The map as `picture` composed it; the body is shaded twice as fine."""
    fine = (2 * picture.width, 2 * picture.height)
    shown = panes(view, *fine)
    bones = rasterise(body.bones, shown, *fine) if picture.bones else None
    shading = body_image(rasterise(body.surface, shown, *fine), palette, bones=bones)
    if ending == ".png":
        return map_png(picture, palette, shading)
    return map_svg(picture, atlas, palette, png_bytes(shading), f"nervemap, {view.name} view").encode()


def pipe_content(
    atlas: Atlas, pipe: Pipe, crimps: Sequence[Crimp], side: Side, palette: Palette, size: tuple[int, int], ending: str
) -> bytes:
    """The pipe in a picture of `size` px."""
    svg = pipe_svg(atlas, pipe, crimps, side, palette, size)
    return svg_png(svg, size) if ending == ".png" else svg.encode()
