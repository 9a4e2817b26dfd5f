"""Does a real kernel that nobody sits at show text, keep no widgets, and write nothing?"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

SOURCES = [
    'from course.parts import begin\nbegin("coding/lru_cache", minutes=45)',
    'from course.parts import help_with\nhelp_with("lru_core", hints=["Think."], tests=["lru_core"])',
]


def test_a_headless_run_in_a_workspace_shows_text_and_writes_nothing(workspace: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in SOURCES])
    NotebookClient(notebook, resources={"metadata": {"path": str(workspace)}}).execute()
    outputs = [output.data for cell in notebook.cells for output in cell.outputs]
    assert outputs == [
        {"text/plain": "Lesson coding/lru_cache: about 45 minutes."},
        {"text/plain": "Help with lru_core: 0 of 1 hints used."},
    ]
    assert "widgets" not in notebook.metadata
    assert {path.name for path in workspace.iterdir()} == {".keeper"}
