"""What a hostile folder gains by links, pipes, names, sizes and times: a note."""

import os
import socket
from pathlib import Path

import pytest

from autograde import intake
from autograde.errors import SourceInvalid, SubmissionUnreadable
from autograde.grading import Submission


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "submitted" / "ada" / "ps1"
    folder.mkdir(parents=True)
    (folder / "problem1.ipynb").write_bytes(b"{}")
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "gradebook.db"
    file.write_bytes(b"secret")
    return file


def read(folder: Path) -> Submission:
    return intake.read(folder, "ps1", "ada")


def test_notebooks_files_and_time_of_an_honest_submission(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "größe.csv").write_bytes(b"1,2")
    (folder / "timestamp.txt").write_text("2026-02-02 15:58:23.948203 America/Los_Angeles\n")
    found = read(folder)
    assert (found.assignment, found.student) == ("ps1", "ada")
    assert found.notebooks == {"problem1": b"{}"}
    assert set(found.files) == {"data/größe.csv", "timestamp.txt"}
    assert found.timestamp == "2026-02-02 15:58:23.948203 America/Los_Angeles"
    assert found.notes == ()


def test_what_nbgrader_ignores_is_ignored_without_a_note(folder: Path) -> None:
    for name in (".ipynb_checkpoints", "__pycache__", "feedback"):
        (folder / name).mkdir()
        (folder / name / "x.txt").touch()
    (folder / "a.pyc").touch()
    found = read(folder)
    assert (found.files, found.notes) == ({}, ())


def test_notebooks_in_folders_are_no_notebooks_of_the_assignment(folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "old" / "problem1.ipynb").write_bytes(b"other")
    found = read(folder)
    assert (found.notebooks, found.files) == ({"problem1": b"{}"}, {})


def test_a_link_to_a_file_is_left_out(folder: Path, secret: Path) -> None:
    (folder / "data.csv").symlink_to(secret)
    (folder / "problem2.ipynb").symlink_to(secret)
    found = read(folder)
    assert (set(found.notebooks), found.files) == ({"problem1"}, {})
    assert found.notes == (
        "'problem2.ipynb' was left out: it is a link, which is not followed.",
        "'data.csv' was left out: it is a link, which is not followed.",
    )


def test_a_link_to_a_folder_is_left_out(folder: Path, secret: Path) -> None:
    (folder / "course").symlink_to(secret.parent, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    found = read(folder)
    assert found.files == {}
    assert len(found.notes) == 2


def test_a_hard_link_is_left_out(folder: Path, secret: Path) -> None:
    os.link(secret, folder / "data.csv")
    found = read(folder)
    assert found.files == {}
    assert "hard link" in found.notes[0]


def test_pipes_sockets_and_devices_are_left_out_without_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe")
    monkeypatch.chdir(folder)  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        found = read(folder)
    assert found.files == {}
    assert [note.rpartition(": ")[2] for note in found.notes] == ["it is a pipe.", "it is a socket."]


def test_a_file_that_is_exchanged_for_a_link_while_it_is_read_gains_nothing(
    folder: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "data.csv").write_bytes(b"1")
    honest = os.stat

    def exchanging(path: object, **how: object) -> os.stat_result:
        about = honest(path, **how)  # type: ignore[arg-type]
        if path == "data.csv":
            (folder / "data.csv").unlink()
            (folder / "data.csv").symlink_to(secret)
        return about

    monkeypatch.setattr(os, "stat", exchanging)
    found = read(folder)
    assert found.files == {}
    assert "'data.csv' was left out: it cannot be read" in found.notes[0]


@pytest.mark.parametrize(
    "name", ["a\nb", "a\x1b[31m", b"\xff\xfe".decode("utf-8", "surrogateescape"), "a\\b", "\u202etxt"]
)
def test_names_that_are_a_trick_are_left_out_and_shown_harmless(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"1")
    (folder / f"{name}dir").mkdir()
    found = read(folder)
    assert found.files == {}
    assert len(found.notes) == 2
    assert all(note.isprintable() and note.isascii() for note in found.notes)


def test_long_paths_and_deep_folders_are_left_out(folder: Path) -> None:
    long = folder / ("x" * 200) / ("y" * 200)
    long.mkdir(parents=True)
    (long / ("z" * 200)).touch()
    deep = folder.joinpath(*["d"] * intake.DEPTH)
    deep.mkdir(parents=True)
    (deep / "file").touch()
    found = read(folder)
    assert found.files == {}
    assert any("folders deep" in note for note in found.notes)
    assert any(f"more than {intake.PATH_CHARACTERS} characters" in note for note in found.notes)
    assert all(len(note) < 300 for note in found.notes)


def test_files_are_bounded_each_in_all_and_in_number(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "FILE_BYTES", 10)
    monkeypatch.setattr(intake, "TOTAL_BYTES", 25)
    monkeypatch.setattr(intake, "FILES", 4)
    for name, size in {"a": 11, "b": 10, "c": 10, "d": 10, "e": 1, "f": 0}.items():
        (folder / name).write_bytes(b"x" * size)
    found = read(folder)
    assert set(found.files) == {"b", "c", "e"}
    assert [note.partition(" ")[0] for note in found.notes] == ["'a'", "'d'", "'f'"]


def test_a_sparse_file_of_a_terabyte_is_left_out(folder: Path) -> None:
    with (folder / "big").open("wb") as file:
        file.truncate(2**40)
    assert "'big' was left out: it has 1099511627776 bytes" in read(folder).notes[0]


def test_too_many_names_fail_this_submission(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "ENTRIES", 3)
    for number in range(4):
        (folder / str(number)).touch()
    with pytest.raises(SubmissionUnreadable, match="more than 3 files"):
        read(folder)


def test_a_folder_that_is_a_link_fails_this_submission(folder: Path) -> None:
    link = folder.parent / "ps2"
    link.symlink_to(folder, target_is_directory=True)
    with pytest.raises(SubmissionUnreadable, match="a link, which is not followed"):
        intake.read(link, "ps2", "ada")


@pytest.mark.parametrize("kind", ["missing", "file", "pipe"])
def test_what_is_no_folder_fails_this_submission(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ps1"
    if kind == "file":
        path.touch()
    elif kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(SubmissionUnreadable, match="no folder that can be read"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-02 15:58:23.948203 UTC",
        "2015-02-02 15:58:23 PST",
        "2015-02-02 15:58:23",
        "2015-02-02T15:58:23Z",
        "2015-02-02 15:58:23 +0100",
        "Feb 2 2015",
        "2015-02-02",
    ],
)
def test_times_that_nbgrader_reads_are_times(folder: Path, text: str) -> None:
    (folder / "timestamp.txt").write_text(text)
    assert read(folder).timestamp == text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"never",
        b"\xff\xfe\x00",
        b"2015-02-02 15:58:23 ../../../../etc/passwd",
        b"2015-02-02 15:58:23 /dev/zero",
        b"0001-01-01 00:00:00 +9999",
        b"9999-12-31 23:59:59 -9999",
        b"2015-02-02 15:58:23 " + b"9" * 60,
        b"2015-02-02 15:58:23\n" + b"x" * 1_000_000,
        b"99999999999999999999999999999999",
        b"1e999",
        b"2015-W01-1",
    ],
)
def test_a_text_that_is_no_time_is_left_out(folder: Path, content: bytes) -> None:
    (folder / "timestamp.txt").write_bytes(content)
    found = read(folder)
    if found.timestamp is not None:
        from nbgrader.utils import parse_utc

        parse_utc(found.timestamp)
        return
    assert "timestamp.txt" not in found.files
    assert "is no time" in found.notes[0]


def test_the_instructors_folder_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(b"png")
    (tmp_path / "images" / "old.ipynb").touch()
    (tmp_path / "problem1.ipynb").write_bytes(b"{}")
    (tmp_path / "a.pyc").touch()
    found = intake.source(tmp_path, "ps1")
    assert (found.assignment, dict(found.notebooks), dict(found.files)) == (
        "ps1",
        {"problem1": b"{}"},
        {"images/a.png": b"png"},
    )


def test_an_instructors_folder_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceInvalid, match=r"There is no folder .*ps7"):
        intake.source(tmp_path / "ps7", "ps7")
    with pytest.raises(SourceInvalid, match="holds no notebook"):
        intake.source(tmp_path, "ps1")
