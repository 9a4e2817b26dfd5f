"""Do the commands that the documents show work as written?"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.catalogue import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a contributor's commands touch."""
    for name in ("course", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "source" / "2_coding").mkdir(parents=True)
    return tmp_path


def console(document: str, heading: str) -> list[str]:
    """The commands of the first console block below that heading."""
    section = (ROOT / document).read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    block = re.search(r"```console\n(.*?)```", section, re.DOTALL)
    assert block
    return [line.removeprefix("$ ") for line in block[1].splitlines()]


def test_a_lesson_is_added_as_contributing_says(checkout: Path):
    commands = console("CONTRIBUTING.md", "Add a lesson")
    assert len(commands) < 10
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    statuses = []
    for command in commands:
        line = (
            command.replace("course ", f"{sys.executable} -m course ", 1) if command.startswith("course ") else command
        )
        done = subprocess.run(line.split(), cwd=checkout, env=environment, capture_output=True, text=True, check=False)
        statuses.append(done.returncode)
        last = done.stdout + done.stderr
    assert statuses == [0, 1, 0, 0], last
    assert "no findings" in last
    assert (checkout / "release/2_coding/90_duration.ipynb").exists()


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", *(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))]
)
def test_links_between_documents_resolve(document: str):
    file = ROOT / document
    for target in re.findall(r"\]\(([^)#\s]+)", file.read_text()):
        assert "://" in target or (file.parent / target).exists(), f"{document}: {target} leads nowhere"


def test_lock_file_is_hashed_and_names_no_host():
    text = (ROOT / "requirements.lock").read_text()
    assert "http://" not in text
    assert "https://" not in text
    assert all("--hash=" in entry for entry in re.split(r"\n(?=\S)", text.strip()))
