"""A Markdown file with front matter, edited in place: what is not changed keeps its bytes, comments and order.

Round-trip YAML libraries keep comments but lay values out anew; here a field that changes is written anew and every other
line of the file is left alone. Only PyYAML's positions are needed for that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import yaml

SIZE_LIMIT_BYTES = 200_000  # a story is about 3 kB; PyYAML reads this much in about a second

_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(---|\.\.\.)[ \t]*")
_HEADING = re.compile(r" {0,3}(#{1,6})(?![^ \t])(.*)")
_ESCAPED = re.compile(r"^( {0,3})\\(\\*#{1,6}(?=\s|$))", re.MULTILINE)
_MARK = re.compile(r"^( {0,3})(\\*#)")
_CODE = re.compile(r" {0,3}(```|~~~)")
SPLITTING_LEVEL = 2
"""Headings up to this level end a section even when their name is unknown; deeper ones belong to its text."""

Value = str | Sequence[str]


class Unreadable(ValueError):
    """Why a text is no such file, for the learner: one sentence without the file's name."""


@dataclass(frozen=True)
class _Segment:
    """A known heading (or "" before the first, and for unknown ones) and the lines up to the next, verbatim."""

    name: str
    heading: str
    body: str


@dataclass(frozen=True)
class Document:
    """Front matter and sections; `headings` maps heading texts in lower case to the names of sections."""

    front: str
    """Between the fences, verbatim; "" for none."""
    body: str
    headings: Mapping[str, str]
    opening: str = ""
    closing: str = ""
    newline: str = "\n"
    start: str = ""
    """A byte order mark, as Windows' editor leaves it."""

    @classmethod
    def parse(cls, text: str, headings: Mapping[str, str]) -> "Document":
        """Raises Unreadable."""
        start = "\ufeff" if text.startswith("\ufeff") else ""
        lines = _lines(text.removeprefix(start))
        newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
        if not lines or not _FENCE.fullmatch(_bare(lines[0])):
            return cls("", "".join(lines), headings, newline=newline, start=start)
        end = next((number for number, line in enumerate(lines[1:], 1) if _END.fullmatch(_bare(line))), None)
        if end is None:
            raise Unreadable("its first line, ---, opens a block of fields that no second --- closes")
        front, body = "".join(lines[1:end]), "".join(lines[end + 1 :])
        document = cls(front, body, headings, lines[0], lines[end], newline, start)
        _ = document.fields  # read now: what cannot be read is told here
        return document

    @property
    def text(self) -> str:
        return self.start + self.opening + self.front + self.closing + self.body

    # Fields

    @cached_property
    def fields(self) -> dict[str, Value]:
        """Key to text or list of texts, as written: no key of this file is ever a number or a date. Raises Unreadable."""
        return {key: self._value(node) for key, node in self._nodes()}

    @property
    def repeated(self) -> list[str]:
        """Keys that stand there more than once: the last one counts."""
        return _repeated(key for key, _ in self._nodes())

    def with_field(self, key: str, value: Value) -> "Document":
        """Raises Unreadable when the front matter is of a form in which `key` cannot be changed without touching others."""
        plain = value if isinstance(value, str) else list(value)
        if self.fields.get(key) == plain or (not plain and key not in self.fields):
            return self
        before = {name: old for name, old in self.fields.items() if name != key}
        changed = replace(
            self,
            front=self._with_lines(key, _emit(key, plain).replace("\n", self.newline)),
            opening=self.opening or f"---{self.newline}",
            closing=self.closing or f"---{self.newline}",
        )
        if not changed._holds({**before, key: plain}):
            raise Unreadable(
                f"its field {key!r} cannot be changed from here without touching others: edit the file by hand"
            )
        return changed

    def _holds(self, fields: Mapping[str, Value]) -> bool:
        """Whether the file, read again, has these fields: a field may have stood for others, by an anchor."""
        try:
            return Document.parse(self.text, self.headings).fields == fields
        except Unreadable:
            return False

    def _with_lines(self, key: str, new: str) -> str:
        lines = _lines(self.front)
        blocks = self._blocks(lines)
        if blocks is None:  # all on one line, {title: …}: write it anew, a field a block
            kept = [
                _emit(name, value).replace("\n", self.newline) for name, value in self.fields.items() if name != key
            ]
            comments = [f"{_bare(line)}{self.newline}" for line in lines if line.lstrip().startswith("#")]
            return "".join([*comments, *kept, new])
        found = [block for name, block in blocks if name == key]
        if not found:
            ending = "" if not lines or lines[-1].endswith("\n") else self.newline
            return self.front + ending + new
        start, end = found[-1]
        comments = [
            f"{_bare(line).lstrip()}{self.newline}" for line in lines[start + 1 : end] if line.lstrip().startswith("#")
        ]
        return "".join([*lines[:start], *comments, new, *lines[end:]])

    def _blocks(self, lines: list[str]) -> list[tuple[str, tuple[int, int]]] | None:
        """Key to its lines, first and behind the last; None when two keys share a line."""
        starts = [(key, self.front.count("\n", 0, node.start_mark.index)) for key, node in self._keys()]
        if len({line for _, line in starts}) < len(starts) or any(lines[at][:1] in "{? " for _, at in starts):
            return None
        blocks = []
        for (key, start), (_, end) in pairwise([*starts, ("", len(lines))]):
            while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
                end -= 1  # these stand above the next key and belong to it
            blocks.append((key, (start, end)))
        return blocks

    def _keys(self) -> list[tuple[str, yaml.Node]]:
        return [(str(key.value), key) for key, _ in self._root.value] if self._root else []

    def _nodes(self) -> list[tuple[str, yaml.Node]]:
        return [(str(key.value), node) for key, node in self._root.value] if self._root else []

    @cached_property
    def _root(self) -> yaml.MappingNode | None:
        try:
            root = yaml.compose(self.front, Loader=yaml.BaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = f", line {mark.line + 2}" if mark else ""
            raise Unreadable(f"its fields cannot be read as YAML{where}: {error.problem or error.context}") from error
        except (yaml.YAMLError, RecursionError, ValueError, IndexError, OverflowError) as error:
            what = " ".join(str(error).split())[:200] or type(error).__name__
            raise Unreadable(f"its fields cannot be read as YAML: {what}") from error
        if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
            return None
        if not isinstance(root, yaml.MappingNode) or not all(isinstance(key, yaml.ScalarNode) for key, _ in root.value):
            raise Unreadable("what stands between the two --- are no fields, a `name: value` each")
        return root

    def _value(self, node: yaml.Node) -> Value:
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item) for item in node.value]
        return self._plain(node)

    def _plain(self, node: yaml.Node) -> str:
        """A nested thing as it is written: `- latency: 40 ms` is meant as words."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        return " ".join(self.front[node.start_mark.index : node.end_mark.index].split())

    # Sections

    @cached_property
    def sections(self) -> dict[str, str]:
        """Name to text, without the blank lines around it; the first of two of the same name."""
        found: dict[str, str] = {}
        for segment in self._segments:
            if segment.name:
                found.setdefault(segment.name, _unescape(_stripped(segment.body)))
        return found

    @property
    def repeated_sections(self) -> list[str]:
        return _repeated(segment.name for segment in self._segments if segment.name)

    @property
    def other(self) -> str:
        """What stands in no section: before the first heading and under unknown ones."""
        return "".join(segment.heading + segment.body for segment in self._segments if not segment.name).strip()

    def with_section(self, name: str, title: str, text: str) -> "Document":
        """`title` is the heading's text if there is none yet. A code block left open in `text` is closed."""
        text = _stripped(text.replace("\r\n", "\n").replace("\r", "\n"))
        _, code = _escape(text, self.headings)
        text += f"\n{code}" if code else ""
        if self.sections.get(name, "") == text:
            return self
        written = _escape(text, self.headings)[0].replace("\n", self.newline)
        end = self.newline
        body = f"{end}{written}{end}{end}" if written else end
        segments = list(self._segments)
        at = next((number for number, segment in enumerate(segments) if segment.name == name), None)
        if at is not None:
            heading = segments[at].heading
            heading += "" if heading.endswith("\n") else end
            segments[at] = _Segment(name, heading, body)
        else:
            if (
                segments
                and (last := segments[-1])
                and (content := last.heading + last.body)
                and not content.endswith("\n")
            ):
                segments[-1] = replace(last, body=last.body + end + end)
            segments.append(_Segment(name, f"## {title}{end}", body))
        closing = self.closing if self.closing.endswith("\n") or not self.closing else self.closing + end
        return replace(self, closing=closing, body="".join(segment.heading + segment.body for segment in segments))

    @cached_property
    def _segments(self) -> list[_Segment]:
        segments: list[_Segment] = []
        name, heading, body = "", "", list[str]()
        for line, split in _splits(_lines(self.body), self.headings):
            if split is None:
                body.append(line)
                continue
            segments.append(_Segment(name, heading, "".join(body)))
            name, heading, body = split, line, []
        return [*segments, _Segment(name, heading, "".join(body))]


def _splits(lines: list[str], headings: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Each line, with the section it opens: a name, "" for an unknown one, None when it opens none.

    A known heading opens its section wherever it stands, so that a code block left open swallows none; an unknown one
    does not within a code block, where it is a comment.
    """
    code = ""
    for line in lines:
        bare = _bare(line)
        heading = _heading(bare, headings)
        if heading and heading[0]:
            code = ""
            yield line, heading[0]
        elif heading and heading[1] <= SPLITTING_LEVEL and not code:
            yield line, ""
        else:
            code = _code_after(bare, code)
            yield line, None


def _heading(bare: str, headings: Mapping[str, str]) -> tuple[str, int] | None:
    """Name of the section ("" when unknown) and level; None for a line that is no heading."""
    match = _HEADING.fullmatch(bare)
    if match is None:
        return None
    text = match[2].strip(" \t")
    if (bare_text := text.rstrip("#")) != text and (not bare_text or bare_text[-1] in " \t"):
        text = bare_text  # closed, as in "## Result ##"
    return headings.get(" ".join(text.split()).rstrip(":").casefold(), ""), len(match[1])


def _escape(text: str, headings: Mapping[str, str]) -> tuple[str, str]:
    """A line that would open a section gets a backslash; one that has some before its # gets one more, to come back as it was.

    And the fence of the code block that is open at the end, which would hide the headings below, "" for none.
    """
    code, done = "", list[str]()
    for line in text.split("\n"):
        heading = _heading(line, headings)
        if _ESCAPED.match(line) or (heading and (heading[0] or (heading[1] <= SPLITTING_LEVEL and not code))):
            done.append(_MARK.sub(r"\1\\\2", line, count=1))
            continue
        code = _code_after(line, code)
        done.append(line)
    return "\n".join(done), code


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1\2", text)


def _code_after(bare: str, code: str) -> str:
    """The fence of the code block that is open after this line, "" for none."""
    fence = _CODE.match(bare)
    return code if fence is None else "" if code == fence[1] else code or fence[1]


def storable(text: object) -> str:
    """A lone surrogate, which a browser can send, fits no file."""
    return str(text).encode("utf-8", "replace").decode()


def _repeated(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def _stripped(body: str) -> str:
    lines = body.replace("\r\n", "\n").split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def _emit(key: str, value: Value) -> str:
    """`key: value` in lines of its own."""
    if all(text.isprintable() for text in ([value] if isinstance(value, str) else value)):
        return yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=10**9)
    name = yaml.safe_dump({key: None}, allow_unicode=True, width=10**9).partition(": null")[0]
    if isinstance(value, str):
        return f"{name}: {_quoted(value)}\n"
    return "".join([f"{name}:\n", *(f"- {_quoted(text)}\n" for text in value)])


def _quoted(text: str) -> str:
    """With escapes for what cannot be seen: PyYAML's own quotes lose some line ends of Unicode."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in plain) + '"'


def _lines(text: str) -> list[str]:
    """With their ends; only a line feed ends a line, as in Markdown, whatever str.splitlines takes for one."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    return lines if lines[-1] else lines[:-1]


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")
