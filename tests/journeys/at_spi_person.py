"""A person at a screen reader: does what the steps say through the accessibility bus. Run by the system's Python.

    python3 at_spi_person.py '[["press", "NAME"], ["see", "WORDS"], ["gone", "WORDS"], ["hear", "WORDS"], ["all", ""]]'

`press` presses the one object in sight whose name is, or else begins with, NAME. `see` waits until some name holds the
words, `gone` until none does, `hear` until they were announced, and gives all that was said since it was last asked, as
[politeness, words]; `all` tells the names of all that can be pressed. Prints one JSON list, an answer a step.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

WAIT_S = 60
said = []


def everything(parent, depth=40):
    """All objects in sight below `parent`."""
    for at in range(parent.get_child_count()):
        child = parent.get_child_at_index(at)
        if child is None:
            continue
        states = child.get_state_set()
        if states.contains(Atspi.StateType.SHOWING) or child.get_role_name() in ("application", "frame"):
            yield child
            if depth:
                yield from everything(child, depth - 1)


def seen():
    """Name and object of all that is in sight now."""
    found = []
    try:
        for one in everything(Atspi.get_desktop(0)):
            name = one.get_name()
            if name:
                found.append((name, one))
    except gi.repository.GLib.Error:  # it went away while it was read
        return []
    return found


def actions(one):
    """The names of what an object can be made to do."""
    action = one.get_action_iface()
    return [action.get_action_name(at) for at in range(action.get_n_actions())] if action else []


def waited(look, what):
    """What `look` finds, as soon as it finds anything."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        listen()
        time.sleep(0.2)
    names = sorted({name for name, _ in seen()})
    raise SystemExit(f"not found on the accessibility bus: {what}; there is {names}")


def listen():
    """Take in what was announced in the meantime."""
    while GLib.MainContext.default().iteration(False):
        pass


def hear(words):
    """All that was said until the words were."""
    waited(lambda: any(words in text for _, text in said), f"said: {words}")
    heard = said.copy()
    said.clear()
    return heard


def press(name):
    """Press the object of this name."""

    def look():
        can = [(known, one) for known, one in seen() if {"Press", "Toggle"} & set(actions(one))]
        exact = [one for known, one in can if known == name]
        return exact or [one for known, one in can if known.startswith(name)]

    one = waited(look, name)[0]
    names = actions(one)
    one.get_action_iface().do_action(next(at for at, known in enumerate(names) if known in ("Press", "Toggle")))
    return True


def step(kind, words):
    """One step, and what it tells."""
    if kind == "press":
        return press(words)
    if kind == "see":
        return waited(lambda: next((name for name, _ in seen() if words in name), None), words)
    if kind == "gone":
        return waited(lambda: all(words not in name for name, _ in seen()), f"no {words}")
    if kind == "hear":
        return hear(words)
    return sorted({name for name, one in seen() if {"Press", "Toggle"} & set(actions(one))})


listener = Atspi.EventListener.new(lambda event: said.append([event.detail1, event.any_data]))
listener.register("object:announcement")
print(json.dumps([step(*one) for one in json.loads(sys.argv[1])]))
