"""Running code as a notebook does: every cell in the one main namespace, under a file name of its own."""

import itertools
import linecache
from textwrap import indent
from typing import Any

from course.cases import Report

_count = itertools.count(1)


class Notebook:
    """Cells run with `run`; `report` runs a tests cell and gives what its last line shows."""

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {"__name__": "__main__"}

    def run(self, source: str) -> None:
        name = f"<cell {next(_count)}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        exec(compile(source, name, "exec"), self.namespace)

    def report(self, source: str, *, points: float = 4, hidden: bool = False) -> Report:
        made = f"Cases('box_tests', points={points}, hidden={hidden})"
        self.run(
            f"from course.cases import Cases\n\ndef cases(check):\n{indent(source, '    ')}\n\nreport = {made}.report(cases)\n"
        )
        report: Report = self.namespace["report"]
        return report
