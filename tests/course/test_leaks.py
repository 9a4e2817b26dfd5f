"""Can a solution, a hidden case or a tried answer get out of the house? Each way is tried."""

from pathlib import Path

import nbformat
import pytest

from course import build, catalogue
from course.errors import BuildError
from course.lesson import Lesson, starter, visible
from course.lesson_format import parse
from course.notebook import notebook

from ..fixtures import mini

CLAMP = (mini.MINI / f"source/{mini.CLAMP}.py").read_text()
SECRETS = {
    "solution": "return min(max(x, limits.low), limits.high)  # the secret of clamping",
    "hidden case": "hidden_reading = clamp(-3, Limits(0, 11))",
    "wrong answer": "return min(max(x, limits.low + 1), limits.high - 1)",
    "other right answer": "return sorted([limits.low, x, limits.high])[1]",
}
PROSE = {
    "prose": "# A player asks for a volume; the device has limits.",
    "hint": "# The larger of two numbers, then the smaller of two.",
    "written prompt": "# When is it better to refuse a number than to clamp it? Two sentences.",
}
"""Lines after which a line of the lesson's author may let something slip."""


def lesson(text: str = CLAMP) -> Lesson:
    return parse(text, path=mini.CLAMP, file=Path("01_clamp.py"))


def released(of: Lesson) -> nbformat.NotebookNode:
    """What nbgrader should make of the lesson: answers cleared, hidden cases gone."""
    nb = notebook(of)
    for cell in nb.cells:
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("solution") and not grading["grade"]:
            cell.source = starter(cell.source)
        elif grading.get("grade"):
            cell.source = visible(cell.source)
    return nb


def refused(of: Lesson, nb: nbformat.NotebookNode) -> str:
    with pytest.raises(BuildError) as caught:
        build.refuse_leaks(of, nbformat.writes(nb))
    return str(caught.value)


def test_an_honest_release_is_let_through():
    build.refuse_leaks(lesson(), nbformat.writes(released(lesson())))


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("number", range(15))
def test_a_secret_line_in_any_cell_of_the_release_is_caught(number: int, secret: str):
    nb = released(lesson())
    assert len(nb.cells) == 15
    nb.cells[number].source += f"\n    {secret}"
    assert secret in refused(lesson(), nb)


@pytest.mark.parametrize("grade_id", ["clamp_one", "clamp_many"])
def test_an_answer_that_nbgrader_left_in_is_caught(grade_id: str):
    nb, full = released(lesson()), notebook(lesson())
    for cell, whole in zip(nb.cells, full.cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            cell.source = whole.source
    assert "would be released" in refused(lesson(), nb)


@pytest.mark.parametrize(
    "mark",
    [
        "### BEGIN SOLUTION",
        "### END SOLUTION",
        "### BEGIN HIDDEN TESTS",
        "### END HIDDEN TESTS",
    ],
)
def test_a_marker_that_nbgrader_left_in_is_caught(mark: str):
    nb = released(lesson())
    nb.cells[5].source += f"\n{mark}"
    refused(lesson(), nb)


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("after", PROSE.values(), ids=PROSE)
def test_a_secret_line_that_the_author_let_slip_is_caught(after: str, secret: str):
    slipped = lesson(CLAMP.replace(after, f"{after}\n#\n#     {secret}", 1))
    assert secret in refused(slipped, released(slipped))


def test_a_secret_line_with_both_quotes_in_a_hint_is_caught():
    secret = """message = "it isn't " + 'allowed'"""
    text = CLAMP.replace("    return [clamp(number", f"    {secret}\n    return [clamp(number", 1)
    slipped = lesson(text.replace(PROSE["hint"], f"{PROSE['hint']}\n#\n#     {secret}", 1))
    assert secret in refused(slipped, released(slipped))


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_line_in_a_part_is_caught(secret: str):
    in_part = lesson(CLAMP.replace('"They are."', repr(secret), 1))
    assert secret in refused(in_part, released(in_part))


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_line_in_the_title_is_caught(secret: str):
    in_title = lesson(CLAMP.replace("title: Within limits", f"title: '{secret}'", 1))
    assert secret in refused(in_title, released(in_title))


@pytest.mark.parametrize("output", [{"output_type": "stream", "name": "stdout", "text": SECRETS["solution"]}])
def test_a_secret_that_a_cell_printed_is_not_released(output: dict[str, str], tmp_path: Path):
    source = tmp_path / "source" / "2_coding"
    source.mkdir(parents=True)
    nb = notebook(lesson())
    nb.cells[3].outputs = [nbformat.from_dict(output)]
    (source / "01_clamp.ipynb").write_bytes(build.to_bytes(nb))
    content = build.released("2_coding", tmp_path / "source")["01_clamp"]
    assert SECRETS["solution"].encode() not in content


STRAYS = [
    "notes.txt",
    "data.csv",
    ".env",
    "Untitled.ipynb",
    "02_draft.ipynb",
    "sub/hidden.py",
    "__pycache__/x.pyc",
    "01_clamp.py~",
]


def test_stray_files_in_source_are_not_built_into_release(tmp_path: Path):
    folder = tmp_path / "source" / "2_coding"
    folder.mkdir(parents=True)
    (folder / "01_clamp.py").write_text(CLAMP)
    for name in STRAYS:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(build.to_bytes(notebook(lesson())) if name.endswith(".ipynb") else b"secret")
    lessons = catalogue.lessons(tmp_path / "source")
    build.build(lessons, source=tmp_path / "source", release=tmp_path / "release")
    files = [
        str(file.relative_to(tmp_path / "release")) for file in (tmp_path / "release").rglob("*") if file.is_file()
    ]
    assert files == ["2_coding/01_clamp.ipynb"]
    assert build.strays(lessons, tmp_path / "release") == []


@pytest.mark.parametrize(
    "name", [f"2_coding/{name}" for name in STRAYS] + ["2_coding/01_clamp.py", "loose.ipynb", "9_new/01_x.ipynb"]
)
def test_a_stray_file_in_release_is_named(name: str, tmp_path: Path):
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    assert build.strays([lesson()], tmp_path) == [f"release/{name}: no lesson gives this file. Mend: delete it"]
