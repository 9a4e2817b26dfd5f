"""What a worker makes of the bundle that it is given."""

import pytest

from autograde.grading import Source
from autograde.worker import preload, unanswered

from .conftest import SOLUTION, cell, doubling, notebook


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("import json", ("json",)),
        ("import json, math as m", ("json", "math")),
        ("if True:\n    from json.decoder import JSONDecoder", ("json.decoder",)),
        ("%matplotlib inline\n!ls\nimport json", ("json",)),
        ("import no_such_module, helper", ()),
        ("import this", ()),
        ("text = 'no import json here'", ()),
        ("from . import json", ()),
    ],
)
def test_the_engine_is_warmed_with_the_installed_modules_that_the_notebooks_import(
    code: str, modules: tuple[str, ...]
) -> None:
    source = Source("a", {"n": notebook(cell("code", code)).encode()}, {"helper.py": b"", "data/x.csv": b""})
    assert preload(source) == modules


def test_an_answer_is_unanswered_while_its_text_is_the_released_one() -> None:
    import json

    content = json.loads(doubling(SOLUTION))
    stub = content["cells"][2]
    stub["metadata"]["nbgrader"]["checksum"] = "f3b16e9ee5cd2a3d5a2d0f0a8a6a0a5b"
    assert unanswered(json.dumps(content).encode()) == frozenset()
