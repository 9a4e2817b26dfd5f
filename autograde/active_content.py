"""What a browser would run or obey in a student's text and outputs, made inert: feedback and formgrader print much of it raw.

nbconvert's Markdown renderer lets HTML and `javascript:` links through, and nbgrader's templates clean neither. So a Markdown text
with anything active is shown as what was typed, in a fenced block, where the renderer escapes it; nothing of it is lost. HTML of an
output is cleaned by bleach. Text without anything active, nearly all of it, stays as it is.
"""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from autograde.notebook_json import text as multiline

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner  # type: ignore[import-untyped]

ELEMENTS = (
    "abbr|address|area|article|aside|bdi|bdo|blockquote|br|caption|center|cite|code|col|colgroup|data|dd|del|details|dfn|div|dl|dt|em|"
    "figcaption|figure|font|footer|h[1-6]|header|hr|img|ins|kbd|label|li|main|map|mark|menu|meter|nav|ol|output|p|picture|pre|progress|"
    "rp|rt|ruby|samp|search|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|ul|var|wbr"
)
"""HTML that runs nothing by itself; of the inline elements with one letter see below."""
INLINE_LETTERS = "abiqsu"
"""Elements too, but inside a formula variables: unfinished, they are text to Markdown."""
ACTIVE_ELEMENTS = (
    "animate|applet|audio|base|body|button|canvas|dialog|embed|fieldset|form|frame|frameset|head|html|iframe|image|input|isindex|keygen|"
    "legend|link|listing|marquee|math|meta|noembed|noframes|noscript|object|optgroup|option|param|plaintext|portal|script|select|slot|"
    "source|style|svg|template|textarea|title|track|video|xmp"
)
"""Elements that run, load, ask, or change how the rest of the page is read."""
TAG = re.compile(
    r"""</?[a-zA-Z][\w:.-]*(\s+[\w:.-]+(\s*=\s*("[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+))?)*\s*/?>""",
)
TAG_START = re.compile(r"</?[a-zA-Z]")
ACTIVE_TAG = re.compile(rf"</?({ACTIVE_ELEMENTS})(?![\w-])")
PLAIN_TAG = re.compile(rf"</?({ELEMENTS})(?![\w-])", re.IGNORECASE)
PARAGRAPH = re.compile(r"</?p(?![\w-])", re.IGNORECASE)
LINE_START = re.compile(r"[\s>*+\d.)-]*")
HANDLER = re.compile(r"on(?<!\won)[a-z]{3,}\s*=")
COMMENT = re.compile(r"<!--[^<>]*-->")
DECLARATION = re.compile(r"<[!?]")
SCRIPT_URL = re.compile(
    r"""(\]\(<?|\]:<?|<|=["']?)(javascript|vbscript|data:(text|application|image/svg))""",
    re.IGNORECASE,
)
STYLE = re.compile(r"style\s*=", re.IGNORECASE)
STYLE_ACTIVE = re.compile(r"position|url|\\|@|/\*", re.IGNORECASE)
"""What could cover the page, or load something."""
TAG_CHARACTERS = 2_000
"""How far an unfinished tag is looked through."""
TAGS = 5_000
"""Of one text; with more it counts as active."""
CLEANED_BRACKETS = 2_000
"""Of HTML that is cleaned; with more it is removed, since bleach may take half a second for that many."""
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\ufeff]")
ATTACHMENT = re.compile(r"attachment:([^\s)>\"']*)", re.IGNORECASE)
FENCE = re.compile(r"~{3,}")
ENCODINGS = 3
"""How often one text may be encoded in another, entities within entities."""

PANDAS_STYLE = re.compile(r"<style scoped>[^<>]*</style>")
"""Of every data frame's; nbconvert's and JupyterLab's own styles do the same."""
SCRIPT_TEXT = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
ANY_TAG = re.compile(r"<[^<>]*>")
BASE64_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
TEXTS = ("text/plain", "text/latex", "image/svg+xml")  # an SVG is shown as an <img>, in which nothing runs
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
REMOVED = {"text/plain": "(This output was removed: a browser might run it.)"}
MODEL_ID = re.compile(r"[0-9a-fA-F-]{1,64}")


def markdown(text: str, attachments: Mapping[str, object]) -> str:
    """The text itself, or, if anything in it is active or names an attachment that is not there, the text as a fenced block.

    nbconvert stops on a missing attachment, and with it the feedback for everyone.
    """
    if not _is_active(text) and not SCRIPT_URL.search(_decoded(text)) and not _lacks_attachment(text, attachments):
        return text
    fence = "~" * (max(map(len, FENCE.findall(text)), default=2) + 1)
    return f"{fence}\n{text}\n{fence}"


def bundle(data: object, may_clean: bool = True) -> tuple[dict[str, Any], bool]:
    """A MIME bundle of an output with what is known to be harmless, and whether anything was cleaned or dropped.

    Unless it `may_clean`, which takes time, HTML that would have to be cleaned is dropped.
    """
    if not isinstance(data, Mapping):
        return dict(REMOVED), True
    kept: dict[str, Any] = {}
    cleaned = False
    for kind, value in data.items():
        good = _harmless(str(kind), value, may_clean)
        if good is not None:
            kept[str(kind)] = good
        cleaned = (
            cleaned or good is None or (kind == "text/html" and good != PANDAS_STYLE.sub("", multiline(value) or ""))
        )
    return kept or dict(REMOVED), cleaned


def _harmless(kind: str, value: object, may_clean: bool) -> Any:
    """The value as it may be shown; None for a type, or a value, that may not."""
    if kind == WIDGET_VIEW:
        return _widget_view(value)
    text = multiline(list(value) if isinstance(value, tuple) else value)
    if text is None:
        return None
    if kind in TEXTS:
        return text
    if kind in BASE64_IMAGES:
        return text if BASE64.fullmatch(text) else None
    if kind == "text/html":
        return clean_html(text, may_clean)
    if kind == "text/markdown":
        return markdown(text, {})
    return None


def _widget_view(value: object) -> dict[str, object] | None:
    """What names a widget; its state is not kept, so it shows nothing by itself."""
    if not isinstance(value, Mapping):
        return None
    id, major, minor = (value.get(name) for name in ("model_id", "version_major", "version_minor"))
    if not (isinstance(id, str) and MODEL_ID.fullmatch(id) and isinstance(major, int) and isinstance(minor, int)):
        return None
    return {"model_id": id, "version_major": major, "version_minor": minor}


def clean_html(text: str, may_clean: bool = True) -> str | None:
    """HTML that runs nothing; what is harmless already stays as it is. None for what would have to be cleaned but may not, or if nothing to see is left."""
    text = PANDAS_STYLE.sub("", text)
    if not _is_active(text, strict=True) and not SCRIPT_URL.search(_decoded(text)):
        return text
    if not may_clean or text.count("<") > CLEANED_BRACKETS:
        return None
    cleaned = str(_cleaner().clean(SCRIPT_TEXT.sub("", text)))
    return cleaned if "<img" in cleaned or ANY_TAG.sub("", cleaned).strip() else None


@lru_cache(1)
def _cleaner() -> "Cleaner":
    from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]  # slow to import, and seldom needed
    from bleach.sanitizer import Cleaner

    tags = frozenset(ELEMENTS.replace("h[1-6]", "h1|h2|h3|h4|h5|h6").split("|")) | frozenset(INLINE_LETTERS)
    attributes = {
        "*": ["class", "style", "title", "align", "colspan", "rowspan", "border", "width", "height"],
        "a": ["href"],
        "img": ["src", "alt"],
    }
    css = CSSSanitizer(allowed_svg_properties=[])
    return Cleaner(
        tags=tags, attributes=attributes, protocols=["http", "https", "mailto", "data"], strip=True, css_sanitizer=css
    )


def _is_active(text: str, strict: bool = False) -> bool:
    """Whether a browser might run, load or be misled by the tags in `text`.

    `strict`: every tag has to be whole. In Markdown one that is not is text, unless it begins a block.
    """
    if "<" not in text:
        return False
    text = COMMENT.sub("", text).lower()
    first = TAG_START.search(text)
    if ACTIVE_TAG.search(text) or DECLARATION.search(text) or (first and HANDLER.search(text, first.start())):
        return True
    if first and STYLE.search(text, first.start()) and _is_styled(text):
        return True
    rest = TAG.sub(" ", text)
    unfinished = [match.start() for match in islice(TAG_START.finditer(rest), TAGS + 1)]
    return len(unfinished) > TAGS or any(strict or _begins_block(rest, start) for start in unfinished)


def _is_styled(text: str) -> bool:
    """Whether a tag has a style that could cover the page, or load something."""
    starts = [match.start() for match in islice(TAG_START.finditer(text), TAGS + 1)]
    return len(starts) > TAGS or any(_is_styled_tag(text, start) for start in starts)


def _is_styled_tag(text: str, start: int) -> bool:
    tag = TAG.match(text, start)
    end = tag.end() if tag else start + TAG_CHARACTERS
    style = STYLE.search(text, start, end)
    return bool(style and STYLE_ACTIVE.search(text, style.end(), end))


def _begins_block(text: str, start: int) -> bool:
    """Whether the unfinished tag would be printed raw, and swallow what follows it on the page."""
    if not PLAIN_TAG.match(text, start):
        return False
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not PARAGRAPH.match(text, start) or LINE_START.fullmatch(line) is not None


def _decoded(text: str) -> str:
    """The text as a lenient reader takes it: entities resolved, without what browsers and Markdown pass over."""
    for _ in range(ENCODINGS):
        if "&" not in text:
            break
        text = html.unescape(text)
    text = "".join(text.split()).replace("\\", "").lower()
    return text if text.isprintable() else UNSEEN.sub("", text)


def _lacks_attachment(text: str, attachments: Mapping[str, object]) -> bool:
    if "attachment:" not in _decoded(text):
        return False
    names = ATTACHMENT.findall(text)
    return not names or any(name not in attachments for name in names)
