"""Does a learner get the points their notebook earned, and a clear word where it cannot be graded?"""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from course import catalogue
from course.cli import main
from course.errors import DamagedFile, GradingError
from course.grade import Grade, grade
from course.progress import Progress
from course.submission import submission

from ..fixtures import mini

pytestmark = pytest.mark.xdist_group("grade")  # what its module sets up, once

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini.built(tmp_path_factory.mktemp("mini"))


@pytest.fixture
def workspace(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of the miniature course in which the learner has solved half."""
    monkeypatch.setattr(catalogue, "SOURCE", course / "source")
    marker = tmp_path / ".keeper" / "workspace.json"
    marker.parent.mkdir()
    marker.write_text("{}")
    (tmp_path / "2_coding").mkdir()
    (tmp_path / f"{mini.CLAMP}.ipynb").write_text(json.dumps(mini.half_right(course)))
    return tmp_path


@pytest.fixture(scope="module")
def half(course: Path) -> Grade:
    """What the half right notebook earns."""
    return graded(course, mini.half_right(course))


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["grade", *arguments, "--workspace", str(workspace)])


def graded(course: Path, notebook: dict[str, Any], cell_limit_s: float = 60) -> Grade:
    lesson = catalogue.find("clamp", course / "source")
    return grade(lesson, json.dumps(notebook).encode(), cell_limit_s=cell_limit_s)


def prepared(course: Path, notebook: object) -> dict[str, Any]:
    lesson = catalogue.find("clamp", course / "source")
    content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    return submission(lesson, mini.read(course / f"source/{mini.CLAMP}.ipynb"), content)


def test_partial_credit_is_shown_recorded_and_leaves_the_notebook_alone(workspace: Path):
    notebook = workspace / f"{mini.CLAMP}.ipynb"
    before = notebook.read_bytes()
    result = run(workspace, "clamp")
    assert result.exit_code == 0, result.output
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert "clamp_range  2 of 4  2 of 4 pass" in lines
    assert "clamp_list   1 of 2  1 of 2 pass" in lines
    assert "clamp_why    - of 3  not answered yet" in lines
    assert "FAIL  a number below becomes the lower limit (hidden)" in lines
    assert "After clamp(-3, Limits(0, 11)): expected 0, got -3." in lines
    assert "FAIL  a number inside stays" not in lines
    assert lines[-1] == "Total: 3 of 6 points"
    assert notebook.read_bytes() == before
    assert sorted(path.name for path in workspace.iterdir()) == [".keeper", "2_coding", "progress.db"]
    score = Progress(workspace / "progress.db").lesson("coding/clamp").grade
    assert score is not None
    assert (score.score, score.max_score) == (3, 6)


def test_json_names_every_case_of_every_tests_cell(workspace: Path, half: Grade, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("course.grade.grade", lambda lesson, notebook: half)
    result = run(workspace, "coding/clamp", "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["lesson"], said["score"], said["max_score"], said["errors"]) == ("coding/clamp", 3, 6, [])
    assert [(tests["id"], tests["score"], tests["max_score"]) for tests in said["tests"]] == [
        ("clamp_range", 2, 4),
        ("clamp_list", 1, 2),
    ]
    assert said["written"] == [{"id": "clamp_why", "max_score": 3, "answered": False}]
    assert said["tests"][0]["cases"][-1] == {
        "label": "limits that cross are refused",
        "passed": False,
        "hidden": True,
        "message": "With limits 11 and 0: expected ValueError, but it returned 0.",
    }


def test_a_solved_lesson_has_full_points_however_its_cells_were_moved_and_split(course: Path):
    notebook = mini.solved(course)
    cells = notebook["cells"]
    mini.cell(notebook, "clamp_why")["source"] = mini.WRITTEN
    answer = mini.cell(notebook, "clamp_one")
    second = copy.deepcopy(answer)
    answer["source"], second["source"] = "import math", answer["source"]
    cells.insert(cells.index(answer) + 1, second)
    mini.cell(notebook, "clamp_range")["source"] = "check.report()  # as an older release had it"
    mini.cell(notebook, "clamp_range")["metadata"]["tags"] = ["skip-execution"]
    mini.cell(notebook, "clamp_range")["metadata"]["nbgrader"]["points"] = "many"
    cells.insert(0, {"cell_type": "code", "source": ["nowhere"], "outputs": "none", "metadata": {"nbgrader": 3}})
    cells.append(
        {"cell_type": "code", "source": "x = ", "metadata": {"nbgrader": {"grade_id": "gone", "locked": True}}}
    )
    done = graded(course, notebook)
    assert (done.score, done.max_score) == (6, 6)
    assert [written.answered for written in done.written] == [True]
    assert done.errors == (
        "cell 1: NameError: name 'nowhere' is not defined",
        f"cell {len(cells)}: SyntaxError: invalid syntax (" + done.errors[1].partition("(")[2],
    )


def test_what_the_answer_writes_to_stderr_costs_nothing(course: Path):
    notebook = mini.solved(course)
    mini.cell(notebook, "clamp_many")["source"] += "\nimport sys\nprint('noise', file=sys.stderr)"
    assert [tests.score for tests in graded(course, notebook).tests] == [4, 2]


@pytest.mark.parametrize("line", ["while True: pass", "import os; os._exit(0)"])
def test_an_answer_that_hangs_or_ends_its_process_costs_its_own_cases_alone(course: Path, line: str):
    notebook = mini.solved(course)
    mini.cell(notebook, "clamp_many")["source"] = f"def clamp_all(*arguments):\n    {line}"
    done = graded(course, notebook, cell_limit_s=2)
    assert [tests.score for tests in done.tests] == [4, 0]


def test_a_cell_that_ends_its_process_is_named(course: Path):
    notebook = mini.solved(course)
    notebook["cells"].insert(0, {"cell_type": "code", "source": "import os; os._exit(0)", "metadata": {}})
    done = graded(course, notebook)
    assert done.score == 6
    assert done.errors == ("cell 1: The cell ended its process: the process ended before it answered.",)


def without(id: str) -> Edit:
    return lambda notebook: notebook["cells"].remove(mini.cell(notebook, id))


def twice(id: str) -> Edit:
    return lambda notebook: notebook["cells"].append(copy.deepcopy(mini.cell(notebook, id)))


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (without("clamp_range"), "the cell 'clamp_range' is missing"),
        (without("clamp_one"), "the cell 'clamp_one' is missing"),
        (without("clamp_why"), "the cell 'clamp_why' is missing"),
        (without("coding_clamp_given_1"), "the cell 'coding_clamp_given_1' is missing"),
        (twice("clamp_range"), "the cell 'clamp_range' stands 2 times (cells 9 and 16)"),
        (twice("clamp_why"), "the cell 'clamp_why' stands 2 times (cells 14 and 16)"),
        (lambda notebook: notebook.pop("cells"), "it does not hold a notebook's cells"),
        (lambda notebook: notebook["cells"].append("x"), "it does not hold a notebook's cells"),
        (
            lambda notebook: notebook["cells"].append({"cell_type": "cell", "source": ""}),
            "it holds cells that are none",
        ),
    ],
)
def test_a_notebook_that_is_not_whole_is_refused_with_a_way_out(course: Path, edit: Edit, what: str):
    notebook = mini.solved(course)
    edit(notebook)
    with pytest.raises(DamagedFile) as caught:
        prepared(course, notebook)
    assert what in str(caught.value)
    assert "`course reset coding/clamp`" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"cells": 3}', b"[" * 100_000])
def test_a_file_that_is_no_notebook_is_refused(course: Path, content: bytes):
    with pytest.raises(DamagedFile, match=r"2_coding/01_clamp\.ipynb cannot be read"):
        prepared(course, content)


def test_a_part_may_be_deleted_or_copied(course: Path):
    notebook = mini.solved(course)
    without("coding_clamp_part_1")(notebook)
    twice("coding_clamp_part_2")(notebook)
    assert len(prepared(course, notebook)["cells"]) == len(notebook["cells"])


@pytest.mark.parametrize(
    ("break_it", "arguments", "what"),
    [
        (lambda root: (root / f"{mini.CLAMP}.ipynb").unlink(), ["clamp"], "You have not opened 2_coding/01_clamp yet"),
        (lambda root: (root / f"{mini.CLAMP}.ipynb").write_bytes(b"{"), ["clamp"], "it is not JSON"),
        (lambda root: None, ["clampp"], "The nearest is 'clamp'"),
        (lambda root: (root / ".keeper/workspace.json").unlink(), ["clamp"], "is no workspace of Keeper's"),
    ],
)
def test_what_cannot_be_graded_is_one_message_and_nothing_recorded(
    workspace: Path, break_it: Callable[[Path], object], arguments: list[str], what: str
):
    break_it(workspace)
    result = run(workspace, *arguments)
    assert result.exit_code == 1
    assert what in result.stderr
    assert "Traceback" not in result.stderr
    assert not (workspace / "progress.db").exists()


def test_an_installation_without_lesson_sources_says_so(workspace: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(catalogue, "SOURCE", workspace / "nowhere")
    result = run(workspace, "clamp")
    assert result.exit_code == 1
    assert "This installation has no lesson sources" in result.stderr


def test_a_lesson_that_was_not_built_is_named(course: Path, tmp_path: Path):
    lesson = catalogue.find("clamp", course / "source")
    (tmp_path / "01_clamp.py").write_bytes(lesson.file.read_bytes())
    with pytest.raises(GradingError, match=r"has not been built\. `course build"):
        grade(catalogue.load(tmp_path / "01_clamp.py"), b"{}")


def test_an_engine_that_does_not_start_is_one_message(workspace: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    result = run(workspace, "clamp")
    assert result.exit_code == 1
    assert "2_coding/01_clamp could not be graded" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_score_is_shown_even_when_it_cannot_be_recorded(
    workspace: Path, half: Grade, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("course.grade.grade", lambda lesson, notebook: half)
    (workspace / "progress.db").write_text("not a database, but text long enough to be looked at as one" * 20)
    result = run(workspace, "clamp")
    assert result.exit_code == 1
    assert "Total: 3 of 6 points" in result.stdout
    assert "is damaged" in result.stderr
