"""What counts as an edit: a digest of what a person writes in a notebook, blind to outputs and to how JSON is laid out."""

import hashlib
import json
from pathlib import Path
from typing import Any

from course.errors import DamagedFile


def digest(path: Path) -> str | None:
    """SHA-256, as hex, of a file's contents as far as a person wrote them; None when there is no such file.

    Of a notebook: kind, text, attachments and grading metadata of each cell that is not empty (JupyterLab adds an
    empty cell when the last one is run). Of any other file: its bytes. Raises DamagedFile for a notebook that cannot
    be read as one, and OSError.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise DamagedFile(f"{path} is a folder where a file belongs. It is left as it is: rename it.") from None
    return digest_of(content, path)


def digest_of(content: bytes, path: Path) -> str:
    """The digest of `content`; `path` says by its suffix whether it is a notebook, and is named in DamagedFile."""
    if path.suffix != ".ipynb":
        return hashlib.sha256(content).hexdigest()
    try:
        cells = [_written(cell) for cell in json.loads(content)["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedFile(
            f"{path} cannot be read as a notebook ({type(error).__name__}: {error}). It is left as it is; "
            f"`course reset {path.stem}` puts it into backups/ and gives a fresh one."
        ) from error
    text = json.dumps([cell for cell in cells if cell is not None], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(cell: dict[str, Any]) -> list[Any] | None:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    attachments = cell.get("attachments") or {}
    if not text.strip() and not attachments:
        return None
    return [cell["cell_type"], text, attachments, cell.get("metadata", {}).get("nbgrader")]
