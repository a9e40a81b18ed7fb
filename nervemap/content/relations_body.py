"""Faults between the rows of the body: the table of article 001, the way of each nerve to the spine, sites, rivals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from nervemap.content.faults import Fault
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Confusion, Nerve


def faults(content: ContentFolder) -> Iterator[Fault]:
    """All faults between these rows that could be read."""
    return chain.from_iterable(part(content) for part in (_regions, _nerves, _sites, _landmarks, _confused))


def _regions(content: ContentFolder) -> Iterator[Fault]:
    """The table of article 001 has nine rows, in order; what it leaves out has no published words."""
    numbered = [(key, region.row) for key, region in content.regions.items() if region.row is not None]
    for place, (key, number) in enumerate(numbered, start=1):
        if number != place or place > 9:
            remedy = f"write {place}" if place <= 9 else "remove it: the table has nine rows"
            yield content.fault("regions", key, ("row",), f"row {number} stands at place {place}", remedy)
    if content.regions and len(numbered) < 9:
        message = f"{len(numbered)} areas have a row"
        yield content.fault("regions", None, (), message, "the table of article 001 has nine: write row: 1 to row: 9")
    for key, region in content.regions.items():
        for field in ("published", "published_nerves"):
            if region.row is not None and getattr(region, field) is None:
                yield content.fault("regions", key, (field,), f"`{field}` is missing", "copy the words of article 001")
        for field in ("published", "published_nerves", "nerves"):
            if region.row is None and getattr(region, field):
                remedy = "remove it, or put the nerves under `atlas_adds`"
                yield content.fault("regions", key, (field,), "only a row of article 001 has this", remedy)
        if not region.nerves and not region.atlas_adds:
            yield content.fault("regions", key, (), "no nerve reaches this area", "name one under `atlas_adds`")
        for index, addition in enumerate(region.atlas_adds):
            if addition.nerve in region.nerves:
                where = ("atlas_adds", index, "nerve")
                yield content.fault("regions", key, where, "the article names it already", "remove this addition")


def _nerves(content: ContentFolder) -> Iterator[Fault]:
    for key, nerve in content.nerves.items():
        yield from _chain(content, key)
        yield from _group(content, key, nerve) if nerve.members else _single(content, key, nerve)


def _chain(content: ContentFolder, key: str) -> Iterator[Fault]:
    """Following `parent` ends at a trunk."""
    seen = [key]
    parent = content.nerves[key].parent
    while parent is not None and parent in content.nerves and parent not in seen:
        seen.append(parent)
        parent = content.nerves[parent].parent
    if parent == key:
        message = "the parents go round in a circle: " + " > ".join([*seen, key])
        yield content.fault("nerves", key, ("parent",), message, "name the nerve that it leaves, or null for a trunk")


def _group(content: ContentFolder, key: str, group: Nerve) -> Iterator[Fault]:
    for index, name in enumerate(group.members):
        member = content.nerves.get(name)
        if member is not None and member.published_as != key:
            remedy = f"write `published_as: {key}` in {name}"
            yield content.fault("nerves", key, ("members", index), f"{name} does not belong to this group", remedy)
        if member is not None and member.members:
            yield content.fault("nerves", key, ("members", index), "a group in a group", "name single nerves")


def _single(content: ContentFolder, key: str, nerve: Nerve) -> Iterator[Fault]:
    """A single nerve reaches the spine, and a skin area, a deep area or a muscle."""
    for field, what in (("roots", "its roots"), ("paths", "its paths"), ("exit", "its exit"), ("main_root", "a root")):
        if not getattr(nerve, field):
            remedy = f"write {what}: the nerve must reach the spine"
            yield content.fault("nerves", key, (field,), f"`{field}` is missing", remedy)
    if not (nerve.skin_regions or nerve.deep_regions or nerve.motor):
        remedy = "write skin_regions, deep_regions or motor"
        yield content.fault("nerves", key, (), "the nerve reaches no skin area, deep area or muscle", remedy)
    if nerve.main_root is not None and nerve.roots and nerve.main_root not in nerve.roots:
        message, remedy = f"{nerve.main_root} is not one of its roots", f"write one of {', '.join(nerve.roots)}"
        yield content.fault("nerves", key, ("main_root",), message, remedy)
    if nerve.ends_in is not None and nerve.ends_in not in nerve.paths:
        message, remedy = f"{nerve.ends_in!r} is not one of its paths", f"write one of {', '.join(nerve.paths)}"
        yield content.fault("nerves", key, ("ends_in",), message, remedy)
    if nerve.parent in content.nerves and content.nerves[nerve.parent].members:
        yield content.fault("nerves", key, ("parent",), f"{nerve.parent} is a group", "name a single nerve")
    if nerve.published_as in content.nerves and key not in content.nerves[nerve.published_as].members:
        message = f"{nerve.published_as} does not name {key} as a member"
        yield content.fault("nerves", key, ("published_as",), message, "add it to `members` there")


def _sites(content: ContentFolder) -> Iterator[Fault]:
    for key, site in content.sites.items():
        if site.on_course and not site.anchors:
            remedy = "name path and landmark, or write `on_course: false`"
            yield content.fault("sites", key, ("anchors",), "the site lies nowhere on a nerve", remedy)
        if not site.nerves:
            yield content.fault("sites", key, ("nerves",), "no nerve is named", "name the nerves that pass here")


def _landmarks(content: ContentFolder) -> Iterator[Fault]:
    for key, landmark in content.landmarks.items():
        if not landmark.nerves and not landmark.sites:
            remedy = "name the nerves or sites beside which it is shown"
            yield content.fault("landmarks", key, (), "the distance belongs to no nerve and no site", remedy)


def _confused(content: ContentFolder) -> Iterator[Fault]:
    """Whom a row is confused with tells the two apart as well: the pair stands on both cards."""
    for file, keys in (("nerves", content.nerves.keys()), ("roots", content.roots.keys())):
        for key in keys:
            for index, one in enumerate(confusions(content, key)):
                could_be_read = one.other in content.nerves or one.other in content.roots
                if could_be_read and key not in [back.other for back in confusions(content, one.other)]:
                    message = f"{one.other} does not tell {key} apart"
                    remedy = f"add `other: {key}` to `confused_with` of {one.other}"
                    yield content.fault(file, key, ("confused_with", index, "other"), message, remedy)


def confusions(content: ContentFolder, key: str) -> tuple[Confusion, ...]:
    """What a nerve or root is confused with; nothing where there is no such row."""
    row = content.nerves.get(key) or content.roots.get(key)
    return row.confused_with if row is not None else ()
