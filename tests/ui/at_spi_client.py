"""Reads and presses the program through the accessibility bus, as a screen reader does. Run by the system's Python.

    python3 at_spi_client.py NAME

Finds the map, lists its areas, presses the area NAME and prints before and after as one JSON object.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

WAIT_S = 40


def find(parent, fits, depth=12):
    """The first object below `parent` that fits, or None."""
    for at in range(parent.get_child_count()):
        child = parent.get_child_at_index(at)
        if child is None:
            continue
        if fits(child):
            return child
        found = find(child, fits, depth - 1) if depth else None
        if found:
            return found
    return None


def waited(look):
    """What `look` finds, as soon as it finds anything."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise SystemExit("nothing found on the accessibility bus")


def areas(map_):
    """The areas of the map by name: role, whether checked, box on the screen, actions."""
    found = {}
    for at in range(map_.get_child_count()):
        area = map_.get_child_at_index(at)
        if not area.get_name().startswith(("left ", "right ")):  # a button that stands over the map
            continue
        box = area.get_extents(Atspi.CoordType.SCREEN)
        action = area.get_action_iface()
        found[area.get_name()] = {
            "role": area.get_role_name(),
            "checked": area.get_state_set().contains(Atspi.StateType.CHECKED),
            "box": [box.x, box.y, box.width, box.height],
            "actions": [action.get_action_name(one) for one in range(action.get_n_actions())],
        }
    return found


def main(name):
    """Called with the name of the area to press."""
    desktop = Atspi.get_desktop(0)
    map_ = waited(lambda: find(desktop, lambda one: one.get_name().startswith("Map of")))
    waited(lambda: name in areas(map_))
    before = areas(map_)
    target = find(map_, lambda one: one.get_name() == name)
    names = before[name]["actions"]
    target.get_action_iface().do_action(next(at for at, one in enumerate(names) if one in ("Press", "Toggle")))
    waited(lambda: areas(map_).get(name, {}).get("checked"))
    print(json.dumps({"before": before, "after": areas(map_)}))


main(*sys.argv[1:])
