"""Outputs as a process of the jail gave them, made into nbformat outputs: a student's process may answer with anything."""

import json
from collections.abc import Iterator
from typing import Any

MAX_OUTPUTS = 1_000
MAX_MIME_TYPES = 20


def vetted(outputs: object, limit_bytes: int) -> tuple[dict[str, Any], ...]:
    """Those that are whole, as far as they stay within the limit (of characters; JSON that is no text counts as written)."""
    kept, size = [], 0
    for output in _clean(outputs):
        size += len(json.dumps(output))
        if size > 2 * limit_bytes + 1_000:
            break
        kept.append(output)
    return tuple(kept)


def _clean(outputs: object) -> Iterator[dict[str, Any]]:
    for output in outputs[:MAX_OUTPUTS] if isinstance(outputs, (list, tuple)) else ():
        if not isinstance(output, dict):
            continue
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            yield {"output_type": "stream", "name": name, "text": _text(output.get("text"))}
        elif kind == "error":
            traceback = output.get("traceback")
            lines = [_text(line) for line in traceback[:MAX_OUTPUTS]] if isinstance(traceback, list) else []
            yield {
                "output_type": "error",
                "ename": _text(output.get("ename")),
                "evalue": _text(output.get("evalue")),
                "traceback": lines,
            }
        elif kind in ("display_data", "execute_result"):
            shown = {
                "output_type": kind,
                "data": {key: value for key, value in _bundle(output.get("data")).items() if _is_shown(key, value)},
                "metadata": _bundle(output.get("metadata")),
            }
            if kind == "execute_result":
                count = output.get("execution_count")
                shown["execution_count"] = count if type(count) is int and count >= 0 else None
            yield shown


def _is_shown(mime: str, value: object) -> bool:
    """Whether a notebook may hold the value under that type: text, but for JSON."""
    return isinstance(value, str) or mime == "application/json" or mime.endswith("+json")


def _bundle(bundle: object) -> dict[str, Any]:
    if not isinstance(bundle, dict):
        return {}
    found = {}
    for key, value in list(bundle.items())[:MAX_MIME_TYPES]:
        if isinstance(key, str):
            try:
                # What is not JSON (bytes, numbers without end) does not come through.
                found[_text(key)] = (
                    _text(value) if isinstance(value, str) else json.loads(json.dumps(value, allow_nan=False))
                )
            except (TypeError, ValueError, RecursionError):
                continue
    return found


def _text(value: object) -> str:
    """Text that can be written as UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
