"""Hostile, broken and honest but unusual submissions, each with the points that a fair grader gives it.

They are handed in to one assignment, `bank.txt`, or to one of two shorter ones made of it when they name nothing else (course.py), and each assignment is
graded in one run of the command, as in real use, with honest submissions between them.
For each: the points; no hidden test in what it printed or left; no process and no file of it on the machine; the honest one after it in full.

Add one: a section in a file of `cases/` (or a new file), as tests/autograde/parity/text.py describes; every answer that it does not replace is
right. `expect` names what differs from full points, by the test's name: `mean=0`, `mean<=1` (at most), `mean<=full`, `*<=full` (all others).
`@LEAK@` gives the cell a function `leak(*things)`, which says aloud every canary in what it is given; `@HOME@`, `@COURSE@`, `@TMP@`, `@PORT@` and
`@ABSTRACT@` are the grader's home, course, a folder, a TCP port and an abstract socket that hold canaries. What must be found when it stays
behind is called `survivor`. Submissions that no text can describe (links, devices, broken JSON) are functions in `hostile.py`.
"""
