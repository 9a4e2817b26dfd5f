"""What is left of home's widget when JupyterLab has stopped."""

import json
from pathlib import Path

import pytest

from course.home.live import forget
from course.parts.saving import VIEW
from course.workspace.notebooks import digest


def test_the_page_stays_and_the_widget_goes(tmp_path: Path):
    notebook = tmp_path / "01_home.ipynb"
    data = {VIEW: {"model_id": "x"}, "text/html": "<p>Übung", "text/plain": "x"}
    cells = [
        {"cell_type": "markdown", "source": "# Keeper"},
        {"cell_type": "code", "source": "home()", "outputs": [{"output_type": "execute_result", "data": data}]},
    ]
    notebook.write_text(json.dumps({"cells": cells}))
    before = digest(notebook)
    forget(notebook)
    [output] = json.loads(notebook.read_bytes())["cells"][1]["outputs"]
    assert output["data"] == {"text/html": "<p>Übung", "text/plain": "x"}
    assert digest(notebook) == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"cells": [3]}', b'{"cells": [{"cell_type": "markdown"}]}'])
def test_what_it_does_not_know_it_leaves_alone(tmp_path: Path, content: bytes):
    notebook = tmp_path / "01_home.ipynb"
    notebook.write_bytes(content)
    forget(notebook)
    assert notebook.read_bytes() == content
