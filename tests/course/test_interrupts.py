"""Do signals wake whoever waits, and is all as before afterwards?"""

import os
import signal
import subprocess
import sys

import pytest

from course.interrupts import STOPPING, Interrupts


@pytest.mark.parametrize("number", STOPPING)
def test_a_signal_is_counted_and_wakes(number: signal.Signals):
    before = signal.signal(number, signal.SIG_DFL)  # nohup and a shell's & make us ignore some
    try:
        with Interrupts() as interrupts:
            os.kill(os.getpid(), number)
            interrupts.wait()
            assert interrupts.count == 1
    finally:
        signal.signal(number, before)


def test_the_end_of_a_child_wakes_and_is_not_counted():
    with Interrupts() as interrupts:
        child = subprocess.Popen([sys.executable, "-c", ""])
        while child.poll() is None:
            interrupts.wait()
        assert interrupts.count == 0


def test_a_timeout_ends_the_wait():
    with Interrupts() as interrupts:
        interrupts.wait(0)
        assert interrupts.count == 0


def test_afterwards_signals_are_as_before():
    before = [signal.getsignal(number) for number in (*STOPPING, signal.SIGCHLD)]
    with Interrupts():
        pass
    assert [signal.getsignal(number) for number in (*STOPPING, signal.SIGCHLD)] == before


def test_a_hang_up_that_nohup_ignores_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interrupts() as interrupts:
            os.kill(os.getpid(), signal.SIGHUP)
            interrupts.wait(0)
            assert interrupts.count == 0
    finally:
        signal.signal(signal.SIGHUP, before)
