"""Killed at any moment, does every file stay whole, and does the next run end where an undisturbed one would?"""

import subprocess
import sys
from pathlib import Path

import pytest

KILLER = Path(__file__).with_name("killer.py")


@pytest.mark.parametrize(
    ("operation", "least_kills"),
    [
        ("install", 20),
        ("upgrade", 20),
        ("upgrade with a damaged marker", 10),
        ("reset", 8),
        ("export", 3),
        ("upgrades at random moments", 40),
    ],
)
def test_nothing_is_lost_or_half_written(operation: str, least_kills: int, tmp_path: Path):
    done = subprocess.run([sys.executable, KILLER, operation, tmp_path], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= least_kills
