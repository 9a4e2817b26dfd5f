"""What a process that has imported certain modules must be able to read: the interpreter, the system, the packages."""

import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin", "/usr")


def readable_paths(modules: Mapping[str, ModuleType]) -> tuple[str, ...]:
    """Absolute paths for `Profile.readable`, given `sys.modules`: a folder for a package, a file for a module.

    A package comes whole: whatever lies in the folder of an imported package can be read by students.
    """
    found = [*SYSTEM, *_both(sys.prefix), *_both(sys.base_prefix), *_both(sys.exec_prefix)]
    for name in sorted(modules):  # a package before its modules
        file = getattr(modules[name], "__file__", None)
        if not isinstance(file, str) or not file.startswith("/") or _covered(file, found):
            continue
        is_package = hasattr(modules[name], "__path__")
        found += _both(str(Path(file).parent) if is_package else file)
    return tuple(dict.fromkeys(path for path in found if path != "/"))


def _both(path: str) -> tuple[str, ...]:
    """As it is spelled and as it is without links, for programs that follow them."""
    return path, str(Path(path).resolve())


def _covered(file: str, folders: list[str]) -> bool:
    return any(file == folder or file.startswith(folder + "/") for folder in folders)
