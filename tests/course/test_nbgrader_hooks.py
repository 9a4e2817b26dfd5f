"""What nbgrader_config.py adds: does a stray file stop a release, and do hidden cases stay hidden in feedback?"""

from pathlib import Path

import nbformat
import pytest

from course.lesson_format import parse
from course.nbgrader_hooks import HideTests, refuse_strays
from course.notebook import notebook

from ..fixtures import mini

IGNORE = ["*.py", ".*", "__pycache__"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module with one built lesson; the working folder is its course's."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "source" / "2_coding"
    folder.mkdir(parents=True)
    (folder / "01_clamp.py").touch()
    (folder / "01_clamp.ipynb").touch()
    return folder


def test_a_module_of_lessons_alone_is_released(folder: Path):
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "01_clamp-checkpoint.ipynb").touch()
    (folder / ".env").touch()
    refuse_strays("2_coding", IGNORE)


@pytest.mark.parametrize("name", ["notes.txt", "Untitled.ipynb", "02_draft.ipynb", "data/answers.json"])
def test_a_file_that_no_lesson_gives_stops_the_release(folder: Path, name: str):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).touch()
    with pytest.raises(SystemExit, match=f"source/2_coding/{name} would be handed out"):
        refuse_strays("2_coding", IGNORE)


def test_an_assignment_of_the_instructors_own_is_left_alone(folder: Path):
    own = folder.with_name("9_extra")
    own.mkdir()
    (own / "exam.ipynb").touch()
    (own / "data.csv").touch()
    refuse_strays("9_extra", IGNORE)


def test_feedback_keeps_results_and_drops_what_quotes_hidden_cases():
    text = (mini.MINI / f"source/{mini.CLAMP}.py").read_text()
    nb = notebook(parse(text, path=mini.CLAMP, file=Path("01_clamp.py")))
    tests = next(cell for cell in nb.cells if cell.id == "clamp-range")
    tests.outputs = [nbformat.v4.new_output("error", ename="NameError", evalue="x", traceback=["hidden_reading = x"])]
    shown, _ = HideTests()(nb, {})
    everything = nbformat.writes(shown)
    assert "hidden_reading" not in everything
    assert "HIDDEN TESTS" not in everything
    assert "help_with" not in everything
    assert "a number inside stays" in everything
    assert "NameError: x" in everything
