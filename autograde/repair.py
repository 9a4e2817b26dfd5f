"""A submitted notebook made whole by written rules: what is locked is the instructor's, what is an answer is the student's.

docs/engine.md has the rules as a table, one row for each.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograde import instructor, notebook_json
from autograde.cell_order import places
from autograde.errors import NotebookRefused
from autograde.instructor import InstructorNotebook, SourceCell
from autograde.intake import shown
from autograde.job import MIB

CELLS = 2_000
CELL_CHARACTERS = 1 * MIB
NOTES = 50
"""Of one notebook; a hostile one could earn one for every cell."""
MISSING_CODE = "# This answer is missing from the submission."
MISSING_TEXT = "This answer is missing from the submission."
NBFORMAT, NBFORMAT_MINOR = 4, 5
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
IMAGE_TYPE = re.compile(r"image/(png|jpeg|gif|webp|bmp)")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
ATTACHMENT_NAME = re.compile(r"[^\x00-\x1f\"'<>&`]{1,255}")
HIDDEN = re.compile(r"^.*BEGIN (?P<what>HIDDEN TESTS|MARK SCHEME).*\n(.*\n)*?.*END (?P=what).*\n?", re.MULTILINE)
"""What nbgrader cuts out of locked cells for the release."""


@dataclass(frozen=True)
class Repaired:
    """A notebook of nbformat 4.5, as JSON has it, without outputs; every grade_id of the instructor's stands in it once."""

    notebook: dict[str, Any]
    source: InstructorNotebook
    notes: tuple[str, ...] = ()
    """What was repaired, for people."""


@dataclass(eq=False)
class Cell:
    """A submitted cell with the little that is kept of it."""

    kind: str
    text: str
    claims: str | None = None
    """The grade_id that it came with, if the instructor's notebook has it."""
    grade_id: str | None = None
    """The grade_id that it has after the rules so far; one cell has it at most once they are through."""
    id: str | None = None
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Draft:
    """What the rules work on."""

    source: InstructorNotebook
    cells: list[Cell]
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        if len(self.notes) == NOTES:
            self.notes.append("There is more; only the first notes are shown.")
        elif len(self.notes) < NOTES:
            self.notes.append(text)

    def copies(self, id: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.claims == id]


Rule = Callable[[Draft], None]


def repair(source: bytes, submitted: bytes, name: str) -> Repaired:
    """The submitted notebook `name` against the instructor's; raises NotebookRefused, and SourceInvalid for the instructor's own."""
    whole = instructor.read(source, name)
    raw = notebook_json.read(submitted, f"{name}.ipynb")
    if len(raw["cells"]) > CELLS:
        raise NotebookRefused(
            f"{name}.ipynb has {len(raw['cells'])} cells, more than the {CELLS} that a notebook may have."
        )
    draft = Draft(whole, [])
    for number, cell in enumerate(raw["cells"], 1):
        _read_cell(draft, cell, number)
    for rule in RULES:
        rule(draft)
    return Repaired(_notebook(draft), whole, tuple(draft.notes))


def lost_names_are_found(draft: Draft) -> None:
    """A locked cell that lost its metadata, as by copying it into a new notebook, is known by its text."""
    claimed = {cell.claims for cell in draft.cells}
    nameless: dict[tuple[str, str], list[Cell]] = {}
    for cell in reversed(draft.cells):
        if cell.claims is None:
            nameless.setdefault((cell.kind, _words(cell.text)), []).append(cell)
    for id, own in draft.source.by_id.items():
        if id in claimed or own.grading is None or not own.grading.is_locked:
            continue
        released = _words(_released(own.text))
        if released and (found := nameless.get((own.kind, released))):
            found.pop().claims = id
            draft.note(f"The locked cell {id!r} had lost its name.")


def types_are_the_instructors(draft: Draft) -> None:
    """A code answer that was turned into Markdown runs all the same, as with nbgrader."""
    for cell in draft.cells:
        if cell.claims and cell.kind != (kind := draft.source.by_id[cell.claims].kind):
            draft.note(f"The cell {cell.claims!r} was {cell.kind}; it is {kind} again.")
            cell.kind = kind


def written_copies_are_joined(draft: Draft) -> None:
    """A text that was split, or copied and written on, is one text again, where its last copy stands."""
    for id, own in _answers(draft):
        copies = draft.copies(id)
        if own.kind == "code" or len(copies) < 2:
            continue
        texts = dict.fromkeys(copy.text for copy in copies if not _is_blank(copy, own)) or {copies[-1].text: None}
        last = copies[-1]
        last.text = "\n\n".join(texts)
        for copy in copies[:-1]:
            last.attachments = copy.attachments | last.attachments
        draft.cells = [cell for cell in draft.cells if cell not in copies[:-1]]
        draft.note(f"The answer {id!r} stood {len(copies)} times; its texts were joined.")


def the_last_answer_counts(draft: Draft) -> None:
    """Copies of a code answer all stay and run; the last that is not the untouched stub bears the grade_id."""
    for id, own in _answers(draft):
        copies = draft.copies(id)
        if len(copies) > 1:
            draft.note(f"The answer {id!r} stands {len(copies)} times; all of them run, and the last bears its name.")
        if copies:
            written = [copy for copy in copies if not _is_blank(copy, own)] or copies
            written[-1].grade_id = id


def missing_answers_are_marked(draft: Draft) -> None:
    """In place of an answer that was deleted stands a remark, behind the cell that precedes it in the instructor's notebook.

    Not the stub, which could undo an answer that stands in a cell without the name; nor the solution.
    """
    before: Cell | None = None
    for id, own in draft.source.by_id.items():
        copies = draft.copies(id)
        assert own.grading
        if not copies and not own.grading.is_locked:
            draft.note(f"The answer {id!r} was missing.")
            copies = [Cell(own.kind, MISSING_CODE if own.kind == "code" else MISSING_TEXT, id, id)]
            at = 0 if before is None else next(i for i, cell in enumerate(draft.cells) if cell is before) + 1
            draft.cells[at:at] = copies
        before = copies[-1] if copies else before


def locked_cells_are_the_instructors(draft: Draft) -> None:
    """Each locked cell once, with the instructor's text, in the instructor's order (see autograde.cell_order)."""
    kept: set[Cell] = set()
    locked: dict[int, list[Cell]] = {}
    for place in places(draft.cells, draft.source):
        own = draft.source.by_id[place.grade_id]
        copies = draft.copies(place.grade_id)
        if not copies:
            draft.note(f"The locked cell {place.grade_id!r} was missing; it was put back.")
        elif place.moved:
            draft.note(f"The locked cell {place.grade_id!r} was moved; it stands where the assignment has it.")
        cell = draft.cells[place.kept] if place.kept is not None else copies[-1] if copies else None
        if cell and not _same_text(cell.text, own.text):
            draft.note(f"The locked cell {place.grade_id!r} was altered; it is the instructor's again.")
        restored = Cell(own.kind, own.text, place.grade_id, place.grade_id, cell.id if cell else None)
        locked.setdefault(place.slot, []).append(restored)
        if cell:
            kept.add(cell)
    ordered: list[Cell] = []
    slot = 0
    for cell in draft.cells:
        own_cell = draft.source.by_id.get(cell.claims or "")
        if own_cell and own_cell.grading and own_cell.grading.is_locked:
            # What a student wrote into a copy is theirs, and runs as theirs; a mere copy is one too many.
            if cell not in kept and not _same_text(cell.text, own_cell.text):
                draft.note(f"A copy of the locked cell {cell.claims!r} is an ordinary cell.")
                ordered.append(Cell(cell.kind, cell.text, id=cell.id, attachments=cell.attachments))
            continue
        ordered += locked.get(slot, [])
        ordered.append(cell)
        slot += 1
    draft.cells = ordered + locked.get(slot, [])


RULES: tuple[Rule, ...] = (
    lost_names_are_found,  # first: the others look cells up by name
    types_are_the_instructors,  # before it is asked what kind of answer a cell is
    written_copies_are_joined,  # before the last copy is looked for
    the_last_answer_counts,
    missing_answers_are_marked,  # before the locked cells find their places among the answers
    locked_cells_are_the_instructors,
)


def _answers(draft: Draft) -> list[tuple[str, SourceCell]]:
    return [(id, cell) for id, cell in draft.source.by_id.items() if cell.grading and not cell.grading.is_locked]


def _is_blank(cell: Cell, own: SourceCell) -> bool:
    assert own.grading
    return not cell.text.strip() or own.grading.checksum(own.kind, cell.text) in own.blank_checksums


def _same_text(theirs: str, ours: str) -> bool:
    """Whether a locked cell is as it was released."""
    return theirs == ours or _words(theirs) == _words(_released(ours))


def _released(text: str) -> str:
    """A locked cell's text without what nbgrader hides."""
    return HIDDEN.sub("", text + "\n")


def _words(text: str) -> str:
    return " ".join(text.split())


def _read_cell(draft: Draft, raw: Any, number: int) -> None:
    """Append what is kept of a submitted cell: its type, its text, the grade_id that it claims, its images."""
    text = notebook_json.text(raw.get("source", "")) if isinstance(raw, dict) else None
    if text is not None:
        text = text.replace("\r\n", "\n")  # so that what was not touched is what was released
    if text is None:
        draft.note(f"Cell {number} holds no text; it was left out.")
        return
    kind = raw.get("cell_type")
    if kind not in notebook_json.CELL_TYPES:
        draft.note(f"Cell {number} is of the type {shown(str(kind))}, which nbformat does not know; it is a raw cell.")
        kind = "raw"
    if len(text) > CELL_CHARACTERS:
        draft.note(
            f"Cell {number} has {len(text)} characters, more than the {CELL_CHARACTERS} that a cell may have; it was emptied."
        )
        text = ""
    metadata = raw.get("metadata")
    own = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    claims = own.get("grade_id") if isinstance(own, dict) else None
    if isinstance(claims, str) and claims not in draft.source.by_id:
        draft.note(
            f"Cell {number} claims the grade_id {shown(claims)}, which the assignment does not have; it is an ordinary cell."
        )
    known = claims if isinstance(claims, str) and claims in draft.source.by_id else None
    id = raw.get("id")
    draft.cells.append(
        Cell(
            kind,
            text,
            known,
            None,
            id if isinstance(id, str) and CELL_ID.fullmatch(id) else None,
            _images(raw.get("attachments")) if kind != "code" else {},
        )
    )


def _images(raw: Any) -> dict[str, dict[str, str]]:
    """The attachments that are images and nothing else."""
    if not isinstance(raw, dict):
        return {}
    images: dict[str, dict[str, str]] = {}
    for name, bundle in raw.items():
        if not isinstance(bundle, dict) or not ATTACHMENT_NAME.fullmatch(notebook_json.whole(name)):
            continue
        good = {
            kind: data
            for kind, data in bundle.items()
            if IMAGE_TYPE.fullmatch(kind) and isinstance(data, str) and BASE64.fullmatch(data)
        }
        if good:
            images[notebook_json.whole(name)] = good
    return images


def _notebook(draft: Draft) -> dict[str, Any]:
    """nbformat's JSON: metadata are the instructor's alone."""
    taken: set[str] = set()
    cells = [_nbformat_cell(cell, draft.source.by_id.get(cell.grade_id or ""), taken) for cell in draft.cells]
    return {
        "cells": cells,
        "metadata": dict(draft.source.metadata),
        "nbformat": NBFORMAT,
        "nbformat_minor": NBFORMAT_MINOR,
    }


def _nbformat_cell(cell: Cell, own: SourceCell | None, taken: set[str]) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    attachments: Any = cell.attachments
    if own and own.grading:
        checksum = own.grading.checksum(cell.kind, cell.text)
        if not own.grading.is_locked and checksum not in own.blank_checksums:
            checksum = own.blank_checksums[
                0
            ]  # of what was released: nbgrader compares it, to tell whether there is an answer
        metadata = {**own.metadata, "nbgrader": own.grading.metadata(cell.kind, checksum)}
        if own.grading.is_locked:
            attachments = dict(own.attachments)
    id = cell.id
    if id is None or id in taken:
        id = next(name for number in range(len(taken), len(taken) * 2 + 2) if (name := f"cell-{number}") not in taken)
    taken.add(id)
    made: dict[str, Any] = {"cell_type": cell.kind, "id": id, "metadata": metadata, "source": cell.text}
    if cell.kind == "code":
        made |= {"execution_count": None, "outputs": []}
    elif attachments:
        made["attachments"] = attachments
    return made
