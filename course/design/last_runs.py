"""What the last run of a design file measured, by scenario, kept beside it: `.mine.runs.json` for mine.py."""

import json
from pathlib import Path
from typing import Any

from course.design.report import Before
from course.files import write_atomic


class LastRuns:
    """The runs of one file. A damaged or unwritable file of runs is no matter: then there is nothing to compare with."""

    def __init__(self, file: Path) -> None:
        self.path = file.with_name(f".{file.stem}.runs.json")

    def before(self, scenario: str) -> Before | None:
        """The last run under that scenario, if there is one."""
        return Before.from_dict(self._all().get(scenario))

    def keep(self, scenario: str, kept: dict[str, Any]) -> None:
        """Put Review.kept() in the place of the run before."""
        try:
            write_atomic(self.path, json.dumps({**self._all(), scenario: kept}))
        except OSError:
            return  # a folder that one may only read

    def _all(self) -> dict[str, Any]:
        try:
            runs = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return runs if isinstance(runs, dict) else {}
