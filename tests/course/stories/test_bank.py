"""Is nothing of the learner's ever lost or overwritten, whatever lies in stories/?"""

import json
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.catalogue import ROOT
from course.errors import WorkspaceError
from course.stories import Bank, Project, Story
from course.stories.folder import slug

from .conftest import NOON

BY_HAND = "---\ntitle: Night\n# mine\nmood: bad\n---\n## Situation\nDark.\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.startswith(".")}


def test_a_new_story_is_a_file_named_by_its_title(bank: Bank, root: Path) -> None:
    written = bank.save(Story.fresh("The deploy at 2 am!", themes=["failure"], situation="It was late."))
    assert written.id == "the-deploy-at-2-am"
    (story,) = bank.stories()
    assert (story.title, story.section("situation")) == ("The deploy at 2 am!", "It was late.")
    assert [theme.id for theme in story.themes] == ["failure"]
    assert story.digest == written.digest


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Größe: 10 %/Tag", "große-10-tag".replace("ß", "")),
        ("停電の夜", "story"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "story-con"),
        ("lpt1", "story-lpt1"),
        ("x" * 300, "x" * 60),
        (" . ", "story"),
    ],
)
def test_file_names_are_safe_on_every_system(title: str, name: str) -> None:
    assert slug(title) == name


def test_names_are_unique_in_any_case(bank: Bank, root: Path) -> None:
    (root / "stories" / "Night.md").write_text(BY_HAND)
    assert bank.save(Story.fresh("Night")).id == "night-2"
    assert bank.save(Story.fresh("Night")).id == "night-3"


def test_what_was_written_by_hand_is_kept_on_a_save(bank: Bank, root: Path) -> None:
    (root / "stories" / "night.md").write_text(BY_HAND)
    (story,) = bank.stories()
    bank.save(story.edited(result="Light."))
    assert (root / "stories" / "night.md").read_text() == f"{BY_HAND}\n\n## Result\n\nLight.\n\n".replace(
        "Dark.\n\n\n", "Dark.\n"
    )


def test_an_edit_from_outside_is_not_overwritten(bank: Bank, root: Path) -> None:
    file = root / "stories" / "night.md"
    file.write_text(BY_HAND)
    (story,) = bank.stories()
    file.write_text(BY_HAND.replace("Dark", "Bright"))
    written = bank.save(story.edited(situation="Grey."))
    assert "Bright" in file.read_text()
    assert (written.id, "Grey." in (root / "stories" / "night-2.md").read_text()) == ("night-2", True)
    assert "night.md was changed elsewhere" in written.notice
    again = bank.save(Story.parse("night-2", bank.story("night-2").text, written.digest).edited(situation="Greyer."))  # type: ignore[union-attr]
    assert (again.id, again.notice) == ("night-2", "")


def test_an_edit_to_the_same_is_no_conflict(bank: Bank, root: Path) -> None:
    file = root / "stories" / "night.md"
    file.write_text(BY_HAND)
    (story,) = bank.stories()
    edited = story.edited(situation="Grey.")
    file.write_text(edited.text)
    assert bank.save(edited).notice == ""


def test_of_saves_at_once_none_is_lost(root: Path) -> None:
    (root / "stories" / "night.md").write_text(BY_HAND)
    banks = [Bank(root, now=lambda: NOON) for _ in range(6)]
    edits = [(bank, bank.stories()[0].edited(situation=f"Number {number}.")) for number, bank in enumerate(banks)]
    with ThreadPoolExecutor(len(edits)) as pool:
        written = list(pool.map(lambda pair: pair[0].save(pair[1]), edits))
    assert len({one.id for one in written}) == 6
    assert {story.section("situation") for story in Bank(root).stories()} == {
        f"Number {number}." for number in range(6)
    }


def test_a_story_that_was_deleted_elsewhere_is_there_again(bank: Bank, root: Path) -> None:
    (root / "stories" / "night.md").write_text(BY_HAND)
    (story,) = bank.stories()
    (root / "stories" / "night.md").unlink()
    written = bank.save(story.edited(situation="Grey."))
    assert written.id == "night"
    assert "deleted or renamed" in written.notice


def test_a_deleted_story_is_in_backups(bank: Bank, root: Path) -> None:
    for _ in range(2):
        (root / "stories" / "night.md").write_text(BY_HAND)
        backup = bank.delete("night")
        assert backup.read_text() == BY_HAND
    assert [file.name for file in sorted((root / "backups").iterdir())] == [
        "2026-11-21T12-00-00Z-night-2.md",
        "2026-11-21T12-00-00Z-night.md",
    ]
    with pytest.raises(WorkspaceError, match="There is no story 'night'"):
        bank.delete("night")


@pytest.mark.parametrize("id", ["../night", "/etc/passwd", "", ".", "night.md"])
def test_only_stories_that_are_listed_can_be_deleted(bank: Bank, root: Path, id: str) -> None:
    (root / "night.md").write_text(BY_HAND)
    with pytest.raises(WorkspaceError, match="There is no story"):
        bank.delete(id)
    assert (root / "night.md").exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"---\ntitle: [\n---\n", "cannot be read as YAML, line 3"),
        (b"\xff\xfe", "no UTF-8"),
        (b"x" * 200_001, "200,001 bytes"),
        (b"---\ntitle: A", "no second ---"),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_whole_and_named(
    bank: Bank, root: Path, data: bytes, says: str
) -> None:
    (root / "stories" / "good.md").write_text(BY_HAND)
    (root / "stories" / "bad.md").write_bytes(data)
    read = bank.read()
    assert [story.id for story in read.items] == ["good"]
    (problem,) = read.problems
    assert "stories/bad.md" in problem
    assert says in problem
    assert contents(root / "stories") == {"good.md": BY_HAND.encode(), "bad.md.unreadable": data}
    (still,) = bank.read().problems
    assert "bad.md.unreadable" in still


def test_a_mended_file_is_taken_back(bank: Bank, root: Path) -> None:
    (root / "stories" / "bad.md").write_text("---\ntitle: [\n---\n")
    bank.read()
    (root / "stories" / "bad.md.unreadable").write_text(BY_HAND)
    assert [story.id for story in bank.stories()] == ["bad"]
    assert contents(root / "stories") == {"bad.md": BY_HAND.encode()}


def test_a_second_damaged_file_of_a_name_finds_another(bank: Bank, root: Path) -> None:
    for text in ("---\n[\n---\n", "---\n{\n---\n"):
        (root / "stories" / "bad.md").write_text(text)
        bank.read()
    assert set(contents(root / "stories")) == {"bad.md.unreadable", "bad.md.unreadable-2"}
    (root / "stories" / "bad.md.unreadable").write_text(BY_HAND)
    (root / "stories" / "bad.md.unreadable-2").write_text(BY_HAND)
    (problem,) = bank.read().problems
    assert "is mended, but bad.md exists" in problem


def test_a_folder_a_pipe_and_links_are_set_aside(bank: Bank, root: Path, tmp_path: Path) -> None:
    stories, secret = root / "stories", tmp_path / "secret.md"
    secret.write_text(BY_HAND)
    (stories / "folder.md").mkdir()
    (stories / "folder.md" / "inner").write_text("kept")
    os.mkfifo(stories / "pipe.md")
    (stories / "out.md").symlink_to(secret)
    (stories / "gone.md").symlink_to(stories / "nowhere.md")
    (stories / "loop.md").symlink_to(stories / "loop.md")
    (stories / "real.md").write_text(BY_HAND)
    (stories / "within.md").symlink_to(stories / "real.md")
    read = bank.read()
    assert [story.id for story in read.items] == ["real", "within"]
    assert len(read.problems) == 5
    assert (stories / "folder.md.unreadable" / "inner").read_text() == "kept"
    assert secret.read_text() == BY_HAND


def test_a_story_behind_a_link_is_written_where_it_lies(bank: Bank, root: Path) -> None:
    (root / "stories" / "real.txt").write_text(BY_HAND)
    (root / "stories" / "night.md").symlink_to(root / "stories" / "real.txt")
    (story,) = bank.stories()
    bank.save(story.edited(situation="Grey."))
    assert "Grey." in (root / "stories" / "real.txt").read_text()
    assert (root / "stories" / "night.md").is_symlink()


def test_a_batch_run_renames_nothing(root: Path) -> None:
    (root / "stories" / "bad.md").write_text("---\ntitle: [\n---\n")
    (problem,) = Bank(root, person=False).read().problems
    assert "left as it is" in problem
    assert set(contents(root / "stories")) == {"bad.md"}


def test_a_full_disk_is_told_and_changes_nothing(bank: Bank, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "stories" / "night.md").write_text(BY_HAND)
    (story,) = bank.stories()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.stories.folder.write_atomic", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        bank.save(story.edited(situation="Grey."))
    assert contents(root / "stories") == {"night.md": BY_HAND.encode()}


def test_a_story_too_long_is_not_saved(bank: Bank, root: Path) -> None:
    with pytest.raises(WorkspaceError, match="was not saved: shorten it"):
        bank.save(Story.fresh("Long", situation="x" * 200_000))
    assert bank.stories() == ()


def test_the_folder_keeps_itself_out_of_git(tmp_path: Path) -> None:
    bank = Bank(tmp_path)
    bank.save(Story.fresh("A"))
    bank.save_project(Project.fresh("B"))
    for name in ("stories", "projects"):
        assert (tmp_path / name / ".gitignore").read_text().endswith("\n*\n")


def test_projects_are_kept_as_stories_are(bank: Bank, root: Path) -> None:
    bank.save_project(Project.fresh("One ledger", role="Led it", dates=["2026"], trade_offs="Later, not faster."))
    (project,) = bank.projects()
    assert (project.id, project.role, project.section("trade_offs")) == ("one-ledger", "Led it", "Later, not faster.")
    assert project.unprepared == ("problem", "architecture", "broke", "redesign")
    assert bank.delete_project("one-ledger").exists()
    assert bank.projects() == ()


def test_rehearsals_outlive_every_edit_of_the_story(bank: Bank, root: Path) -> None:
    (root / "stories" / "night.md").write_text(BY_HAND)
    bank.rehearsed("night", NOON, 88.5, ["no_reflection", "no_reflection", "vague"])
    (root / "stories" / "night.md").write_text("nothing left")
    bank.rehearsed("night")
    first, second = bank.rehearsals()
    assert (first.seconds, first.findings, second.when) == (88.5, ("no_reflection", "vague"), NOON)
    with pytest.raises(WorkspaceError, match=r"There is no story 'day'\. There are: night\."):
        bank.rehearsed("day")


def test_a_torn_line_of_the_history_costs_itself_alone(bank: Bank, root: Path) -> None:
    (root / "stories" / "night.md").write_text(BY_HAND)
    bank.rehearsed("night")
    file = root / "stories" / "rehearsals.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:20])  # killed while it wrote
    bank.rehearsed("night")
    found, problems = bank.read_rehearsals()
    assert len(found) == 2
    assert [problem.partition(" is left out")[0] for problem in problems] == ["Line 2 of stories/rehearsals.jsonl"]
    assert file.read_bytes().startswith(whole + whole[:20])


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), 1e9])
def test_impossible_times_are_refused(bank: Bank, root: Path, seconds: float) -> None:
    (root / "stories" / "night.md").write_text(BY_HAND)
    with pytest.raises(ValueError, match="seconds"):
        bank.rehearsed("night", NOON, seconds)
    assert bank.rehearsals() == ()


NAMES = st.sampled_from(["a.md", "b.md", "a.md.unreadable", "b.txt", "rehearsals.jsonl", "C.md"])
BYTES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [BY_HAND.encode(), b"---\n", b"---\n---\n", b"---\ntitle: [\n---\n", b"", b"\xef\xbb\xbf---\ntitle: A\n---\n"]
    ),
    st.text().map(lambda text: f"---\n{text}\n---\n## Result\n{text}".encode(errors="replace")),
)


@settings(max_examples=60)
@given(st.dictionaries(NAMES, BYTES))
def test_any_bytes_in_the_folder_neither_stop_the_bank_nor_get_lost(files: dict[str, bytes]) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        stories = root / "stories"
        stories.mkdir()
        for name, data in files.items():
            (stories / name).write_bytes(data)
        bank = Bank(root)
        read = bank.read()
        bank.read_rehearsals()
        assert sorted(contents(stories).values()) == sorted(files.values())
        for story in read.items:
            json.dumps(story.to_dict())
            bank.save(story)
        assert sorted(contents(stories).values()) == sorted(files.values())
    finally:
        shutil.rmtree(root)


def test_the_documented_lines_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.delenv("KEEPER_WORKSPACE", raising=False)
    text = (ROOT / "docs" / "stories.md").read_text()
    example = text.split("```markdown\n")[1].split("```")[0]
    (root / "stories" / "example.md").write_text(example)
    exec(text.split("```python\n")[1].split("```")[0], {})
    bank = Bank(root)
    assert [(one.story, one.findings) for one in bank.rehearsals()] == [("the-night", ("no_reflection",))]
    shown = bank.story("example")
    assert shown is not None
    assert (shown.remarks, len(shown.themes), len(shown.values), shown.project) == ((), 2, 2, "search-index")
