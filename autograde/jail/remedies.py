"""What to do where a mechanism is missing: one text a mechanism, the same in errors, in the doctor and in docs/security.md."""

from collections.abc import Iterator
from contextlib import contextmanager

from autograde.jail.profile import JailError

REMEDIES = {
    "linux": (
        "grade on Linux on x86_64 or aarch64, or in a Linux container or virtual machine on this computer "
        "(docs/security.md says how)."
    ),
    "user namespaces": (
        "allow users to make them: `sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu 23.10 and later), "
        "`sysctl kernel.unprivileged_userns_clone=1` (older Debian), `sysctl user.max_user_namespaces=10000` (RHEL); "
        "in Docker run with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
        "--security-opt systempaths=unconfined`."
    ),
    "loopback": "allow users to make network namespaces: `sysctl user.max_net_namespaces=10000`.",
    "readable files": (
        "install Python and the packages where every user may read them; a grader who is root grades as the user nobody."
    ),
    "root file system": (
        "needs Linux 5.12 or later, and the right to mount in an own user namespace: on Ubuntu "
        "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`; in Docker `--security-opt apparmor=unconfined`."
    ),
    "own /proc": (
        "needs Linux 5.8 or later and a /proc that nothing covers: in Docker `--security-opt systempaths=unconfined`, "
        "in Kubernetes `procMount: Unmasked`."
    ),
    "identity": "report it with the kernel's version: every Linux with user namespaces can do it.",
    "limits": "raise the hard limit that the message names for the account that grades (`ulimit -H`), or lower the setting.",
    "nesting": "allow a user namespace in a user namespace: `sysctl user.max_user_namespaces=10000`.",
    "seccomp": "needs a kernel built with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64.",
    "landlock": "needs Linux 5.13 or later with landlock among the `lsm=` of the kernel's command line.",
    "memory watch": "mount /proc so that the account that grades sees its own processes (no `hidepid`).",
    "first child": "call separate(), fork, and call confine() in the first child.",
}


def failure(mechanism: str, found: object) -> JailError:
    return JailError(mechanism, str(found), REMEDIES[mechanism])


@contextmanager
def naming(mechanism: str) -> Iterator[None]:
    """Turn an OSError or ValueError of the kernel into a JailError that names the mechanism and what to do."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise failure(mechanism, error) from error
