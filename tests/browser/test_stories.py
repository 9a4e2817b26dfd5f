"""The story editor, the coverage map, search and the examiner, as a learner meets them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Lab, Notebook

pytestmark = pytest.mark.xdist_group("browser")

BANK, COVERAGE, SEARCH, EXAMINER = range(4)
CELLS = [
    f"from course.parts import {name}\n{name}()"
    for name in ("story_bank", "story_coverage", "story_search", "examiner")
]
OUTAGE = """---
title: The night search returned nothing
themes: [incident response]
note: mine  # a comment
---
## Situation
Half of our search requests came back empty.
"""

WriteNotebook = Callable[[Path, list[str]], None]


@pytest.fixture
def notebook(lab: Lab, write_notebook: WriteNotebook, tmp_path: Path) -> Notebook:
    root = lab.root / tmp_path.name
    (root / ".keeper").mkdir(parents=True)
    (root / ".keeper" / "workspace.json").write_text("{}")
    (root / "stories").mkdir()
    (root / "stories" / "outage.md").write_text(OUTAGE)
    (root / "stories" / "broken.md").write_text("---\ntitle: [\n---\n")
    write_notebook(root / "1_culture" / "06_story_bank.ipynb", CELLS)
    return lab.open(f"{tmp_path.name}/1_culture/06_story_bank.ipynb")


def test_a_story_is_written_saved_and_on_the_map(lab: Lab, notebook: Notebook, tmp_path: Path) -> None:
    stories = lab.root / tmp_path.name / "stories"
    bank, coverage = notebook.run(BANK), notebook.run(COVERAGE)
    expect(bank).to_contain_text("broken.md cannot be read")
    expect(coverage).to_contain_text("No story for conflict")
    bank.get_by_role("button", name="New story").click()
    bank.get_by_role("textbox", name="Title").fill("My manager wanted shards")
    bank.get_by_role("button", name="Conflict").click()
    bank.get_by_role("button", name="Courage").click()
    bank.get_by_role("textbox", name="Situation").fill("He had promised it.")
    expect(bank).to_contain_text("Saved as stories/my-manager-wanted-shards.md")
    assert "He had promised it." in (stories / "my-manager-wanted-shards.md").read_text()
    notebook.save()
    assert "promised" not in (stories.parent / "1_culture" / "06_story_bank.ipynb").read_text()
    row = coverage.get_by_role("row", name="Conflict")
    expect(row).to_contain_text("first: My manager wanted shards")

    # On to another story before the last words are saved: they belong to the first.
    bank.get_by_role("textbox", name="Task").fill("Mine to lead.")
    bank.get_by_role("button", name="New story").click()
    expect(bank.get_by_role("textbox", name="Title")).to_have_value("")
    bank.get_by_role("textbox", name="Title").fill("Amara")
    expect(bank).to_contain_text("Saved as stories/amara.md")
    assert "Mine to lead." in (stories / "my-manager-wanted-shards.md").read_text()
    assert "Mine to lead." not in (stories / "amara.md").read_text()

    # Another editor changes the open story, and the learner goes on here: both are kept.
    bank.get_by_role("button", name="The night search").click()
    expect(bank.get_by_role("textbox", name="Title")).to_have_value("The night search returned nothing")
    (stories / "outage.md").write_text(OUTAGE.replace("Half", "All"))
    bank.get_by_role("textbox", name="Result").fill("Whole again after 41 minutes.")
    expect(bank).to_contain_text("outage.md was changed elsewhere")
    assert "All of our" in (stories / "outage.md").read_text()
    assert "Whole again" in (stories / "outage-2.md").read_text()
    assert "note: mine  # a comment" in (stories / "outage-2.md").read_text()

    bank.get_by_role("button", name="Delete", exact=True).click()
    bank.get_by_role("button", name="Delete it").click()
    expect(bank).to_contain_text(re.compile("A copy is kept as backups/.*outage-2.md"))
    assert "06_story_bank.ipynb" in lab.log()
    assert "promised" not in lab.log()


def test_an_axis_is_examined_until_it_gives_out_and_goes_on_after_a_restart(
    lab: Lab, notebook: Notebook, tmp_path: Path
) -> None:
    examiner = notebook.run(EXAMINER)
    examiner.get_by_role("button", name="New project").click()
    examiner.get_by_role("textbox", name="Title").fill("One ledger")
    examiner.get_by_role("textbox", name=re.compile("^Architecture")).fill(
        "We chose an outbox table with a poller instead of Kafka."
    )
    expect(examiner).to_contain_text("Saved as projects/one-ledger.md")
    examiner.get_by_role("button", name=re.compile("Data model")).click()
    box = examiner.get_by_role("textbox", name=re.compile("You wrote “We chose an outbox table"))
    box.fill("An entries table keyed by entry_id, and only the poller writes it.")
    box.press("Control+Enter")
    expect(examiner.get_by_role("list", name="Asked and answered")).to_contain_text("keyed by entry_id")
    expect(examiner.get_by_role("textbox", name=re.compile("“entries table”"))).to_be_focused()

    notebook.restart_kernel()
    examiner = notebook.run(EXAMINER)
    expect(examiner.get_by_role("list", name="Asked and answered")).to_contain_text("keyed by entry_id")
    examiner.get_by_role("button", name="I have no answer").click()
    expect(examiner).to_contain_text("Not ready.")
    expect(examiner).to_contain_text("Find out:")
    expect(examiner.get_by_role("button", name=re.compile("Data model: not ready"))).to_be_visible()
