"""Does the doctor find what is missing, and say how to get it?"""

import importlib.util
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from course import doctor
from course.commands.doctor import command
from course.doctor import Finding


def test_this_machine_has_what_is_needed(tmp_path: Path):
    needed = [check for check in doctor.CHECKS if check not in (doctor.lessons, doctor.postgres)]
    found = [check(tmp_path) for check in needed]
    assert [finding.name for finding in found if finding.needed and not finding.ok] == []


def test_a_package_that_is_missing_is_named():
    found = doctor._package("Thing", "no-such-package")
    assert (found.ok, found.found) == (False, "not installed")
    assert "make learn" in found.mend


def test_a_program_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not doctor.alembic(tmp_path).ok
    assert not doctor.browser(tmp_path).ok


def test_transcription_that_is_missing_is_no_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    found = doctor.transcription(tmp_path)
    assert (found.ok, found.needed, found.found) == (False, False, "Transcription is not installed (pywhispercpp)")
    assert "docs/practice.md" in found.mend


def test_a_full_disk_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10**6))
    found = doctor.disk(tmp_path / "not" / "there")
    assert (found.ok, found.found) == (False, "0.0 GB free")


def test_a_folder_that_cannot_be_written_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def refuse(dir: Path) -> None:
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    found = doctor.writable(tmp_path)
    assert found.found == f"{tmp_path} cannot be written: Permission denied"
    assert "--workspace DIR" in found.mend


@pytest.mark.parametrize(("needed", "status"), [(True, 1), (False, 0)])
def test_only_what_is_needed_makes_it_fail(monkeypatch: pytest.MonkeyPatch, needed: bool, status: int):
    missing = Finding("Thing", False, "not there", "Get it.", needed)
    monkeypatch.setattr(doctor, "CHECKS", (lambda workspace: missing, lambda workspace: Finding("Other", True, "1.0")))
    done = CliRunner().invoke(command, [])
    assert done.exit_code == status
    assert "Get it." in done.stdout
    as_json = CliRunner().invoke(command, ["--json"])
    assert as_json.exit_code == status
    assert json.loads(as_json.stdout)["ok"] is not needed
    assert json.loads(as_json.stdout)["checks"][1] == {
        "name": "Other",
        "ok": True,
        "found": "1.0",
        "mend": "",
        "needed": True,
    }
