"""Killed at any moment, does every file stay whole, and does the next run end where an undisturbed one would?"""

import subprocess
import sys
from pathlib import Path

import pytest

KILLER = Path(__file__).with_name("killer.py")


@pytest.mark.parametrize(
    ("operation", "least_kills"),
    [
        ("install", 60),
        ("upgrade", 60),
        ("upgrade with a damaged marker", 60),
        ("reset", 25),
        ("export", 35),
        ("upgrades at random moments", 40),
    ],
)
def test_nothing_is_lost_or_half_written(operation: str, least_kills: int, tmp_path: Path):
    done = subprocess.run([sys.executable, KILLER, operation, tmp_path], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= least_kills
