"""Does a kernel killed while it saves leave whole files, with all that it had said was saved?"""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from course.progress import Progress
from course.responses import Responses

LESSON = "coding/lru_cache"
SAVE_FOR_EVER = """
import itertools, sys
from pathlib import Path
from course.progress import Progress
from course.responses import Responses

workspace = Path(sys.argv[1])
for number in itertools.count(1):
    Responses(workspace / "answers").put("coding/lru_cache", "clarify:x", {"asked": [str(number)] * 200})
    Progress(workspace / "progress.db").record("coding/lru_cache", "hint", "x", {"number": number})
    print(number, flush=True)
"""


@pytest.mark.parametrize("saves", [1, 2, 7, 40])
def test_a_killed_kernel_leaves_whole_files(tmp_path: Path, saves: int) -> None:
    command = [sys.executable, "-c", SAVE_FOR_EVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as kernel:
        assert kernel.stdout
        for line in kernel.stdout:
            if int(line) == saves:
                break
        kernel.send_signal(signal.SIGKILL)
    kept = Responses(tmp_path / "answers").get(LESSON, "clarify:x")
    assert kept is not None
    assert len(kept["asked"]) == 200
    assert int(kept["asked"][0]) >= saves
    assert Progress(tmp_path / "progress.db").lesson(LESSON).hints["x"] >= saves
    Responses(tmp_path / "answers").put(LESSON, "clarify:y", {})  # no lock was left behind
