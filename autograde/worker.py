"""What a worker does: hold one warm engine and grade the submissions that it is given. It reads no course and writes nothing."""

import hashlib
import importlib.util
import json
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograde.errors import AutogradeError, RunError
from autograde.grading import Graded, Runner, Settings, Source, Submission
from autograde.nbgrader_cell import grading

IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+(\w[\w.]*)[ \t]+import\b|import[ \t]+(\w[\w., \t]*))", re.MULTILINE)
PRANKS = frozenset({"antigravity", "this"})
"""Modules whose import does something that is seen."""


@dataclass(frozen=True)
class Bundle:
    """What is the same for all submissions of a run; `digest` names it."""

    digest: str
    source: Source
    settings: Settings


@dataclass(frozen=True)
class Outcome:
    """A graded submission, and which answers in it are still the released stub (grade_ids by notebook)."""

    graded: Graded
    unanswered: Mapping[str, frozenset[str]] = field(default_factory=dict)


_bundles: dict[str, Bundle] = {}
_held = threading.local()


@lru_cache
def version() -> str:
    """What grades here: the code of this package, and the interpreter. Another one may give other results."""
    code = hashlib.sha256()
    folder = Path(__file__).parent
    for file in sorted(folder.rglob("*.py")):
        code.update(f"{file.relative_to(folder).as_posix()} ".encode() + file.read_bytes())
    return f"{code.hexdigest()} {sys.version}"


def load(bundle: Bundle) -> None:
    """Take the run's bundle, and warm up. Raises what opening the engine raises."""
    _bundles.clear()
    _bundles[bundle.digest] = bundle
    _runner(bundle)


def grade_loaded(digest: str, submission: Submission) -> Outcome:
    """Grade against the bundle that was loaded before."""
    return grade(_bundles[digest], submission)


def grade(bundle: Bundle, submission: Submission) -> Outcome:
    """Grade one submission; what went wrong with it is in the outcome. Raises RunError where this machine cannot grade."""
    from autograde.grade import grade as grade_submission

    graded = grade_submission(bundle.source, submission, bundle.settings, _runner(bundle))
    return Outcome(
        graded, {notebook.name: unanswered(notebook.notebook) for notebook in graded.notebooks if not notebook.missing}
    )


def unanswered(notebook: bytes) -> frozenset[str]:
    """The grade_ids of answers that a student left as they were released: nbgrader's rule for "No response."."""
    found = set()
    for place, cell in enumerate(json.loads(notebook)["cells"]):
        kind, text, metadata = cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("nbgrader")
        own = grading(metadata, kind, f"cell {place}")
        if own is not None and own.solution and own.checksum(kind, text) == metadata.get("checksum"):
            found.add(own.grade_id)
    return frozenset(found)


def _runner(bundle: Bundle) -> Runner:
    """This thread's engine, warm for `bundle`."""
    if getattr(_held, "digest", None) != bundle.digest:
        close()
        from autograde.engine import Engine

        stack = ExitStack()
        try:
            runner = stack.enter_context(Engine(preload(bundle.source), unconfined=bundle.settings.unconfined))
        except AutogradeError as error:
            raise RunError(str(error)) from error
        _held.runner, _held.digest, _held.stack = runner, bundle.digest, stack
    held: Runner = _held.runner
    return held


def close() -> None:
    """Let this thread's engine go."""
    if getattr(_held, "digest", None) is not None:
        _held.digest = None
        _held.stack.close()


def preload(source: Source) -> tuple[str, ...]:
    """The modules that the instructor's notebooks import: the template process imports them once, and students may read them.

    Not those beside the notebooks: each job has its own copy of these.
    """
    beside = {path.split("/")[0].removesuffix(".py") for path in source.files}
    names = {name for notebook in source.notebooks.values() for name in _imported(json.loads(notebook)["cells"])}
    return tuple(sorted(name for name in names if name.split(".")[0] not in beside and _installed(name.split(".")[0])))


def _imported(cells: list[dict[str, Any]]) -> Iterator[str]:
    """What the code cells import, as far as it stands at the beginning of a line; magics are no Python, so nothing is parsed."""
    for cell in cells:
        if cell["cell_type"] == "code":
            for origin, names in IMPORT.findall("".join(cell["source"])):
                for name in [origin] if origin else names.split(","):
                    yield name.split(" as ")[0].strip()


def _installed(package: str) -> bool:
    return package not in PRANKS and importlib.util.find_spec(package) is not None
