"""5,000 submissions of one notebook, on paper: minutes by the number of machines, from figures measured here."""

import pickle
from itertools import islice

from autograde import processors, worker
from autograde.worker import Bundle

from .in_process import opened, recording_s
from .quickstart import course
from .table import Table

SUBMISSIONS = 5_000
CORES = 8
"""Of a machine of the cluster."""
MACHINES = (1, 2, 4, 8, 16)
NETWORK_BYTES_S = 125e6
"""A gigabit a second, all through the machine that writes."""


def measure(quick: bool) -> Table:
    """From the slope and intercept of whole commands, the writer's own time, and what crosses the network."""
    few, many = (2, 16) if quick else (20, 200)
    cores = processors.count()
    with course(notebooks=1) as quickstart:
        first, second = quickstart.autograde_run(few), quickstart.autograde_run(many)
        stock = quickstart.nbgrader_autograde(few) / few
        own = opened(quickstart.cohort(many))
        bundle = Bundle("bench", own.source, own.settings)
        try:
            outcomes = {each.student: worker.grade(bundle, each) for each in own.submissions()}
        finally:
            worker.close()
        crossing = [len(pickle.dumps((each, outcomes[each.student]))) for each in islice(own.submissions(), few)]
        writer_s = recording_s(own, outcomes)
    each_s = (second - first) / (many - few) * cores
    if (
        each_s < writer_s
    ):  # on a busy machine, few submissions drown in noise: with the start-up it is too much, which does less harm
        each_s = second / many * cores
    start_s = max(first - few * each_s / cores, 0.0)
    crossing_s = sum(crossing) / len(crossing) / NETWORK_BYTES_S
    rows = []
    for machines in MACHINES:
        grading_s, one_by_one_s = SUBMISSIONS * each_s / (machines * CORES), SUBMISSIONS * max(writer_s, crossing_s)
        bound = "grading" if grading_s > one_by_one_s else "the writer"
        rows.append(
            [str(machines), str(machines * CORES), f"{(start_s + max(grading_s, one_by_one_s)) / 60:.1f}", bound]
        )
    note = (
        f"Measured on {cores} cores: {each_s * 1000:.0f} ms of a core for a submission of one notebook, {start_s:.1f} s to start, {writer_s * 1000:.1f} ms "
        f"of the one process that reads and writes, {sum(crossing) / len(crossing) / 1024:.0f} KiB over the network. That process keeps "
        f"{each_s / writer_s:.0f} cores busy; more of them change nothing. Cores of the same speed are assumed, with the course's libraries installed. "
        f"Stock nbgrader on one machine: {SUBMISSIONS * stock / 60:.0f} minutes."
    )
    return Table(
        f"{SUBMISSIONS:,} submissions of one notebook, on paper",
        [f"machines of {CORES} cores", "cores", "minutes", "bound by"],
        rows,
        note,
    )
