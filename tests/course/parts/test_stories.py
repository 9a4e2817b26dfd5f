"""Do the story bank's parts save what was written, and never one's work over another's?"""

import json
from pathlib import Path
from typing import Any

import pytest

from course.parts import examiner, story_bank, story_coverage, story_search
from course.parts.story_bank import NO_WORKSPACE, BankPart, StoryBank

from .conftest import StartKernel

FIELDS = {
    "title": "The night",
    "project": "",
    "themes": ["failure"],
    "values": ["candor"],
    "situation": "Dark.",
    "task": "",
    "action": "",
    "result": "",
    "reflection": "",
    "metrics": ["41 minutes"],
    "rejected": [],
    "people": [],
    "dates": ["2026-10"],
}


def save(part: StoryBank, turn: str = "1", id: str = "", digest: str = "", **fields: object) -> dict[str, Any]:
    part.act("save", {"turn": turn, "id": id, "digest": digest, "fields": {**FIELDS, **fields}})
    return dict(part.state()["saved"])


def test_a_story_is_written_opened_and_shown_as_json(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = story_bank()
    saved = save(part)
    assert (saved["turn"], saved["id"], saved["notice"]) == ("1", "the-night", "")
    state = part.state()
    assert state["open"] == {**FIELDS, "id": "the-night", "digest": saved["digest"]}
    assert state["stories"] == [{"id": "the-night", "title": "The night", "themes": ["Failure"]}]
    json.dumps(state)
    assert "themes:\n- failure\n" in (workspace / "stories" / "the-night.md").read_text()


def test_two_notebooks_do_not_write_over_each_other(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    one, other = story_bank("one"), story_bank("other")
    first = save(one)
    save(one, "2", "the-night", first["digest"], situation="Grey.")
    late = save(other, "1", "the-night", first["digest"], situation="Bright.")
    assert late["id"] == "the-night-2"
    assert "was changed elsewhere" in late["notice"]
    assert "Grey." in (workspace / "stories" / "the-night.md").read_text()
    assert "Bright." in (workspace / "stories" / "the-night-2.md").read_text()


def test_what_the_form_does_not_show_is_kept(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    file = workspace / "stories" / "the-night.md"
    file.parent.mkdir()
    file.write_text("---\nmood: low\nthemes: [outage, other things, conflict]\n---\n## Notes\nmine\n")
    part = story_bank()
    part.act("open", "the-night")
    opened = part.state()["open"]
    assert opened["themes"] == ["incident_response", "conflict"]
    save(
        part,
        "1",
        "the-night",
        opened["digest"],
        themes=["conflict", "incident_response"],
        values=[],
        metrics=[],
        dates=[],
    )
    text = file.read_text()
    assert "mood: low\n" in text
    assert "## Notes\nmine\n" in text
    assert "themes:\n- conflict\n- outage\n- other things\n" in text


def test_a_deleted_story_can_be_fetched_back(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = story_bank()
    save(part)
    part.act("delete", "the-night")
    assert part.state()["stories"] == []
    (backup,) = (workspace / "backups").iterdir()
    assert part.state()["deleted"] == f"Deleted. A copy is kept as backups/{backup.name}."


def test_a_full_disk_is_told_and_the_form_keeps_what_was_written(
    start_kernel: StartKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_kernel()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.stories.folder.write_atomic", full)
    part = story_bank()
    assert save(part) == {}
    assert "No space left on device" in part.state()["problem"]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("save", None),
        ("save", {"id": 1, "digest": "", "fields": {}}),
        ("save", {"id": "../x", "digest": "", "fields": None}),
        ("open", ["x"]),
        ("open", "../../etc/passwd"),
        ("delete", "../x"),
        ("delete", 7),
        ("search", 7),
        ("axis", "none"),
        ("answer", {"question": "", "answer": 3}),
        ("restart", None),
        ("dance", {}),
    ],
)
def test_messages_that_no_view_sends_change_nothing(
    start_kernel: StartKernel, workspace: Path, action: str, value: object
) -> None:
    start_kernel()
    for part in (story_bank(), story_coverage(), story_search(), examiner()):
        part.receive({"action": action, "value": value})
        json.dumps(part.state())
    assert not list(workspace.rglob("*.md"))
    assert not (workspace.parent / "x.md").exists()


def test_a_save_under_an_id_that_is_no_file_stays_in_the_folder(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = story_bank()
    save(part, "1", "../../outside", "")
    assert [file.parent for file in workspace.parent.rglob("*.md")] == [workspace / "stories"]


def test_text_that_fits_no_file_is_mended(start_kernel: StartKernel) -> None:
    start_kernel()
    part = story_bank()
    save(part, situation="\ud800 dark", title="\udfff", metrics=["\ud83d"])
    assert part.state()["open"]["situation"] == "? dark"


def test_an_examination_takes_each_answer_once_and_goes_on_in_a_new_kernel(
    start_kernel: StartKernel, workspace: Path
) -> None:
    start_kernel()
    part = examiner()
    fields = {"title": "One ledger", "architecture": "We chose an outbox table.", "dates": ["2024-01"]}
    part.act("save", {"turn": "1", "id": "", "digest": "", "fields": fields})
    part.act("axis", "data_model")
    state = part.state()
    assert state["old"] == "33 months old: it should be within 18."
    said = {"question": state["asked"], "answer": "A table keyed by entry_id, and only the poller writes it."}
    part.act("answer", said)
    part.act("answer", said)  # a second click
    assert "The question has changed" in part.state()["problem"]
    assert len(part.state()["turns"]) == 1

    start_kernel()
    again = examiner()
    assert again.state()["turns"] == part.state()["turns"]
    again.act("answer", {"question": again.state()["asked"], "answer": ""})
    (data_model, *_) = again.state()["axes"]
    assert (data_model["status"], again.state()["asked"]) == ("not_ready", None)
    again.act("restart", None)
    assert again.state()["turns"] == []


ANSWER = "Because the {} table is keyed by entry_{}, 40 a second."


def test_a_system_is_ready_when_all_axes_are_held_and_it_is_young(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = examiner()
    for title, dates in (("Young", ["2026-05"]), ("Old", ["2024"])):
        part.act("save", {"turn": "1", "id": "", "digest": "", "fields": {"title": title, "dates": dates}})
        for axis in ("data_model", "failure_modes", "rollout", "metrics"):
            part.act("axis", axis)
            while asked := part.state()["asked"]:
                said = ANSWER.format(axis, len(part.state()["turns"]))
                part.act("answer", {"question": asked, "answer": said})
    state = part.state()
    assert state["projects"] == [{"id": "old", "title": "Old", "held": 4}, {"id": "young", "title": "Young", "held": 4}]
    assert state["all_held"]
    assert state["wanted"] == "1 of 2 systems ready, of the last 18 months."


def test_one_damaged_examination_leaves_the_other_projects_alone(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = examiner()
    for title in ("One", "Two"):
        part.act("save", {"turn": "1", "id": "", "digest": "", "fields": {"title": title}})
    (workspace / "projects" / "two.exam.json").write_text("{")
    state = part.state()
    assert "two.exam.json is damaged" in state["problems"][0]
    assert (state["open"]["id"], state["axes"]) == ("two", [])
    part.act("open", "one")
    assert len(part.state()["axes"]) == 4


@pytest.mark.parametrize("part", [story_bank, story_coverage, story_search, examiner])
def test_without_a_workspace_a_part_says_where_stories_are_kept(
    start_kernel: StartKernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: type[BankPart]
) -> None:
    start_kernel(in_workspace=False)
    monkeypatch.chdir(tmp_path)
    assert part().state()["problem"] == NO_WORKSPACE


def test_outside_a_lesson_the_workspace_is_found(
    start_kernel: StartKernel, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_kernel(in_workspace=False)
    monkeypatch.chdir(workspace)
    assert save(story_bank())["id"] == "the-night"


def test_a_batch_run_shows_one_fixed_line(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    save(story_bank())
    start_kernel(person=False)
    shown = [part()._repr_mimebundle_()[0] for part in (story_bank, story_coverage, story_search, examiner)]
    assert shown == [
        {"text/plain": "Story bank: your stories, kept as files in stories/."},
        {"text/plain": "Story coverage: a map of your stories by theme and value."},
        {"text/plain": "Story search: your stories for a question."},
        {"text/plain": "Deep-dive examiner: your projects, kept as files in projects/."},
    ]
