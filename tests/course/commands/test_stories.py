"""Does `course stories` show what is covered and find a story, and fail where a file can't be read?"""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course.cli import main

BANK = Path(__file__).parents[1] / "stories" / "bank"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / ".keeper").mkdir()
    (tmp_path / ".keeper" / "workspace.json").write_text("{}")
    shutil.copytree(BANK, tmp_path / "stories")
    return tmp_path


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["stories", *arguments, "--workspace", str(workspace)])


def test_it_shows_what_is_covered(workspace: Path) -> None:
    done = run(workspace)
    assert done.exit_code == 0
    assert "10 stories, more than the 6 to 8" in done.stdout
    assert "The night search returned nothing\n  Never rehearsed aloud." in done.stdout


def test_it_finds_a_story_and_says_why(workspace: Path) -> None:
    done = run(workspace, "When", "was", "the", "last", "outage?")
    assert done.exit_code == 0
    assert done.stdout.startswith("1. The night search returned nothing\n   ")
    found = json.loads(run(workspace, "an outage", "--json").stdout)
    assert found["matches"][0]["id"] == "search-outage"


def test_a_file_that_cannot_be_read_is_named(workspace: Path) -> None:
    (workspace / "stories" / "bad.md").write_text("---\n[\n---\n")
    done = run(workspace, "--json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert "stories/bad.md cannot be read" in problem
    assert (workspace / "stories" / "bad.md.unreadable").exists()
