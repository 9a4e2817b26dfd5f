"""Is every second that was spoken in a file, whatever happens to the kernel, the page or the disk?"""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.errors import WorkspaceError
from course.practice import takes as module
from course.practice.sound import read_wav
from course.practice.takes import MAX_SAMPLES, PIECE_BYTES, Takes

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = bytes(range(256)) * 125  # 16,000 samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recordings"


def record(takes: Takes, token: str = "abc", seconds: int = 3, now: datetime = NOON) -> None:
    for second in range(seconds):
        takes.append(token, second * 16_000, SECOND, now)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_finished_take_is_a_wav_file_with_a_dated_name(folder: Path) -> None:
    takes = Takes(folder, "say it")
    record(takes)
    take = takes.finish("abc", 48_000)
    assert take
    assert names(folder) == ["2026-11-21T12-00-00Z_say_it.wav"]
    assert (take.when, take.seconds) == (NOON, 3)
    rate_hz, signal = read_wav(take.path)
    assert (rate_hz, len(signal)) == (16_000, 48_000)
    assert take.path.read_bytes()[44:] == SECOND * 3


def test_newest_first_and_only_this_parts(folder: Path) -> None:
    for number, id in enumerate(["say", "say", "say_more"]):
        takes = Takes(folder, id)
        record(takes, now=NOON + timedelta(hours=number))
        takes.finish("abc", 48_000)
    (folder / "notes.txt").write_text("mine")
    assert [take.when.hour for take in Takes(folder, "say").all()] == [13, 12]


def test_takes_of_one_second_do_not_replace_each_other(folder: Path) -> None:
    takes = Takes(folder, "say")
    for token in "abc":
        record(takes, token)
        assert takes.finish(token, 48_000)
    assert len({take.name for take in takes.all()}) == 3


@given(order=st.lists(st.integers(0, 9), max_size=40))
def test_whatever_comes_twice_or_out_of_turn_the_take_is_a_beginning_of_what_was_said(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    said = b"".join(bytes([number, 0]) * 100 for number in range(10))
    takes = Takes(tmp_path_factory.mktemp("takes"), "say")
    for piece in order:
        takes.append("abc", piece * 100, said[piece * 200 : piece * 200 + 250], NOON)
    partial = takes.partial()
    samples = partial.samples if partial else 0
    assert samples == 0 or (partial and partial.path.read_bytes()[44:] == said[: 2 * samples])
    if 0 in order:
        assert samples >= 100
    takes.close()


def test_a_take_is_not_finished_before_all_of_it_is_there(folder: Path) -> None:
    takes = Takes(folder, "say")
    record(takes)
    assert takes.finish("abc", 48_001) is None
    assert takes.all() == []
    assert takes.finish("abc", 48_000)


def test_a_take_without_sound_leaves_nothing(folder: Path) -> None:
    takes = Takes(folder, "say")
    takes.append("abc", 0, b"", NOON)
    assert takes.finish("abc", 0) is None
    assert names(folder) == []


def test_what_a_killed_kernel_recorded_can_be_finished(folder: Path) -> None:
    code = (
        "import os, sys; from datetime import UTC, datetime; from pathlib import Path; from course.practice.takes import Takes;"
        "takes = Takes(Path(sys.argv[1]), 'say');"
        "[takes.append('abc', n * 16000, bytes(32000), datetime.now(UTC)) for n in range(5)]; os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == -9
    takes = Takes(folder, "say")
    partial = takes.partial()
    assert partial
    assert (partial.samples, takes.writes("abc")) == (80_000, False)
    takes.append("abc", 80_000, SECOND, NOON)
    take = takes.finish("abc", 96_000)
    assert take
    assert take.seconds == 6
    assert len(names(folder)) == 1


def test_another_kernels_take_is_left_to_it(folder: Path) -> None:
    first, second = Takes(folder, "say"), Takes(folder, "say")
    record(first)
    assert second.partial() is None
    with pytest.raises(WorkspaceError, match="Another notebook is recording"):
        second.append("abc", 48_000, SECOND, NOON)
    first.close()
    assert second.partial()


def test_a_full_disk_keeps_what_was_there_and_goes_on_when_there_is_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = Takes(folder, "say")
    record(takes)
    real = os.write

    def half_then_full(descriptor: int, data: bytes) -> int:
        if len(data) < 32_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data[:1000])

    monkeypatch.setattr(module.os, "write", half_then_full)
    with pytest.raises(WorkspaceError, match=r"cannot be written: No space left.*Make room.*is still there"):
        takes.append("abc", 48_000, SECOND, NOON)
    monkeypatch.undo()
    partial = takes.partial()
    assert partial
    assert partial.samples == 48_000
    takes.append("abc", 48_000, SECOND, NOON)
    take = takes.finish("abc", 64_000)
    assert take
    assert take.path.read_bytes()[44:] == SECOND * 4


def test_a_folder_that_cannot_be_made_is_named(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(WorkspaceError, match="recordings"):
        Takes(folder, "say").append("abc", 0, SECOND, NOON)


def test_no_more_than_ten_minutes_are_kept(folder: Path) -> None:
    takes = Takes(folder, "say")
    takes.append("abc", 0, bytes(2 * MAX_SAMPLES - 2), NOON)
    takes.append("abc", MAX_SAMPLES - 1, SECOND, NOON)
    partial = takes.partial()
    assert partial
    assert partial.samples == MAX_SAMPLES


def test_a_take_is_handed_out_in_pieces(folder: Path) -> None:
    takes = Takes(folder, "say")
    record(takes, seconds=20)
    take = takes.finish("abc", 320_000)
    assert take
    data = b""
    while len(data) < takes.piece(take, 0)[1]:
        piece, _size = takes.piece(take, len(data))
        assert 0 < len(piece) <= PIECE_BYTES
        data += piece
    assert data == take.path.read_bytes()


def test_deleting_takes_the_transcript_too_and_nothing_else(folder: Path) -> None:
    takes = Takes(folder, "say")
    for token in "ab":
        record(takes, token)
        takes.finish(token, 48_000)
    first, second = takes.all()
    takes.keep_transcript(first, "I rolled it back.")
    assert (takes.transcript(first), takes.transcript(second)) == ("I rolled it back.", "")
    (folder.parent / "answers").mkdir()
    for name in ("../answers", "", "nonsense.wav", first.name):
        takes.delete(name)
    assert names(folder) == [second.name]


@pytest.mark.parametrize("token", ["", "../x", "A", "a" * 33, "a.b"])
def test_a_token_that_is_none_makes_no_file(folder: Path, token: str) -> None:
    Takes(folder, "say").append(token, 0, SECOND, NOON)
    assert not folder.exists()
