"""A whole examination by keyboard alone; then one urgent yes covers it, until it is dealt with."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from nervemap.content.atlas import Atlas
from tests.journeys.person import Person

MOST_TABS = 400


@pytest.fixture(scope="module", autouse=True)
def still(person: Person) -> None:
    person.reduce_motion()


def focused() -> QAbstractButton | None:
    widget = QApplication.focusWidget()
    return widget if isinstance(widget, QAbstractButton) else None


def tab_to(person: Person, name: str) -> None:
    """Press Tab until the button with this text or name has the focus."""
    for _ in range(MOST_TABS):
        button = focused()
        if button is not None and name in (button.accessibleName(), button.text()):
            return
        person.keys("Tab")
    raise AssertionError(f"{name!r} cannot be reached by keyboard")


def push(person: Person, *names: str) -> None:
    for name in names:
        tab_to(person, name)
        person.keys("Space")


def test_examination_when_done_by_keyboard_alone(person: Person, atlas: Atlas) -> None:
    person.keys("Ctrl+E")
    push(person, "Urgent")
    for group in atlas.red_flag_groups.values():
        push(person, f"{group.title}: none of these")
    assert person.texts().count("asked: none of these") == 3

    push(person, "Signs", "Sign 6: Yes")
    assert any(text.startswith("6 of 6") for text in person.texts())
    push(person, "History", "History 1: Yes")
    assert atlas.sites["disc-l5-s1"].name in person.texts()
    push(person, "Reflexes, strength, touch", "Left, Ankle reflex: Less")
    assert any("Please have this examined soon" in text for text in person.texts())

    push(person, "Tests", "Reasons not to test: none of these", "Less sore side: Right", "Slump test")
    steps = atlas.tests["slump"].steps
    for felt, after in (("Stretch", "Same"), ("Own symptom", "Eases")):  # the right leg is less sore
        assert any(text.startswith("1 of 9") for text in person.texts())
        for step in steps:
            if step.id == "knee":
                push(person, f"Felt at this step: {felt}")
            if step.id == "release":
                push(person, f"What it did: {after}")
            if step.id == "other-side" and felt == "Stretch":
                push(person, "Other leg")
                break
            if step is not steps[-1]:
                push(person, "Next step")
    push(person, "Result")
    assert any(text.startswith("Positive (left: positive, right: not positive)") for text in person.texts())

    push(person, "Statement")
    texts = "\n".join(person.texts())
    assert atlas.combination["highly-likely-with"].text in texts
    assert atlas.confirmed_lines["confirmed"].text in texts
    assert "Places to look at" in texts and "speaks for the S1 root" in texts

    flag = next(flag for flag in atlas.red_flags.values() if flag.group == "now")
    advice = atlas.red_flag_groups["now"].advice
    push(person, "Urgent", f"Show the list, {atlas.red_flag_groups['now'].title}: none of these")
    push(person, f"Yes: {flag.question}")
    for place in ("Nerves", "Pipe", "Signs", "Tests", "Statement"):
        push(person, place)
        assert advice in person.texts_above_the_map(), place
    push(person, "Tests")
    assert "The tests wait" in person.texts()
    push(person, "Statement")
    assert atlas.combination["highly-likely-with"].text not in person.texts()

    push(person, "This was dealt with")
    assert advice not in person.texts_above_the_map()
    assert atlas.combination["highly-likely-with"].text in person.texts()
    assert any("recorded as dealt with" in text for text in person.texts())
