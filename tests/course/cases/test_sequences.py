"""Do drawn cases find the fault, shrink it, and say the same each time?"""

import importlib
from pathlib import Path

import pytest
from hypothesis import strategies as st

from course.cases.sequences import law

from .cells import Notebook

STACK = """
class Stack:
    def __init__(self, limit):
        self.items, self.limit = [], limit

    def push(self, item):
        if len(self.items) == self.limit:
            raise OverflowError("full")
        self.items.append(item)

    def pop(self):
        return self.items.pop()
"""

MODEL = """
from hypothesis import strategies as st

class Plain:
    def __init__(self, limit):
        self.limit, self.items = limit, ()
    def push(self, item):
        if len(self.items) >= self.limit: raise OverflowError
        self.items += (item,)
    def pop(self):
        *rest, last = self.items or [].pop()
        self.items = tuple(rest)
        return last

check.model(
    "answers as a plain model does",
    subject=lambda limit: Stack(limit),
    model=Plain,
    given={"limit": st.integers(1, 3)},
    calls={"push": [st.integers(0, 9)], "pop": []},
)
"""


def message(stack: str, case: str = MODEL) -> str:
    nb = Notebook()
    nb.run(stack)
    return nb.report(case).results[0].message or ""


def test_an_agreeing_subject_passes_also_where_both_raise():
    assert message(STACK) == ""


def test_the_first_difference_is_reported_as_the_shortest_script():
    assert message(STACK.replace("self.items.pop()", "self.items.pop(0)")) == (
        "stack = Stack(limit=2)\nstack.push(0)\nstack.push(1)\nstack.pop()   # expected 1, got 0"
    )


def test_an_unexpected_error_comes_with_the_script_and_the_line():
    found = message(STACK.replace("self.items.append(item)", "self.items.append(item if item != 3 else 1 // 0)"))
    assert "stack.push(3)   # expected None" in found
    assert "ZeroDivisionError" in found
    assert "in push(), line 9 of your cell" in found


def test_a_missing_error_is_a_difference():
    found = message(STACK.replace("== self.limit", "== 99"))
    assert found.endswith("# expected OverflowError, got None")


def test_another_error_than_the_models_is_a_difference():
    assert "expected OverflowError" in message(STACK.replace('OverflowError("full")', 'KeyError("full")'))


def test_an_unwritten_method_is_called_that():
    assert "Not written yet, in pop(), line" in message(
        STACK.replace("return self.items.pop()", "raise NotImplementedError")
    )


def test_the_same_answer_gets_the_same_report():
    broken = STACK.replace("self.items.pop()", "self.items.pop(0)")
    assert message(broken) == message(broken)


def test_modules_that_happen_to_be_loaded_change_no_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def examples() -> list[str]:
        seen: list[str] = []
        law(lambda text: seen.append(text), {"text": st.text()}, examples=300)()
        return seen

    before = examples()
    (tmp_path / "ones_own_module.py").write_text("WORDS = [" + ", ".join(f'"constant {n}"' for n in range(50)) + "]\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("ones_own_module")
    assert examples() == before


def test_an_answer_that_varies_is_told_so():
    varying = "import itertools\ncount = itertools.count()\n" + STACK.replace(
        "self.items.pop()", "self.items.pop() + (next(count) > 20)"
    )
    assert message(varying) != ""


def test_an_invariant_is_checked_after_each_call():
    case = MODEL.replace(
        '"pop": []},',
        '"pop": []}, invariant=lambda stack, model: check.that(len(stack.items) < 2, "two items at once"),',
    )
    found = message(STACK, case)
    assert found.startswith("stack = Stack(limit=2)\nstack.push(")
    assert found.endswith("two items at once")


def test_a_law_shows_the_smallest_arguments_that_break_it():
    nb = Notebook()
    nb.run("def sort(items):\n    return sorted(set(items))\n")
    law = (
        "from hypothesis import strategies as st\n"
        "@check.law('keeps every item', items=st.lists(st.integers()))\n"
        "def keeps(items):\n    check.equal(len(sort(items)), len(items), after=f'sort({items})')\n"
    )
    assert nb.report(law).results[0].message == "With items = [0, 0]: After sort([0, 0]): expected 2, got 1."


@pytest.mark.parametrize("error", ["SystemExit", "KeyboardInterrupt"])
def test_leaving_from_a_drawn_case_does_not_end_the_others(error: str):
    if error == "KeyboardInterrupt":
        with pytest.raises(KeyboardInterrupt):
            message(STACK.replace("return self.items.pop()", f"raise {error}"))
    else:
        assert "SystemExit" in message(STACK.replace("return self.items.pop()", f"raise {error}"))
