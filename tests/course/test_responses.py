"""Are a learner's choices kept, and left alone when they cannot be read?"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from course import responses as responses_module
from course.errors import DamagedFile, WorkspaceError
from course.responses import LessonResponses, Responses

LESSON = "coding/lru_cache"
json_values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@pytest.fixture
def answers(tmp_path: Path) -> Responses:
    return Responses(tmp_path / "answers")


def test_nothing_is_kept_and_no_file_made_before_the_first_choice(answers: Responses) -> None:
    assert answers.get(LESSON, "clarify:lru_opening") is None
    assert answers.all(LESSON) == {}
    assert not answers.folder.exists()


def test_what_was_put_is_got_by_another_reader(answers: Responses) -> None:
    answers.put(LESSON, "clarify:lru_opening", {"asked": ["Wie groß?"]})
    assert Responses(answers.folder).get(LESSON, "clarify:lru_opening") == {"asked": ["Wie groß?"]}


def test_a_put_leaves_the_other_responses(answers: Responses) -> None:
    answers.put(LESSON, "a", {"n": 1})
    answers.put(LESSON, "b", {"n": 2})
    answers.put(LESSON, "a", {"n": 3})
    assert answers.all(LESSON) == {"a": {"n": 3}, "b": {"n": 2}}


def test_each_lesson_has_a_file_a_person_can_read(answers: Responses) -> None:
    answers.put(LESSON, "a", {"asked": ["Wie groß?"]})
    text = (answers.folder / "coding-lru_cache.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"version": 1, "lesson": LESSON, "responses": {"a": {"asked": ["Wie groß?"]}}}
    assert "Wie groß?" in text


@pytest.mark.parametrize("lesson", ["../../etc/passwd", "coding", "coding/", "/lru", "coding/lru/cache", "Coding/x"])
def test_what_is_no_lesson_id_names_no_file(answers: Responses, lesson: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        answers.put(lesson, "a", {})


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.text(), st.dictionaries(st.text(), json_values, max_size=3), max_size=3))
def test_a_round_trip_changes_nothing(kept: dict[str, dict[str, object]]) -> None:
    lesson = LessonResponses(LESSON, kept)
    assert LessonResponses.from_dict(json.loads(json.dumps(lesson.to_dict()))) == lesson


def test_writers_at_the_same_time_lose_nothing(answers: Responses) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: Responses(answers.folder).put(LESSON, f"part {n}", {"n": n}), range(40)))
    assert answers.all(LESSON) == {f"part {n}": {"n": n} for n in range(40)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"lesson": "coding/lru_cache", "responses": {}}',
        b'{"version": "1", "lesson": "coding/lru_cache", "responses": {}}',
        b'{"version": true, "lesson": "coding/lru_cache", "responses": {}}',
        b'{"version": 1, "responses": {}}',
        b'{"version": 1, "lesson": "coding/lru_cache", "responses": []}',
        b'{"version": 1, "lesson": "coding/lru_cache", "responses": {"a": 1}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_named_and_left_as_it_is(answers: Responses, content: bytes) -> None:
    file = answers.path(LESSON)
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(DamagedFile, match=r"coding-lru_cache\.json is damaged .* mend it, or move it away"):
        answers.get(LESSON, "a")
    with pytest.raises(DamagedFile):
        answers.put(LESSON, "a", {})
    assert file.read_bytes() == content


def test_a_newer_file_is_refused_and_left_as_it_is(answers: Responses) -> None:
    file = answers.path(LESSON)
    file.parent.mkdir()
    file.write_text('{"version": 2, "anything": "else"}')
    with pytest.raises(WorkspaceError, match=r"newer Keeper \(version 2; this one reads up to 1\).*upgrade"):
        answers.put(LESSON, "a", {})
    assert file.read_text() == '{"version": 2, "anything": "else"}'


def test_a_disk_that_fails_is_told_and_what_was_saved_stays(
    answers: Responses, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: str | bytes) -> None:
        raise OSError(28, "No space left on device")

    answers.put(LESSON, "a", {"n": 1})
    monkeypatch.setattr(responses_module, "write_atomic", full)
    with pytest.raises(WorkspaceError, match=r"cannot be written: No space left on device\. Make room"):
        answers.put(LESSON, "a", {"n": 2})
    assert answers.get(LESSON, "a") == {"n": 1}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file where the folder should be")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        Responses(tmp_path / "answers").put(LESSON, "a", {})


def test_a_lock_that_is_never_freed_is_told(answers: Responses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses_module, "LOCK_TIMEOUT_S", 0.01)
    answers.put(LESSON, "a", {})
    held = FileLock(answers.folder / ".coding-lru_cache.json.lock")
    with held, pytest.raises(WorkspaceError, match="held by another program"):
        answers.put(LESSON, "a", {})
