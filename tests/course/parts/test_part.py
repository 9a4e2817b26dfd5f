"""Is a part a widget to a person and one line of text to a batch run, and does it follow what happens elsewhere?"""

import subprocess
import sys
from pathlib import Path

import pytest

from course.parts import begin, clarify, help_with, self_assess, session, timer
from course.parts.part import Part
from course.parts.saving import MARK, VIEW

from .conftest import LESSON, StartKernel


def parts() -> list[Part]:
    return [
        begin(LESSON, minutes=45),
        clarify("lru_opening", {"How many?": "Ten."}, solved_by="lru_core"),
        help_with("lru_core", hints=["Think."], tests=["lru_core"]),
        self_assess("lru_tradeoffs", L5=["Cost"], L6=["Staleness"]),
        timer("lru_say", seconds=90),
    ]


def hints() -> Part:
    return help_with("lru_core", hints=["Think.", "Think again."], tests=["lru_core"])


def test_a_batch_run_shows_text_only(start_kernel: StartKernel) -> None:
    start_kernel(person=False)
    bundles = [part._repr_mimebundle_() for part in parts()]
    assert bundles == [({"text/plain": repr(part)}, {}) for part in parts()]
    assert [repr(part) for part in parts()] == [
        "Lesson coding/lru_cache: about 45 minutes.",
        "Clarifying questions lru_opening: 0 of 1 asked.",
        "Help with lru_core: 0 of 1 hints used.",
        "Self-assessment of lru_tradeoffs: 0 of 1 at L5 and 0 of 1 at L6 clear.",
        "Timer lru_say: 90 seconds.",
    ]


def test_a_batch_run_imports_no_widgets(tmp_path: Path) -> None:
    code = (
        "import sys; from course.parts import begin, help_with; begin('coding/x', minutes=5);"
        "help_with('x', hints=['a'])._repr_mimebundle_();"
        "print([name for name in ('ipywidgets', 'anywidget', 'IPython', 'markdown_it') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("[]\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_person_gets_a_widget_marked_as_ours(start_kernel: StartKernel) -> None:
    start_kernel()
    for part in parts():
        data, metadata = part._repr_mimebundle_()
        assert data[VIEW]["model_id"]
        assert data["text/plain"].endswith(": run this cell to go on where you were.")
        assert metadata == {VIEW: {MARK: part.key}}


def test_each_script_defines_what_the_frame_calls(start_kernel: StartKernel) -> None:
    start_kernel()
    for part in parts():
        part._repr_mimebundle_()
        assert part._view is not None
        assert part._view._esm.count("\nfunction part(root, send)") == 1
        assert "export default" in part._view._esm
        assert ".keeper" in part._view._css


def test_showing_a_part_twice_shows_the_same_widget(start_kernel: StartKernel) -> None:
    start_kernel()
    part = hints()
    assert part._repr_mimebundle_() == part._repr_mimebundle_()


def test_running_the_cell_again_closes_the_widget_before(start_kernel: StartKernel) -> None:
    start_kernel()
    before = hints()
    before._repr_mimebundle_()
    view = before._view
    assert view is not None
    hints()
    assert view.comm is None
    before.refresh()


@pytest.mark.parametrize("message", ["hint", None, {}, {"action": 3}, {"action": "nonsense"}, {"value": 1}])
def test_a_message_that_is_none_does_nothing(start_kernel: StartKernel, message: object) -> None:
    start_kernel()
    part = hints()
    part.receive(message)
    assert part.summary() == "Help with lru_core: 0 of 2 hints used."


def test_every_message_is_answered(start_kernel: StartKernel) -> None:
    start_kernel()
    part = hints()
    part._repr_mimebundle_()
    assert part._view is not None
    part.receive({"action": "hint", "value": 1})
    assert (part._view.state["turn"], len(part._view.state["hints"])) == (1, 1)
    part.receive({"action": "hello"})
    assert part._view.state["turn"] == 2


def test_a_part_on_the_page_hears_that_the_cases_pass(start_kernel: StartKernel) -> None:
    start_kernel()
    part = hints()
    part._repr_mimebundle_()
    assert part._view is not None
    assert not part._view.state["passed"]
    session.record("cases", "lru_core", {"passed": 2, "total": 2, "hidden_ran": False})
    assert part._view.state["passed"]


def test_a_damaged_answers_file_is_told_in_the_part(start_kernel: StartKernel, workspace: Path) -> None:
    (workspace / "answers").mkdir()
    (workspace / "answers" / "coding-lru_cache.json").write_text("{")
    start_kernel()
    part = hints()
    part._repr_mimebundle_()
    assert part._view is not None
    assert "coding-lru_cache.json is damaged" in part._view.state["notice"]
    part.receive({"action": "hint", "value": 1})
    assert len(part._view.state["hints"]) == 1


def test_parts_work_outside_a_lesson() -> None:
    part = hints()
    part.receive({"action": "hint", "value": 1})
    assert part.summary() == "Help with lru_core: 1 of 2 hints used."
