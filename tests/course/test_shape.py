"""Does advice on an answer's shape point at what a reviewer would, and leave good code alone?"""

import pytest

from course.parts.shape import shape
from course.shape import advice, statements, written

GOOD = '''
class Window:
    """Requests of the last `seconds`."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.times = []

    def add(self, now):
        while self.times and self.times[0] <= now - self.seconds:
            self.times.pop(0)
        self.times.append(now)
'''


def test_good_code_gets_no_remark():
    assert advice(GOOD, statements(GOOD)) == []


def test_docstrings_and_layout_do_not_count():
    assert statements(GOOD) == statements(GOOD.replace('    """Requests of the last `seconds`."""\n', "")) == 8


@pytest.mark.parametrize(
    ("source", "remark"),
    [
        ("def f():\n    used = 1\n    forgotten = 2\n    return used", "`forgotten`, line 3, is never used"),
        ("def f():\n    import os\n    return 1", "`os`, line 2, is never used"),
        ("def f():\n    return 1\n    print(2)", "Line 3 can never run"),
        ("def f(list):\n    return list[0]", "`list` hides Python's own"),
        ("def f(tmp):\n    return tmp", "`tmp` does not say what it holds"),
        ("def f(q):\n    return q", "`q` does not say"),
        ("def f(a1):\n" + "    a1 += 1\n" * 25, "`f` has 25 statements"),
        (
            "def f(rows):\n    for row in rows:\n        if row:\n            for n in row:\n                if n:\n                    return n",
            "`f` nests 4 blocks deep",
        ),
    ],
)
def test_what_a_reviewer_would_remark(source: str, remark: str):
    assert any(remark in each for each in advice(source, 100)), advice(source, 100)


def test_a_chain_of_elif_is_one_level():
    chain = "def f(n):\n    if n == 1:\n        return 1\n" + "".join(
        f"    elif n == {k}:\n        return {k}\n" for k in range(2, 9)
    )
    assert not any("deep" in remark for remark in advice(chain, 100))


def test_surplus_is_remarked_against_the_reference():
    assert any("8 statements; the reference has 4" in remark for remark in advice(GOOD, 4))
    assert advice(GOOD, 5) == []


def test_a_stub_is_not_judged():
    assert not written("def f():\n    raise NotImplementedError")
    assert written(GOOD)


def test_what_it_shows(monkeypatch: pytest.MonkeyPatch):
    import linecache

    def define(source: str) -> type:
        linecache.cache["<cell>"] = (len(source), None, source.splitlines(keepends=True), "<cell>")
        names: dict[str, type] = {}
        exec(compile(source, "<cell>", "exec"), names)
        return names["Window"]

    assert repr(shape(define(GOOD), statements=8)) == (
        "Shape of Window: 8 statements, the reference 8; nothing a reviewer would stumble over before reading it."
    )
    shown = shape(define(GOOD.replace("now", "q")), statements=8)
    assert "1 remark.\n- `q` does not say" in repr(shown)
    assert "Advice, not points" in shown._repr_markdown_()
    assert "not written yet" in repr(
        shape(define("class Window:\n    def f(self):\n        raise NotImplementedError"), statements=8)
    )
    assert "cannot be found" in repr(shape(int, statements=8))
