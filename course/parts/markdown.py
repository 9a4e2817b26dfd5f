"""Markdown and code to HTML that JupyterLab's own style sheet colours, in light and in dark.

The libraries are imported when something is drawn, which a batch run never does: they cost a tenth of a second.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def to_html(text: str) -> str:
    """CommonMark and tables; raw HTML in it is shown, not obeyed."""
    return str(_parser().render(text))


def to_inline_html(text: str) -> str:
    """One line of Markdown without the paragraph around it."""
    return str(_parser().renderInline(text))


def code_to_html(code: str, language: str = "python") -> str:
    """Highlighted code, as text without colours when the language is unknown."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language or "text")
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    coloured = highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
    return f'<pre class="highlight"><code>{coloured}</code></pre>'


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False})
    parser.options["highlight"] = lambda code, language, _attributes: code_to_html(code, language)
    return parser.enable("table")
