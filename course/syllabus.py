"""The list of everything the course has to teach: docs/syllabus.md, a table row each."""

import functools
import re
from dataclasses import dataclass

from course.catalogue import ROOT

FILE = ROOT / "docs" / "syllabus.md"
ROW = re.compile(r"^\| (?P<id>(?P<category>[A-Z]+)-\d+) \| (?P<text>.*?) \|")


@dataclass(frozen=True)
class Row:
    """One thing to teach, as "CODE-02" of category "CODE"."""

    id: str
    category: str
    text: str


@functools.cache
def rows() -> dict[str, Row]:
    """Every row by its id."""
    lines = FILE.read_text(encoding="utf-8").split("\n")
    found: dict[str, Row] = {}
    for line in lines:
        if match := ROW.match(line):
            # The table of checks names the same ids again; the first mention is the row itself.
            found.setdefault(match["id"], Row(**match.groupdict()))
    return found
