"""Every act that can change a case, with anything that it may be given: what hypothesis draws from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from nervemap.case import commands, examination
from nervemap.case.case import Case, Mark, SlumpSide, StepNote
from nervemap.case.commands import Command
from nervemap.content.atlas import load_atlas
from nervemap.content.model_examination import Test

ATLAS = load_atlas()
QUALITIES = ("ache", "tight", "sharp", "burning", "electric", "tingling", "numb", "cold")
ODD = ["no", "12", ".5e1", "- a: b", "# c", "'", '"', " x ", "@", "&a", "!t", "\u05e9\u05dc", "\U0001f642", "[*]", "{}"]

sides = st.sampled_from(["left", "right"])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda text: commands.plain_text(text, 200))
lines = st.lists(words | st.sampled_from(ODD)).map("\n".join)
figures = st.floats(0, 1.4, allow_nan=False).map(lambda value: round(value, 9))
strengths = st.none() | st.integers(0, 10)
answers = st.sampled_from(["yes", "no", "unsure", "na", None])
regions = st.sampled_from(list(ATLAS.regions.values()))
qualities = st.lists(st.sampled_from(QUALITIES), unique=True).map(tuple)


def some(ids: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Any of these ids, each once at most."""
    return st.lists(st.sampled_from(ids), unique=True).map(tuple) if ids else st.just(())


def recorded(test: Test) -> st.SearchStrategy[SlumpSide | None]:
    """What one side of a test may show."""
    steps = [one.id for one in test.steps]
    stops = [one.id for one in test.stopped_for]
    note = st.builds(StepNote, step=st.sampled_from(steps or [""]), symptom=st.just("own"), intensity=strengths)
    notes = st.lists(note, max_size=3 if steps else 0, unique_by=lambda one: one.step).map(tuple)
    return st.none() | st.builds(
        SlumpSide,
        symptom=st.sampled_from(["none", "stretch", "own"]),
        release=st.sampled_from(["eases", "same", "worse", "not-done"]),
        degrees=st.none() | st.floats(0, 90),
        knee=st.sampled_from([None, "straight", "nearly", "half", "little"]),
        place=st.sampled_from([None, "above-pelvis", "leg", "below-knee"]),
        moved=st.sampled_from(["head", "ankle"]),
        notes=notes,
        order=some(steps),
        stopped=st.none() | st.sampled_from(stops) if stops else st.none(),
    )


REASONS = [one.id for one in ATLAS.tests["slump"].contraindications]
OTHERS = [test for test in ATLAS.tests.values() if test.id != "slump"]
cases = st.builds(
    Case, label=words, marks=st.lists(st.builds(Mark, side=sides, region=st.just("heel")), max_size=1).map(tuple)
)
flags = st.sampled_from(list(ATLAS.red_flag_groups.values())).flatmap(
    lambda group: st.builds(
        commands.set_red_flags,
        st.just(group),
        st.none() | some([one.id for one in ATLAS.red_flags.values() if one.group == group.id]),
    )
)

BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "toggle_mark": st.builds(lambda side, region: commands.toggle_mark(Case(), side, region), sides, regions),
    "set_mark": st.builds(commands.set_mark, sides, regions, figures, figures, qualities, strengths),
    "describe_mark": st.builds(
        lambda side, region, kinds, strength: commands.describe_mark(
            Case(marks=(Mark(side=side, region=region.id),)), side, region, kinds, strength
        ),
        sides,
        regions,
        qualities,
        strengths,
    ),
    "remove_mark": st.builds(commands.remove_mark, sides, regions),
    "answer_sign": st.builds(commands.answer_sign, st.sampled_from(list(ATLAS.signs.values())), answers),
    "set_red_flags": flags,
    "set_slump": st.builds(commands.set_slump, sides, recorded(ATLAS.tests["slump"])),
    "set_crimp": st.builds(
        commands.set_crimp,
        st.sampled_from(list(ATLAS.sites.values())),
        sides,
        st.sampled_from(["none", "mild", "moderate"]),
        st.sampled_from(["pressed", "stiff", "overstretched", "inflamed"]),
    ),
    "set_label": st.builds(commands.set_label, words, typing=st.booleans()),
    "set_notes": st.builds(commands.set_notes, lines, typing=st.booleans()),
    "set_date": st.builds(lambda day: commands.set_date(day and day.isoformat()), st.none() | st.dates()),
    "set_birth_year": st.builds(commands.set_birth_year, st.none() | st.integers(1900, 2020)),
    "open_case": st.builds(commands.open_case, cases, st.just("another case")),
    "recover": st.builds(commands.recover, cases),
    "answer_history": st.builds(examination.answer_history, st.sampled_from(list(ATLAS.history.values())), answers),
    "answer_observation": st.builds(
        examination.answer_observation, st.sampled_from(list(ATLAS.observations.values())), answers
    ),
    "set_neuro": st.builds(
        examination.set_neuro,
        sides,
        st.sampled_from(list(ATLAS.neuro.values())),
        st.sampled_from(["normal", "less", None]),
    ),
    "set_contraindications": st.builds(examination.set_contraindications, st.none() | some(REASONS)),
    "deal_with": st.builds(examination.deal_with, some([*ATLAS.red_flags, *REASONS])),
    "set_relative": st.sampled_from(OTHERS).flatmap(
        lambda test: st.builds(examination.set_relative, st.just(test), sides, recorded(test))
    ),
    "set_not_felt": st.builds(examination.set_not_felt, sides, regions, st.booleans()),
    "set_less_sore": st.builds(examination.set_less_sore, st.sampled_from(["left", "right", None])),
    "set_self_check": st.builds(examination.set_self_check, st.booleans()),
    "set_tighter_degrees": st.builds(examination.set_tighter_degrees, st.none() | st.floats(1, 90)),
}
acts: st.SearchStrategy[Command] = st.one_of(*BY_NAME.values())
