"""The watch's arithmetic, over a /proc of the test's own."""

from pathlib import Path

import pytest

from autograde.jail import Watch

MIB = 2**20


class Proc:
    """Processes as files, as proc(5) has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.looked = 0

    def put(
        self, pid: int, *, mib: int, exact_mib: int | None, children: tuple[int, ...] = (), inside: str = ""
    ) -> None:
        task = self.folder / str(pid) / "task" / str(pid)
        task.mkdir(parents=True, exist_ok=True)
        (task / "children").write_text(" ".join(map(str, children)))
        kib = mib * 1024
        (self.folder / str(pid) / "status").write_text(
            f"Name: x\nRssAnon: {kib} kB\nRssFile: 999999 kB\nRssShmem: 0 kB\nVmPTE: 0 kB\nNSpid:\t{pid}{inside}\n"
        )
        if exact_mib is not None:
            text = f"Pss: 999999 kB\nPss_Anon: {exact_mib * 1024} kB\nPss_File: 999999 kB\nPss_Shmem: 0 kB\n"
            (self.folder / str(pid) / "smaps_rollup").write_text(text)


@pytest.fixture
def proc(tmp_path: Path) -> Proc:
    return Proc(tmp_path)


def test_all_below_are_counted(proc: Proc) -> None:
    proc.put(1, mib=10, exact_mib=10, children=(2, 3))
    proc.put(2, mib=10, exact_mib=10, children=(4,))
    proc.put(3, mib=10, exact_mib=10)
    proc.put(4, mib=10, exact_mib=10)
    proc.put(5, mib=10, exact_mib=10)
    watch = Watch(1, proc=proc.folder)
    assert sorted(watch.pids()) == [1, 2, 3, 4]
    assert watch.used_bytes() == 40 * MIB
    assert watch.over(39 * MIB)
    assert not watch.over(40 * MIB)


def test_shared_pages_do_not_make_it_over(proc: Proc) -> None:
    proc.put(1, mib=100, exact_mib=20, children=(2,))
    proc.put(2, mib=100, exact_mib=20)
    assert not Watch(1, proc=proc.folder).over(100 * MIB)


def test_one_that_hides_counts_in_full_but_the_jails_own_do_not(proc: Proc) -> None:
    proc.put(1, mib=100, exact_mib=None, children=(2,), inside="\t1")
    watch = Watch(1, proc=proc.folder)
    proc.put(1, mib=107, exact_mib=None, children=(2,), inside="\t1")
    proc.put(2, mib=103, exact_mib=None, children=(3,), inside="\t3\t1")
    proc.put(3, mib=50, exact_mib=None, inside="\t4\t2")
    assert watch.used_bytes() == (7 + 3 + 50) * MIB


def test_it_rests_after_an_exact_look_but_not_from_a_bomb(proc: Proc) -> None:
    now = iter([0.0, 1.0, 5.0, 6.0, 7.0, 50.0, 51.0])  # the first look takes a second
    watch = Watch(1, proc=proc.folder, clock=lambda: next(now))
    proc.put(1, mib=200, exact_mib=60)
    assert not watch.over(100 * MIB)
    proc.put(1, mib=205, exact_mib=101)
    assert not watch.over(100 * MIB)  # rests until 11
    proc.put(1, mib=221, exact_mib=101)
    assert watch.over(100 * MIB)  # 20 of the 40 that were free are taken
    proc.put(1, mib=221, exact_mib=102)
    assert watch.over(100 * MIB)  # at 50 it is rested


def test_one_that_ends_meanwhile_is_not_missed(proc: Proc) -> None:
    proc.put(1, mib=10, exact_mib=10, children=(2,))
    assert Watch(1, proc=proc.folder).used_bytes() == 10 * MIB
