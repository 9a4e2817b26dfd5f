"""Do an engine alone and each local worker keep to one processor?"""

import os
import subprocess
import sys

import pytest

from autograde import processors
from autograde.engine import Engine

SHOW = "import os, sys; sys.stdin.readline(); print(sorted(os.sched_getaffinity(0)))"

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processors cannot be chosen here")


@pytest.mark.parametrize("number", range(3))
def test_processes_are_dealt_out_in_turn(number: int):
    ours = sorted(os.sched_getaffinity(0))
    process = subprocess.Popen([sys.executable, "-c", SHOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    processors.keep_to_one(process.pid, number)
    assert process.communicate("go\n")[0].strip() == str([ours[number % len(ours)]])


def test_a_process_that_has_ended_is_nobodys_concern():
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    processors.keep_to_one(process.pid)


def test_an_engine_alone_keeps_to_one_and_leaves_its_caller_alone():
    before = os.sched_getaffinity(0)
    with Engine(alone=True) as engine:
        assert engine._template
        assert len(os.sched_getaffinity(engine._template.pid)) == 1
    assert os.sched_getaffinity(0) == before
