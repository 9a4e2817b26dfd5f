"""Does a mutant differ from its original, does a weak check let it live, and does a reason excuse it?"""

from pathlib import Path

import pytest

from course import catalogue, mutation
from course.errors import CourseError
from course.lesson import Lesson
from course.lesson_format import parse
from course.mutation import mutants, survivors

from .lesson_texts import TWICE

SOURCE = TWICE.replace(
    "    return FACTOR * x  # the secret of doubling\n",
    "    if x < 0:\n        return -twice(-x)\n    return FACTOR * x\n",
)


def lesson(text: str):
    return parse(text, path="9_tiny/01_twice", file=Path("twice.py"))


def test_each_small_change_is_made_once():
    names = [mutant.name for mutant in mutants(lesson(SOURCE))]
    assert len(names) == len(set(names))
    assert "twice: twice: `if x < 0:` -> `if x <= 0:`" in names
    assert "twice: twice: `return FACTOR * x` -> `return None`" in names
    assert "twice: twice: `return FACTOR * x` -> `return FACTOR / x`" in names


def test_every_mutant_is_python_and_differs():
    for mutant in mutants(lesson(SOURCE)):
        compile(mutant.source, "<mutant>", "exec")
        assert "BEGIN" not in mutant.source


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("with lock:\n    n += 1", "`with lock:` -> `if True:`"),
        ("n = [a for a in b if a]", "`n = [a for a in b if a]` -> `n = [a for a in b]`"),
        ("queue.append(n)", "`queue.append(n)` -> `pass`"),
        ("if n:\n    m()", "`if n:` -> `pass`"),
        ("while not n:\n    n = m()", "`while not n:` -> `while n:`"),
        ("n = min(a, b)", "`n = min(a, b)` -> `n = max(a, b)`"),
        ("n = a and b", "`n = a and b` -> `n = a or b`"),
        ("n = a[-1]", "`n = a[-1]` -> `n = a[1]`"),
    ],
)
def test_the_kinds_of_change(source: str, change: str):
    assert change in [name.partition(": ")[2] for name, _ in mutation._mutated(source)]


def test_messages_and_annotations_are_left_alone():
    names = [name for name, _ in mutation._mutated("def f(n: int = 3):\n    raise ValueError('n' + str(n + 1))")]
    assert sorted(name.partition(": ")[2] for name in names) == [
        "`def f(n: int=3):` -> `def f(n: int=4):`",
        "`raise ValueError('n' + str(n + 1))` -> `pass`",
    ]


# All of the coding module must be on the page; of the others, what is there must be true.
MEASURED = [known for known in catalogue.lessons() if known.module == "2_coding" or known.id in mutation.recorded()]


@pytest.mark.parametrize("known", MEASURED, ids=lambda lesson: lesson.id)
def test_the_figures_are_those_of_the_solutions_as_they_are(known: Lesson):
    names = {mutant.name for mutant in mutants(known)}
    row = mutation.recorded().get(known.id)
    assert row, f"run `course mutate {known.id} --write`"
    tried, killed, same, unexplained = map(int, row.strip("| ").split(" | ")[1:])
    assert tried == len(names), f"its solutions have changed: run `course mutate {known.id} --write`"
    assert set(mutation.reasons(known)) <= names, "a reason for a mutant that there is not"
    assert tried == killed + same + unexplained
    assert killed >= 0.98 * (killed + unexplained)
    assert same <= len(mutation.reasons(known))


def test_a_figure_is_recorded_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page = tmp_path / "mutation.md"
    page.write_text("# Title\n\n| lesson | n |\n|---|---|\n| b/two | 1 | 1 | 0 | 0 |\n\nAfter.\n")
    monkeypatch.setattr(mutation, "PAGE", page)
    mutation.record(mutation.Survivors("a/one", 5, {"x": "same", "y": ""}))
    mutation.record(mutation.Survivors("b/two", 3, {}))
    assert page.read_text() == (
        "# Title\n\n| lesson | n |\n|---|---|\n| a/one | 5 | 3 | 1 | 1 |\n| b/two | 3 | 3 | 0 | 0 |\n\nAfter.\n"
    )
    assert list(mutation.recorded()) == ["a/one", "b/two"]


def test_a_weak_check_lets_mutants_live_and_a_reason_excuses_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mutation, "REASONS", tmp_path)
    tried = lesson(SOURCE)
    alive = survivors(tried)
    boundary = "twice: twice: `if x < 0:` -> `if x <= 0:`"
    assert boundary in alive.unexplained  # twice of 0 is 0 both ways
    assert "twice: twice: `return FACTOR * x` -> `return None`" not in alive.alive
    assert alive.killed_share < 1
    (tmp_path / "9_tiny").mkdir()
    (tmp_path / "9_tiny" / "01_twice.yaml").write_text(f'"{boundary}": twice of 0 is 0 both ways\n')
    excused = survivors(tried)
    assert boundary not in excused.unexplained
    assert excused.killed_share > alive.killed_share


def test_mutants_of_a_solution_that_fails_are_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mutation, "REASONS", tmp_path)
    with pytest.raises(CourseError, match="tiny/twice: its solution fails cases"):
        survivors(lesson(SOURCE.replace("return FACTOR * x", "return FACTOR * x + 1")))
