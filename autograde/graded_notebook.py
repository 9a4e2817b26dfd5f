"""The notebook that autograded/ gets: what was repaired, what came of it, nothing that a browser would run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograde import active_content
from autograde.job import JobResult
from autograde.notebook_json import text as multiline
from autograde.notebook_json import whole
from autograde.repair import Repaired, repair

STREAM_LINES = 1_000
TRACEBACK_LINES = 100
"""Both as nbgrader's LimitOutput has them by default."""
CUT = "... Output truncated ..."
CUT_TRACEBACK = "... Traceback truncated ..."
CLEANED_OUTPUTS = 20
"""Of one notebook; further active HTML is removed, which takes no time."""
CELLS_NAMED = 20
SIZE_KEYS = ("width", "height")


def graded_notebook(repaired: Repaired, result: JobResult) -> tuple[bytes, tuple[str, ...]]:
    """The .ipynb of a notebook that was run, and notes of what was made inert in it."""
    cells = []
    cleaned_outputs = 0
    cleaned: list[int] = []
    fenced: list[int] = []
    for index, cell in enumerate(repaired.notebook["cells"]):
        if cell["cell_type"] == "code" and (ran := result.cells.get(index)):
            outputs, count = _outputs(ran.outputs, CLEANED_OUTPUTS - cleaned_outputs)
            cell = {**cell, "execution_count": ran.execution_count, "outputs": outputs}
            cleaned_outputs += count
            cleaned += [index + 1] if count else []
        elif cell["cell_type"] == "markdown" and not _is_locked(cell):
            shown = active_content.markdown(cell["source"], cell.get("attachments", {}))
            fenced += [index + 1] if shown != cell["source"] else []
            cell = {**cell, "source": shown}
        cells.append(cell)
    notes = (
        *_note(cleaned, "outputs that hold something active or unknown; that was cleaned out."),
        *_note(fenced, "Markdown that holds something active or no such attachment; it is shown as it was typed."),
    )
    return _bytes({**repaired.notebook, "cells": cells}), notes


def refused_notebook(source: bytes, name: str, reason: str) -> bytes:
    """In place of one that could not be read: the assignment unanswered, so that a person has where to enter points, and the reason."""
    empty = repair(source, b'{"cells": []}', name).notebook
    told = f"**This notebook could not be read.**\n\n{active_content.markdown(reason, {})}\n\nThe file itself is in `submitted/`."
    note = {"cell_type": "markdown", "id": "refused", "metadata": {}, "source": told}
    return _bytes({**empty, "cells": [note, *empty["cells"]]})


def _note(cells: Sequence[int], what: str) -> tuple[str, ...]:
    if not cells:
        return ()
    named = ", ".join(map(str, cells[:CELLS_NAMED])) + (" and more" if len(cells) > CELLS_NAMED else "")
    return (f"Cells with {what} ({named})",)


def _is_locked(cell: Mapping[str, Any]) -> bool:
    """The instructor's own text, which is trusted."""
    own = cell["metadata"].get("nbgrader")
    return bool(own and own["locked"] and not own["solution"])


def _outputs(outputs: Iterable[Mapping[str, Any]], may_clean: int) -> tuple[list[dict[str, Any]], int]:
    """The outputs as nbformat has them, bounded, and in how many anything was cleaned or dropped; `may_clean` is their bound."""
    kept: list[dict[str, Any]] = []
    cleaned = 0
    lines = 0
    for output in outputs:
        if output.get("output_type") == "stream":
            text, lines = _stream(multiline(output.get("text")) or "", lines)
            if text is not None:
                kept.append(
                    {
                        "output_type": "stream",
                        "name": "stderr" if output.get("name") == "stderr" else "stdout",
                        "text": text,
                    }
                )
            continue
        good, changed = _result(output, cleaned < may_clean)
        cleaned += changed
        if good:
            kept.append(good)
    return kept, cleaned


def _stream(text: str, lines: int) -> tuple[str | None, int]:
    """The text cut to what is left of the cell's lines, and the lines so far; None when there were too many before."""
    if lines == STREAM_LINES:
        return None, lines
    split = text.split("\n")
    if len(split) + lines > STREAM_LINES:
        split = [*split[: STREAM_LINES - lines - 1], CUT]
    return "\n".join(split), lines + len(split)


def _result(output: Mapping[str, Any], may_clean: bool) -> tuple[dict[str, Any] | None, bool]:
    """Any other output; None for one that nbformat does not know."""
    kind = output.get("output_type")
    if kind == "error":
        return _error(output), False
    if kind not in ("execute_result", "display_data"):
        return None, True
    data, cleaned = active_content.bundle(output.get("data"), may_clean)
    made: dict[str, Any] = {"output_type": kind, "data": data, "metadata": _sizes(output.get("metadata"), data)}
    if kind == "execute_result":
        count = output.get("execution_count")
        made["execution_count"] = count if isinstance(count, int) and count >= 0 else None
    return made, cleaned


def _error(output: Mapping[str, Any]) -> dict[str, Any]:
    raw = output.get("traceback")
    traceback = [whole(line) for line in raw if isinstance(line, str)] if isinstance(raw, (list, tuple)) else []
    if len(traceback) > TRACEBACK_LINES:
        start = TRACEBACK_LINES // 2
        traceback = [*traceback[:start], CUT_TRACEBACK, *traceback[start + 1 - TRACEBACK_LINES :]]
    name, value = (whole(str(output.get(key, ""))) for key in ("ename", "evalue"))
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": traceback}


def _sizes(raw: object, data: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Of an output's metadata, the width and height of each image."""
    if not isinstance(raw, Mapping):
        return {}
    sizes = {
        kind: {key: size for key in SIZE_KEYS if isinstance(size := about.get(key), (int, float)) and 0 < size < 1e5}
        for kind in data
        if isinstance(about := raw.get(kind), Mapping)
    }
    return {kind: size for kind, size in sizes.items() if size}


def _bytes(notebook: Mapping[str, Any]) -> bytes:
    """JSON, a cell a line: Python indents it ten times more slowly."""
    cells = ",\n".join(json.dumps(cell, ensure_ascii=False, sort_keys=True) for cell in notebook["cells"])
    about = json.dumps(
        {key: value for key, value in notebook.items() if key != "cells"}, ensure_ascii=False, sort_keys=True
    )
    return f'{{"cells": [\n{cells}\n],\n{about[1:]}\n'.encode()
