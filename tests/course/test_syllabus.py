"""Is docs/syllabus.md read as it is meant?"""

import pytest
from click.testing import CliRunner

from course import catalogue, syllabus
from course.commands.coverage import command


def test_each_row_is_read_once_in_the_documents_order():
    rows = list(syllabus.rows())
    assert len(rows) == 400 + 40  # the counts that the document states: rows of the sources, public facts
    assert rows[:2] == ["CODE-01", "CODE-02"]


def test_a_row_keeps_its_own_text_where_the_checks_name_it_again():
    assert syllabus.rows()["CODE-02"].text.startswith("Least-recently-used cache")


def test_coverage_names_the_lessons_of_a_row_and_the_rows_without(monkeypatch: pytest.MonkeyPatch):
    only = catalogue.find("coding/lru_cache")
    monkeypatch.setattr(catalogue, "lessons", lambda *_: [only])
    lines = CliRunner().invoke(command).output.split("\n")
    assert "  CODE-02  coding/lru_cache" in lines
    assert any(line.startswith("  not yet: CODE-01") for line in lines)
