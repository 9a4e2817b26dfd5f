"""Is an edit told from all that JupyterLab does to a notebook by itself?"""

import json
from pathlib import Path

import nbformat
import pytest

from course.errors import DamagedFile
from course.workspace.notebooks import digest

from .files import run_as_jupyterlab_does, write


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "03_lru_cache.ipynb"
    write(path, "one = 1", "two = 2\nthree = 3")
    return path


def test_running_is_no_edit(notebook: Path):
    before = digest(notebook)
    run_as_jupyterlab_does(notebook)
    assert digest(notebook) == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda nb: nb.cells[0].update(source="one = 1 "),
        lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("a note")),
        lambda nb: nb.cells.pop(),
        lambda nb: nb.cells.reverse(),
        lambda nb: nb.cells[0].update(cell_type="markdown"),
        lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("", attachments={"a.png": {"image/png": "eA=="}})),
    ],
    ids=["a space", "a cell more", "a cell less", "another order", "another kind", "a picture"],
)
def test_what_a_person_does_is_an_edit(notebook: Path, edit):
    before = digest(notebook)
    content = nbformat.read(notebook, as_version=4)
    edit(content)
    notebook.write_text(json.dumps(content))
    assert digest(notebook) != before


def test_new_grading_metadata_makes_a_new_version(notebook: Path):
    before = digest(notebook)
    content = nbformat.read(notebook, as_version=4)
    content.cells[0].metadata["nbgrader"] = {"points": 3}
    nbformat.write(content, notebook)
    assert digest(notebook) != before


def test_no_file_has_no_digest(tmp_path: Path):
    assert digest(tmp_path / "none.ipynb") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"cells": 3}',
        b'{"cells": [3]}',
        b'{"cells": [{}]}',
        b'{"cells": [{"cell_type": "code", "source": [1]}]}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
def test_a_damaged_notebook_is_named_with_the_way_out(notebook: Path, content: bytes):
    notebook.write_bytes(content)
    with pytest.raises(DamagedFile, match=r"03_lru_cache.ipynb cannot be read .* `course reset 03_lru_cache`"):
        digest(notebook)


def test_a_folder_in_a_notebooks_place_is_damage(tmp_path: Path):
    (tmp_path / "a.ipynb").mkdir()
    with pytest.raises(DamagedFile, match="is a folder"):
        digest(tmp_path / "a.ipynb")


def test_other_files_are_compared_byte_for_byte(tmp_path: Path):
    file = tmp_path / "data.csv"
    file.write_text("a,b\n")
    before = digest(file)
    file.write_text("a,b")
    assert digest(file) != before
