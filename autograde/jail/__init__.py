"""The jail: what a process that runs others' code can reach, and how much it can use.

Linux only; everything is done by the calling process itself, which must have one thread. In the order of a job::

    jail.prepare(examiner)                   # T, the template, once: saves each job a millisecond
    jail.separate()                          # W, the warden: new namespaces for its children. Raises JailError
    H = os.fork()                            # H, the host, is pid 1 of the new pid namespace: killing it kills all below it
      jail.confine(examiner, keep=fds, seal=False)  # H: own root, ids, limits. Closes every descriptor not in `keep`;
                                             #    of 0, 1, 2 those not kept become /dev/null. cwd is then profile.work
      P = os.fork()                          # H, for each job
        jail.separate()                      # P: nested
        S_init = os.fork()
          jail.confine(student, keep=fds)    # S-init: masks, own /proc /tmp /dev/shm $HOME, limits; sealed; undumpable
          S = os.fork()
            jail.admit()                     # S, before any student code: its own /proc/self, as programs expect it
      E = os.fork()                          # H: the examiner
        jail.seal(examiner)                  # E, before it reads any job data: capabilities, Landlock, seccomp. Final
      jail.renew(examiner)                   # H, after the job: kills all but itself, and empties what can be written
    watch = jail.Watch(H)                    # W, right after the fork: memory of all below and including H
    watch.over(limit_bytes) -> bool          #    poll it, every 50 ms say, with memory_bytes + SLACK_BYTES; the caller kills
    watch.used_bytes() -> int

W, H and P hold capabilities over the namespaces they made and stay unsealed: they must run no one's code. P exits as soon
as it has forked S-init, which H inherits. W stays: H is killed when W dies.

`limit_only(profile)` is what is left of `confine` without namespaces: limits, process group; environment and working
folder are the caller's business. `mechanisms()` probes the machine; `missing(mechanisms())` is what a refusal names.
`readable_paths(modules)` is what a process that imported `modules` must be able to read.
`environment(profile) -> dict[str, str]` is the environment to start from inside (HOME, PATH, LANG, TMPDIR, USER).
"""

from autograde.jail.doctor import mechanisms, missing
from autograde.jail.entry import admit, confine, environment, limit_only, prepare, renew, seal
from autograde.jail.namespaces import separate
from autograde.jail.profile import HOME, UID, USER, JailError, Mechanism, Profile
from autograde.jail.readable import readable_paths
from autograde.jail.watch import SLACK_BYTES, Watch

__all__ = [
    "HOME",
    "SLACK_BYTES",
    "UID",
    "USER",
    "JailError",
    "Mechanism",
    "Profile",
    "Watch",
    "admit",
    "confine",
    "environment",
    "limit_only",
    "mechanisms",
    "missing",
    "prepare",
    "readable_paths",
    "renew",
    "seal",
    "separate",
]
