"""Markdown: where paragraphs, headings and table rows stand (CommonMark 0.31, section 4 and 5).

Only places are told. Code, HTML blocks, definitions of links, front matter and the marks of quotes and lists are left
out; so nothing that is not prose is ever taken for it, and what is doubtful is no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FRONT = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?:(?!---)[^\r\n]*(?:\r\n|\r|\n)){0,200}?(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)"
)
_FENCE = re.compile(r"(`{3,})[^`\r\n]*\Z|(~{3,})[^\r\n]*\Z")
_HEADING = re.compile(r"#{1,6}(?=[ \t]|\Z)[ \t]*")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
_BULLET = re.compile(r"([-+*]|([0-9]{1,9})[.)])(?=[ \t]|\Z)")
_DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)+\]:|\[\^?[^\[\]]*\Z")
_TABLE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_HTML = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?:[\s>]|\Z)", re.I),
        re.compile(r"</(?:script|pre|style|textarea)>", re.I),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (
        re.compile(
            r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|"
            r"dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|"
            r"main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|"
            r"thead|title|tr|track|ul)(?:\s|/?>|\Z)",
            re.I,
        ),
        None,
    ),
)
"""How an HTML block begins, and how it ends; None: with a blank line."""
_HTML_ALONE = re.compile(
    r"""</?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*/?>[ \t]*\Z"""
)
_CELL = re.compile(r"(?:[^|\\]|\\[\s\S]|\\\Z)*")
_TAB = 4


Prose = tuple[tuple[int, int], ...]
"""A stretch of inline content: first and past-last code point of each line, marks of quotes and lists left out."""


def blocks(source: str) -> Iterator[Prose]:
    """The prose of a document, in order."""
    return iter(_Blocks(source).run())


@dataclass(slots=True)
class _Cursor:
    """A place in a line; tabs go to the next multiple of four columns."""

    source: str
    at: int
    end: int
    column: int = 0
    spare: int = 0

    def indent(self) -> int:
        """Columns of white space from here."""
        column, at = self.column + self.spare, self.at
        while at < self.end and self.source[at] in " \t":
            column += _TAB - column % _TAB if self.source[at] == "\t" else 1
            at += 1
        return column - self.column

    def skip(self, columns: int) -> None:
        """Pass over so many columns of white space."""
        used = min(self.spare, columns)
        self.spare -= used
        self.column += used
        columns -= used
        while columns > 0 and self.at < self.end and self.source[self.at] in " \t":
            width = _TAB - self.column % _TAB if self.source[self.at] == "\t" else 1
            self.at += 1
            taken = min(width, columns)
            self.column += taken
            self.spare = width - taken
            columns -= taken

    def pass_(self, count: int) -> None:
        """Pass over so many other characters."""
        self.at += count
        self.column += count

    def rest(self) -> str:
        return self.source[self.at : self.end]


@dataclass(slots=True)
class _Blocks:
    source: str
    found: list[Prose] = field(default_factory=list)
    containers: list[int] = field(default_factory=list)
    """Columns of a list item's content; 0 is a quote."""
    paragraph: list[tuple[int, int]] = field(default_factory=list)
    fence: str = ""
    html: re.Pattern[str] | None = None
    in_html: bool = False
    empty_item: bool = False

    def run(self) -> list[Prose]:
        front = _FRONT.match(self.source)
        for match in _LINE.finditer(self.source, front.end() if front else 0):
            if match.end() > match.start():
                self._line(match.start(), match.end() - len(match[0]) + len(match[0].rstrip("\r\n")))
        self._close()
        return self.found

    def _line(self, start: int, end: int) -> None:
        cursor = _Cursor(self.source, start, end)
        matched = self._continue(cursor)
        if matched < len(self.containers) and (self.fence or self.in_html):
            self.fence, self.html, self.in_html = "", None, False
            del self.containers[matched:]
        if self._inside(cursor):
            return
        whole = matched == len(self.containers)
        opened = self._open(cursor, matched)
        rest = cursor.rest()
        if not rest.strip(" \t"):
            self._blank(matched, opened)
        elif self.paragraph and not whole and not opened and not self._begins(cursor, lazy=True):
            self._text(cursor)
        else:
            if not whole and not opened:
                self._close()
                del self.containers[matched:]
            self.empty_item = False
            self._leaf(cursor)

    def _continue(self, cursor: _Cursor) -> int:
        """How many of the open containers this line goes on with; the cursor passes their marks."""
        for number, content in enumerate(self.containers):
            indent = cursor.indent()
            blank = not cursor.rest().strip(" \t")
            if content:
                if blank and self.empty_item and number == len(self.containers) - 1:
                    return number
                if not blank and indent < content:
                    return number
                cursor.skip(content)
            elif not blank and indent < _TAB and cursor.rest().lstrip(" \t").startswith(">"):
                cursor.skip(indent)
                cursor.pass_(1)
                cursor.skip(1)
            else:
                return number
        return len(self.containers)

    def _inside(self, cursor: _Cursor) -> bool:
        """Whether the line belongs to an open code or HTML block."""
        rest = cursor.rest()
        if self.fence:
            mark = rest.strip(" \t")
            if cursor.indent() < _TAB and len(mark) >= len(self.fence) and not mark.strip(self.fence[0]):
                self.fence = ""
            return True
        if self.in_html:
            if self.html.search(rest) if self.html else not rest.strip(" \t"):
                self.html, self.in_html = None, False
            return True
        return False

    def _open(self, cursor: _Cursor, matched: int) -> bool:
        """Open the containers that begin in this line."""
        opened = False
        while (indent := cursor.indent()) < _TAB:
            rest = cursor.rest().lstrip(" \t")
            bullet = _BULLET.match(rest)
            if rest.startswith(">"):
                content = 0
                cursor.skip(indent)
                cursor.pass_(1)
                cursor.skip(1)
            elif bullet and not _RULE.match(rest):
                after = rest[bullet.end() :]
                going_on = bool(self.paragraph) and not opened and matched == len(self.containers)
                if going_on and (not after.strip(" \t") or bullet[2] not in (None, "1")):
                    break
                cursor.skip(indent)
                cursor.pass_(bullet.end())
                spaces = cursor.indent()
                gap = 1 if not after.strip(" \t") or spaces > _TAB else spaces
                cursor.skip(gap)
                content = indent + bullet.end() + gap
                self.empty_item = not after.strip(" \t")
            else:
                break
            if not opened:
                self._close()
                del self.containers[matched:]
                opened = True
            self.containers.append(content)
        return opened

    def _blank(self, matched: int, opened: bool) -> None:
        self._close()
        if not opened:
            # A quote ends at a blank line, and so does an item that has not begun yet.
            del self.containers[matched:]
            self.empty_item = False

    def _begins(self, cursor: _Cursor, *, lazy: bool) -> bool:
        """Whether a block that may interrupt a paragraph begins here."""
        if cursor.indent() >= _TAB:
            return False
        rest = cursor.rest().strip(" \t")
        underline = bool(_UNDERLINE.match(rest)) and not lazy
        html = any(begin.match(rest) for begin, _ in _HTML)
        return bool(_HEADING.match(rest) or _FENCE.match(rest) or _RULE.match(rest)) or underline or html

    def _leaf(self, cursor: _Cursor) -> None:
        indent = cursor.indent()
        if indent >= _TAB:
            if self.paragraph:
                self._text(cursor)
            return
        rest = cursor.rest().lstrip(" \t")
        stripped = rest.rstrip(" \t")
        if self.paragraph and _UNDERLINE.match(stripped):
            self._close()
        elif fence := _FENCE.match(rest):
            self._close()
            self.fence = fence[1] or fence[2]
        elif heading := _HEADING.match(rest):
            self._close()
            cursor.skip(indent)
            begin = cursor.at + heading.end()
            text = self.source[begin : cursor.end].rstrip(" \t")
            bare = text.rstrip("#")
            text = bare.rstrip(" \t") if not bare or bare[-1] in " \t" else text
            self.found.append(((begin, begin + len(text)),))
        elif _RULE.match(stripped):
            self._close()
        elif not self._html(rest):
            self._text(cursor)

    def _html(self, rest: str) -> bool:
        for begin, end in _HTML:
            if begin.match(rest):
                self._close()
                self.html = end
                self.in_html = end is None or not end.search(rest, 2)
                return True
        if not self.paragraph and _HTML_ALONE.match(rest):
            self.html, self.in_html = None, True
            return True
        return False

    def _text(self, cursor: _Cursor) -> None:
        cursor.skip(cursor.indent())
        self.paragraph.append((cursor.at, cursor.end))

    def _close(self) -> None:
        lines, self.paragraph = self.paragraph, []
        if not lines or _DEFINITION.match(self.source[lines[0][0] : lines[0][1]]):
            return
        table = len(lines) > 1 and "-" in (second := self.source[slice(*lines[1])]) and _TABLE.match(second)
        if table and "|" in self.source[lines[0][0] : lines[1][1]]:
            # Bars part cells before anything else is read.
            rows = [line for number, line in enumerate(lines) if number != 1]
            self.found += [((start, end),) for row in rows for start, end in self._cells(*row)]
        else:
            self.found.append(tuple(lines))

    def _cells(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for match in _CELL.finditer(self.source, start, end):
            if match.end() > match.start():
                yield match.start(), match.end()
