"""The browser's side of home: an anywidget of view.js and view.css around the page's HTML."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_FOLDER = Path(__file__).parent


class View(anywidget.AnyWidget):
    """Shows what `page` gives, anew whenever the script asks: at its button, and when home comes into sight."""

    _esm = _FOLDER / "view.js"
    _css = _FOLDER / "view.css"
    html = traitlets.Unicode().tag(sync=True)
    turn = traitlets.Int().tag(sync=True)
    """Grows with each refresh, so that the script hears back when nothing has changed."""
    folders = traitlets.Dict().tag(sync=True)
    """The workspace and the user's home, from which the script finds a lesson's path below the server's root."""

    def __init__(self, page: Callable[[], str], workspace: Path) -> None:
        super().__init__(folders={"workspace": str(workspace), "home": str(Path.home())})
        self._page = page
        self.on_msg(lambda _widget, _content, _buffers: self.refresh())

    def refresh(self) -> None:
        with self.hold_sync():
            self.html = self._page()
            self.turn += 1

    def bundle(self) -> dict[str, Any]:
        """What a cell's output holds for a front end to draw it."""
        data_and_metadata = self._repr_mimebundle_()
        return dict(data_and_metadata[0]) if data_and_metadata else {}
