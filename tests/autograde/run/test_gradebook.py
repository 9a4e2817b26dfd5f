"""Our picture of nbgrader's gradebook, against nbgrader itself."""

import json
import subprocess
import sys

import pytest

from autograde import gradebook_tables
from autograde.lateness import utc

pytestmark = pytest.mark.xdist_group("gradebook")  # what its module sets up, once

SCHEMA = """
import json
from nbgrader.api import Base
print(json.dumps({table.name: {column.name: type(column.type).__name__ for column in table.columns} for table in Base.metadata.tables.values()}))
"""
TIMES = """
import json, sys
from nbgrader.utils import parse_utc
print(json.dumps([str(parse_utc(text)) for text in json.load(sys.stdin)]))
"""
EXAMPLES = [
    "2015-02-02 15:58:23.948203 UTC",
    "2030-01-14 09:30:00 UTC",
    "2030-01-14 09:30:00",
    "2030-01-14T09:30:00+02:00",
    "2030-01-14 09:30:00 +02:00",
    "2030-01-14 09:30:00 America/New_York",
    "2030-07-14 09:30:00 Europe/Berlin",
    "2030-01-14 09:30:00 -0800",
    "2030-01-14 09:30:00 PST8PDT",
    "Jan 14 2030 9:30pm",
]


def ask(program: str, stdin: str = "") -> object:
    """What nbgrader says, in a process of its own: it brings warnings with it."""
    done = subprocess.run([sys.executable, "-c", program], input=stdin, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_tables_have_the_columns_and_types_of_nbgraders() -> None:
    theirs = ask(SCHEMA)
    assert isinstance(theirs, dict)
    for table in gradebook_tables.ALL:
        ours = {column.name: type(column.type).__name__ for column in table.columns}
        known = {name: kind.replace("Enum", "String") for name, kind in theirs[table.name].items()}
        assert ours.items() <= known.items()


@pytest.fixture(scope="module")
def times() -> object:
    return ask(TIMES, json.dumps(EXAMPLES))


@pytest.mark.parametrize("place", range(len(EXAMPLES)), ids=EXAMPLES)
def test_a_time_is_read_as_nbgrader_reads_it(times: list[str], place: int) -> None:
    assert str(utc(EXAMPLES[place])) == times[place]
