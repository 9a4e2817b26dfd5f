"""The instructor's notebook: what a submission is compared with, and where its locked cells come from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from autograde import notebook_json
from autograde.errors import NotebookRefused, SourceInvalid
from autograde.nbgrader_cell import Grading, grading

CODE_STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")
TEXT_STUB = ("YOUR ANSWER HERE",)
CHECKSUM = re.compile(r"[0-9a-f]{32}")
LANGUAGE = "python"
NOTEBOOKS_KEPT = 64
"""Of an assignment's notebooks, parsed: they are the same for every submission."""


@dataclass(frozen=True)
class SourceCell:
    """One cell of the instructor's notebook."""

    kind: str
    text: str
    grading: Grading | None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)
    recorded_checksum: str | None = None
    """As nbgrader wrote it down at the release, when it stands in the metadata."""

    @property
    def stub(self) -> str:
        """What nbgrader releases in place of this answer by its default configuration; never a line of the solution."""
        return _stub(self.kind, self.text)

    @property
    def blank_checksums(self) -> tuple[str, ...]:
        """Of this answer as it was released: a cell that has one of them was never answered."""
        assert self.grading is not None
        computed = self.grading.checksum(self.kind, self.stub)
        return (self.recorded_checksum, computed) if self.recorded_checksum else (computed,)


@dataclass(frozen=True)
class InstructorNotebook:
    """The cells in order; `by_id` are those that nbgrader knows, in order too."""

    name: str
    metadata: Mapping[str, Any]
    cells: tuple[SourceCell, ...]
    by_id: Mapping[str, SourceCell]


@lru_cache(NOTEBOOKS_KEPT)
def read(content: bytes, name: str) -> InstructorNotebook:
    """The instructor's notebook `name`; raises SourceInvalid."""
    try:
        raw = notebook_json.read(content, f"The instructor's notebook {name}")
    except NotebookRefused as error:
        raise SourceInvalid(str(error)) from error
    cells = tuple(
        _cell(cell, f"Cell {number} of the instructor's notebook {name}") for number, cell in enumerate(raw["cells"], 1)
    )
    by_id: dict[str, SourceCell] = {}
    for cell in cells:
        if cell.grading:
            if cell.grading.grade_id in by_id:
                raise SourceInvalid(
                    f"The instructor's notebook {name} has two cells {cell.grading.grade_id!r}; rename one."
                )
            by_id[cell.grading.grade_id] = cell
    return InstructorNotebook(
        name, MappingProxyType(_metadata(raw.get("metadata"), name)), cells, MappingProxyType(by_id)
    )


def _cell(raw: Any, where: str) -> SourceCell:
    kind, text = (
        (raw.get("cell_type"), notebook_json.text(raw.get("source"))) if isinstance(raw, dict) else (None, None)
    )
    if kind not in notebook_json.CELL_TYPES or text is None:
        raise SourceInvalid(f"{where} is none that nbformat knows; open the notebook in JupyterLab and save it again.")
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    own = metadata.get("nbgrader")
    recorded = own.get("checksum") if isinstance(own, dict) else None
    return SourceCell(
        kind,
        text,
        grading(own, kind, where),
        {name: value for name, value in metadata.items() if name != "nbgrader"},
        attachments if isinstance(attachments := raw.get("attachments"), dict) else {},
        recorded if isinstance(recorded, str) and CHECKSUM.fullmatch(recorded) else None,
    )


def _metadata(raw: Any, name: str) -> dict[str, Any]:
    """The notebook's own: its kernel and its language, which has to be Python."""
    metadata = raw if isinstance(raw, dict) else {}
    kept = {key: value for key in ("kernelspec", "language_info") if isinstance(value := metadata.get(key), dict)}
    kernel, info = kept.get("kernelspec", {}), kept.get("language_info", {})
    language = kernel.get("language", info.get("name", LANGUAGE))
    if str(language).lower() != LANGUAGE:
        raise SourceInvalid(f"The instructor's notebook {name} is in {language}; only Python can be graded here.")
    if not isinstance(kernel.get("name"), str) or not isinstance(kernel.get("display_name"), str):
        kept["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": LANGUAGE}
    if not isinstance(info.get("name"), str):
        kept.pop("language_info", None)
    return kept


def _stub(kind: str, text: str) -> str:
    """nbgrader.preprocessors.ClearSolutions with its default configuration."""
    stub = CODE_STUB if kind == "code" else TEXT_STUB
    lines: list[str] = []
    inside = replaced = False
    for line in text.split("\n"):
        if "BEGIN SOLUTION" in line:
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + stubbed for stubbed in stub]
            inside = replaced = True
        elif "END SOLUTION" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines if replaced else stub)
