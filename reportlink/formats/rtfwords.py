"""The control words of RTF 1.9.1 that matter to its text."""

from __future__ import annotations

PASSED_OVER = frozenset(
    [
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "objdata", "objclass", "header", "headerl",
        "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "annotation", "atnid",
        "atnauthor", "atntime", "atnicn", "atnref", "atndate", "atnparent", "bkmkstart", "bkmkend", "xe", "tc",
        "tcn", "rxe", "txe", "listtable", "listoverridetable", "listtext", "pntext", "pntxta", "pntxtb",
        "revtbl", "rsidtbl", "filetbl", "generator", "nonshppict", "shpinst", "themedata", "colorschememapping",
        "datastore", "latentstyles", "xmlnstbl", "mmathPr", "userprops", "title", "subject", "author",
        "operator", "keywords", "comment", "doccomm", "company", "manager", "category", "private", "template",
        "passwordhash", "do", "docvar", "falt", "panose", "fontemb", "fontfile", "formfield", "datafield",
        "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "background",
    ]
)  # fmt: skip
"""Destinations whose text is no body text."""

BREAKS = {
    "par": "\n",
    "sect": "\n\n",
    "page": "\n\n",
    "column": "\n\n",
    "row": "\n\n",
    "cell": "\n\n",
    "nestcell": "\n\n",
    "nestrow": "\n\n",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "softpage": "\n",
}
"""What ends a line, and what a stretch of text. Reports are wrapped with `par` too: as in plain text, the lines tell
whether it ends a sentence."""

CHARACTERS = {
    "tab": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "zwbo": "\u200b",
    "zwnbo": "\u2060",
}

SYMBOLS = {"{": "{", "}": "}", "\\": "\\", "~": "\u00a0", "-": "\u00ad", "_": "\u2011"}

DEFAULTS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""What the document's bytes are in where no code page is named."""

CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
r"""`\fcharset` -> codec. 0 and 1 are the document's own."""
