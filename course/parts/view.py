"""The browser's side of a part: an anywidget made of frame.js, the part's own script and its styles."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_FOLDER = Path(__file__).parent


class View(anywidget.AnyWidget):
    """Shows `state` with `script` and `styles`, and hands the script's messages, with their bytes, to `receive`."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        script: str,
        styles: Sequence[str],
        state: dict[str, Any],
        receive: Callable[[object, Sequence[memoryview]], None],
    ) -> None:
        esm, css = ("\n".join(map(_text, names)) for names in (("frame.js", script), styles))
        super().__init__(_esm=esm, _css=css, state=state)
        self.on_msg(lambda _widget, content, buffers: receive(content, buffers))

    def bundle(self) -> dict[str, Any]:
        """What a cell's output holds for a front end to draw it."""
        bundle = self._repr_mimebundle_()
        return dict(bundle[0]) if bundle else {}


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
