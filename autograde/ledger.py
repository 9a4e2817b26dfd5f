"""What was graded from what: a table of ours in the gradebook, written in the transaction that records the grades.

A run that was killed goes on where the ledger ends, and a submission that nothing has changed for is not graded again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, delete, insert, select

from autograde import gradebook_tables as tables
from autograde.gradebook import Assignment
from autograde.grading import Settings, Source, Submission
from autograde.worker import version

FORMAT = 1
"""Of `report`; a row of another format is not read, so its submission is graded again."""

ledger = Table(
    "autograde_ledger",
    MetaData(),
    Column(
        "submission_id", String(32), primary_key=True
    ),  # of submitted_assignment: gone with it when an instructor removes it
    Column("digest", String(64), nullable=False),
    Column("report", Text, nullable=False),
)


def digest_of_run(source: Source, settings: Settings, *more: object) -> str:
    """A digest of what is the same for every submission of a run; `more` by its repr."""
    about = json.dumps([FORMAT, version(), asdict(settings), [repr(each) for each in more]], sort_keys=True)
    return _digest(about, source.notebooks, source.files)


def digest_of(submission: Submission, run: str, *more: object) -> str:
    """A digest of a submission in the run with the digest `run`."""
    about = json.dumps([run, submission.student, submission.timestamp, submission.notes, [repr(each) for each in more]])
    return _digest(about, submission.notebooks, submission.files)


def _digest(about: str, *folders: Mapping[str, bytes]) -> str:
    total = hashlib.sha256(about.encode())
    for files in folders:
        for name in sorted(files):
            total.update(f"{len(name)} {name} {len(files[name])} ".encode())
            total.update(files[name])
        total.update(b".")
    return total.hexdigest()


def recorded(connection: Connection, assignment: Assignment) -> dict[str, tuple[str, dict[str, Any]]]:
    """Digest and report of what was graded before, by student."""
    ledger.create(connection, checkfirst=True)
    of = tables.submitted_assignment.c
    rows = connection.execute(
        select(of.student_id, ledger.c.digest, ledger.c.report)
        .join(ledger, ledger.c.submission_id == of.id)
        .where(of.assignment_id == assignment.id)
    )
    return {student: (digest, json.loads(report)) for student, digest, report in rows.tuples()}


def write(connection: Connection, entries: Mapping[str, tuple[str, dict[str, Any]]], forget: Iterable[str]) -> None:
    """Keep digest and report by the submission's id; of those to forget, nothing."""
    gone = [*entries, *forget]
    if gone:
        connection.execute(delete(ledger).where(ledger.c.submission_id.in_(gone)))
    rows = [
        {"submission_id": id, "digest": digest, "report": json.dumps(report)}
        for id, (digest, report) in entries.items()
    ]
    if rows:
        connection.execute(insert(ledger), rows)
