"""For a disc or foramen: which other roots still feed the nerves of the root that is held there."""

from __future__ import annotations

from nervemap.content.atlas import Atlas
from nervemap.content.model import RootId


def still_fed(atlas: Atlas, site: str) -> dict[str, tuple[RootId, ...]]:
    """By nerve with the root of the site: the roots of its row that leave the spine elsewhere, in the atlas's order.

    Empty for a site that holds no root. A nerve without another root stands with ().
    """
    held = atlas.sites[site].roots
    return {
        nerve.id: tuple(root for root in nerve.roots if root not in held)
        for nerve in atlas.nerves.values()
        if set(held) & set(nerve.roots)
    }
