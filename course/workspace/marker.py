"""`.keeper/workspace.json`: which version of each lesson was installed and offered, so that an edit can be told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from course.errors import DamagedFile, WorkspaceError
from course.files import write_atomic
from course.workspace.place import writing

VERSION = 1


@dataclass(frozen=True)
class Marker:
    """Paths below the workspace, with "/" between folders, to digests (`course.workspace.notebooks`)."""

    installed: Mapping[str, str] = field(default_factory=dict)
    offered: Mapping[str, str] = field(default_factory=dict)
    """New versions put beside an edited lesson, so that none is offered twice."""

    def to_dict(self) -> dict[str, object]:
        return {
            "version": VERSION,
            "installed": dict(sorted(self.installed.items())),
            "offered": dict(sorted(self.offered.items())),
        }

    @classmethod
    def from_dict(cls, raw: object) -> Self:
        """Raises ValueError, saying what is wrong; the version has been checked before."""
        if not isinstance(raw, dict):
            raise ValueError("the file holds no JSON object")
        for key in ("installed", "offered"):
            table = raw.get(key)
            if not isinstance(table, dict) or not all(isinstance(digest, str) for digest in table.values()):
                raise ValueError(f'"{key}" is not an object of texts')
        return cls(raw["installed"], raw["offered"])


def load(path: Path) -> Marker:
    """The marker at `path`, an empty one when there is none.

    Raises DamagedFile when it cannot be read, and WorkspaceError when it is of a newer course; it is left as it is.
    """
    try:
        raw = json.loads(path.read_bytes())
        version = raw.get("version") if isinstance(raw, dict) else None
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise ValueError(f'"version" is {version!r}, not a number from 1')
        if version > VERSION:
            raise WorkspaceError(
                f"{path.parent.parent} was made by a newer Keeper (version {version} of its {path.name}; this one reads "
                f"up to {VERSION}). It is left as it is: upgrade Keeper, or choose another folder with --workspace."
            )
        return Marker.from_dict(raw)
    except FileNotFoundError:
        return Marker()
    except (ValueError, RecursionError) as error:
        raise DamagedFile(f"{path} is damaged ({error}).") from error
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}. Mend its permissions.") from error


def save(path: Path, marker: Marker) -> None:
    """Raises WorkspaceError when the disk is full or forbids it."""
    text = json.dumps(marker.to_dict(), indent=2) + "\n"
    with writing(path):
        if not path.exists() or path.read_text(encoding="utf-8", errors="replace") != text:
            write_atomic(path, text)
