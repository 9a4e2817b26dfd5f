"""Ask stock nbgrader for the points of every parity case and write them into recorded.json.

`python -m tests.autograde.parity.record [CASE ...]` (all when none is named) takes a second or two a submission. What is recorded is
auto_score by case, submission and "notebook/grade_id"; null where nbgrader left the cell to a person.
"""

import json
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .text import Case, cases, dumped

HERE = Path(__file__).parent
RECORDED = HERE / "recorded.json"

Points = dict[str, float | None]


def record(name: str) -> dict[str, Points]:
    """Stock nbgrader's points of that case, by submission."""
    case = next(case for case in cases(HERE / "cases") if case.name == name)
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        return _graded(Path(folder), case)


def _graded(course: Path, case: Case) -> dict[str, Points]:
    import nbgrader.api
    from traitlets.config import Config

    # It runs the program `alembic` for two seconds to learn what to write down for a later upgrade.
    nbgrader.api.get_alembic_version = lambda: ""
    _lay_out(course, case)
    config = Config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.db_url = f"sqlite:///{course}/gradebook.db"
    config.ExecutePreprocessor.timeout = 20
    config.ExecutePreprocessor.interrupt_on_timeout = True
    config.ExecutePreprocessor.extra_arguments = ["--log-level=ERROR"]
    os.chdir(course)
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    made = api.generate_assignment(case.name)
    if not made["success"]:
        raise SystemExit(f"{case.name}: nbgrader cannot generate it:\n{made['log'][-2000:]}")
    found: dict[str, Points] = {}
    for sent in case.submissions:
        graded = api.autograde(case.name, sent.name)
        if not graded["success"]:
            raise SystemExit(f"{case.name}/{sent.name}: nbgrader could not grade it:\n{graded['log'][-1500:]}")
        with api.gradebook as gradebook:
            submission = gradebook.find_submission(case.name, sent.name)
            found[sent.name] = {
                f"{notebook.name}/{grade.name}": grade.auto_score
                for notebook in submission.notebooks
                for grade in sorted(notebook.grades, key=lambda grade: grade.name)
            }
    return found


def _lay_out(course: Path, case: Case) -> None:
    for name, notebook in case.source().items():
        _write(course / "source" / case.name / f"{name}.ipynb", dumped(notebook))
    for path, content in case.files.items():
        _write(course / "source" / case.name / path, content)
    for sent in case.submissions:
        folder = course / "submitted" / sent.name / case.name
        notebooks, files = case.submitted(sent)
        for name, notebook in notebooks.items():
            _write(folder / f"{name}.ipynb", dumped(notebook))
        for path, content in files.items():
            _write(folder / path, content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def main(names: list[str]) -> None:
    """Record the named cases, or all."""
    known = json.loads(RECORDED.read_text()) if names and RECORDED.exists() else {}
    wanted = names or [case.name for case in cases(HERE / "cases")]
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        for name, points in zip(wanted, pool.map(record, wanted), strict=True):
            known[name] = points
            RECORDED.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
