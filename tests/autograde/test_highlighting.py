"""Are tracebacks the same to the byte with what is kept, and is anything kept?"""

import json
import subprocess
import sys

CELLS = (
    "def f(n):\n    return [1, 2][n]\n\n\nclass A:\n    def g(self):\n        return f(5) + len('text')",
    "A().g()",
    "assert f(0) == 3, 'no'",
    "x = (",
    "1 / 0  # a comment",
    "def again(n):\n    return again(n + 1)\nagain(0)",
    "A().g()",
)
SHOWN = """
import json, sys
from autograde import highlighting
from autograde.shell import Notebook
if {keep}:
    highlighting.keep()
notebook = Notebook({folder!r})
notebook.renew_loop()
kept = sys.stdout
notebook.own_streams()
outputs = [notebook.run(cell, "<cell>").outputs for cell in {cells!r}]
from pygments.formatters import Terminal256Formatter
same = Terminal256Formatter().xterm_colors is Terminal256Formatter().xterm_colors
sys.stdout = kept
print(json.dumps([outputs, same]))
"""


def shown(folder: object, *, keep: bool) -> tuple[list[object], bool]:
    script = SHOWN.format(keep=keep, folder=str(folder), cells=CELLS)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    outputs, same = json.loads(done.stdout.splitlines()[-1])
    return outputs, same


def test_tracebacks_are_the_same_and_what_they_need_is_built_once(tmp_path):
    without, built_anew = shown(tmp_path, keep=False)
    kept, built_once = shown(tmp_path, keep=True)
    assert kept == without
    assert "Traceback" in str(kept)
    assert (built_anew, built_once) == (False, True)
