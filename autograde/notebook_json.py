"""A notebook's bytes as a JSON object of nbformat 4, within bounds; nothing inside is trusted to have its right type."""

import json
import warnings
from typing import Any

from autograde.errors import NotebookRefused
from autograde.job import MIB

NOTEBOOK_BYTES = 32 * MIB
"""A notebook that is full of plots has some MiB."""
JSON_ITEMS = 2_000_000
"""Commas and opening brackets: what parsing may take is some 100 bytes for each."""
OLD_JSON_ITEMS = 200_000
"""Of a notebook that nbformat has to upgrade, which takes far longer than to parse it."""
INTEGER_DIGITS = 18
NBFORMAT = 4
JSON_KINDS = {type(None): "nothing", dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
CELL_TYPES = ("code", "markdown", "raw")


def read(content: bytes, name: str) -> dict[str, Any]:
    """The notebook `name`; its "cells" are a list. Raises NotebookRefused."""
    if len(content) > NOTEBOOK_BYTES:
        raise NotebookRefused(
            f"{name} has {len(content)} bytes, more than the {NOTEBOOK_BYTES} that a notebook may have."
        )
    items = sum(map(content.count, (b",", b"[", b"{")))
    if items > JSON_ITEMS:
        raise NotebookRefused(f"{name} holds more than {JSON_ITEMS} values, too many for a notebook.")
    raw = _parse(content, name)
    if not isinstance(raw, dict):
        raise NotebookRefused(f"{name} is no notebook: a JSON object was expected, {_kind(raw)} was found.")
    version = raw.get("nbformat", NBFORMAT)
    if version in (1, 2, 3) and not isinstance(version, bool):
        if items > OLD_JSON_ITEMS:
            raise NotebookRefused(
                f"{name} is of an old notebook format and too large to upgrade; save it in JupyterLab."
            )
        raw = _convert(raw, name)
    elif version != NBFORMAT:
        raise NotebookRefused(
            f"{name} is of notebook format {str(version)[:20]}, known are 1 to 4; save it in JupyterLab again."
        )
    if not isinstance(raw.get("cells"), list):
        raise NotebookRefused(
            f"{name} is no notebook: a list of cells was expected, {_kind(raw.get('cells'))} was found."
        )
    return dict(raw)


def text(raw: Any) -> str | None:
    """A multi-line string of nbformat, a string or a list of such, with plain line ends; None for anything else."""
    if isinstance(raw, list) and all(isinstance(line, str) for line in raw):
        raw = "".join(raw)
    return whole(raw) if isinstance(raw, str) else None


def whole(text: str) -> str:
    """The text with U+FFFD in place of lone surrogates."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _parse(content: bytes, name: str) -> Any:
    try:
        readable = content.decode(json.detect_encoding(content))
        # NaN stands in the outputs of honest notebooks, and outputs are dropped.
        return json.loads(readable, parse_int=_integer, parse_constant=lambda _: None)
    except RecursionError as error:
        raise NotebookRefused(f"{name} is no notebook: its JSON is nested too deeply.") from error
    except UnicodeDecodeError as error:
        raise NotebookRefused(
            f"{name} is not a text in {error.encoding.upper()}, so it was not graded: byte {error.start} is none; hand in a fresh one."
        ) from error
    except json.JSONDecodeError as error:
        raise NotebookRefused(
            f"{name} is not JSON, so it was not graded: {error.msg} (line {error.lineno}); open it in JupyterLab, or hand in a fresh one."
        ) from error


def _integer(digits: str) -> int:
    """Python refuses to convert very long ones, and no number of a notebook's is."""
    return int(digits) if len(digits) <= INTEGER_DIGITS else 0


def _convert(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """A notebook of an older format, upgraded by nbformat."""
    import nbformat  # a second to import, and such notebooks are rare

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without an id, which nbformat 3 does not know
            converted = json.loads(json.dumps(nbformat.convert(nbformat.from_dict(raw), NBFORMAT)))
    except Exception as error:  # its converters trust the types that they find, and fail in any way
        raise NotebookRefused(
            f"{name} is of an old notebook format and could not be upgraded: {type(error).__name__}."
        ) from error
    return converted if isinstance(converted, dict) else {}


def _kind(value: Any) -> str:
    return JSON_KINDS.get(type(value), "a number")
