"""Small notebooks, written as different programs lay them out."""

import json
from pathlib import Path

import nbformat

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def text(*sources: str) -> str:
    """A notebook of code cells; cell ids differ each time."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}))


def write(path: Path, *sources: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(*sources), encoding="utf-8")


def read(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def run_as_jupyterlab_does(path: Path) -> None:
    """Outputs and counts, another layout of the JSON, an empty cell at the end: what running all cells leaves."""
    notebook = json.loads(path.read_bytes())
    for number, cell in enumerate(notebook["cells"], 1):
        cell["execution_count"] = number
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["ran\n"]}]
        cell["source"] = "".join(cell["source"])
        cell["metadata"]["trusted"] = True
    empty = {"cell_type": "code", "id": "new", "metadata": {}, "source": [], "outputs": [], "execution_count": None}
    notebook["cells"].append(empty)
    path.write_text(json.dumps(notebook, indent=4))


def everything(root: Path) -> dict[str, bytes]:
    """Every file below `root` that a person sees."""
    files = (file for file in sorted(root.rglob("*")) if file.is_file())
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in files
        if ".keeper" not in file.parts and file.name != ".gitignore"
    }
