"""Honest notebooks over the features of nbgrader, whose points must be stock nbgrader's.

Add one: write `cases/NAME.txt` (tests/autograde/parity/text.py says how; copy a short one), run
`python -m tests.autograde.parity.record NAME` once, which asks stock nbgrader and writes the points into `recorded.json`, and read what it
wrote. Where the engine is wanted to differ, say so in the submission: `differs GRADE_ID=POINTS: the reason`.
"""
