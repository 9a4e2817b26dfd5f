"""The machinery under `course.cases.interleave`: before each bytecode of the learner's code it decides which thread goes on.

bytecode.py      where a switch can matter, and a callback before each such point
plan.py          the values: a plan, the turns that came of it, places in the learner's code
participants.py  who takes part: threads, and the setup and verify around them
run.py           one plan, played: turns, waits, virtual time, deadlocks
locks.py         `threading`, `time` and `queue` as a run needs them
adoption.py      the same for what the learner's cells hold already
search.py        which plans to play
"""
