"""The shapes of `glossary/figures/*.yml` and of the record of media."""

from __future__ import annotations

from generator.figures.media import MediumKind
from generator.figures.model import SEEN, FigureKind, View
from generator.schema import ID, LANGUAGE, REVIEW, SOURCE
from generator.shape import Choice, Field, Flag, ListOf, MapOf, Number, Record, Schema, Text

KEY = Text(r"[a-z][a-z0-9-]*", "a key: lower-case letters, digits and hyphens, a letter first")
_WORDS = MapOf(KEY.pattern or "", KEY.means, Text())
_SHARES = ListOf(Number())
_SLICES = ListOf(Number(whole=True))

_SCENE = Record(
    {
        "key": Field(KEY, True, "names the scene in the captions"),
        "seconds": Field(Number(), True, "how long it is shown"),
        "still": Field(KEY, help="the medium shown to people who want no motion"),
    },
    "a scene",
)
_BAR = Record(
    {
        "key": Field(KEY, True, "names the quantity in the words of every language"),
        "value": Field(Number(), help="the quantity, where it is one number"),
        "range": Field(ListOf(Number()), help="its lower and upper end, where it is a range"),
        "source": Field(Number(whole=True), True, "which of `sources` says so, counted from 1"),
        "concept": Field(ID, help="the entry that explains it"),
        "reference": Field(Flag(), help="the others are compared with it"),
    },
    "a bar",
)
_CHART = Record(
    {
        "scale": Field(Choice(("linear", "log")), True, "how values become lengths"),
        "bars": Field(ListOf(_BAR), True, "the quantities, in order"),
    },
    "`chart`",
)


def figure_shape(kind: FigureKind) -> Record:
    """The shape of a figure of this kind."""
    fields: dict[str, Field] = {
        "id": Field(ID, True, "permanent; the file's name"),
        "kind": Field(Choice(tuple(FigureKind)), True, "how it is shown"),
        "sources": Field(ListOf(SOURCE), kind is FigureKind.CHART, "where its facts come from"),
        "languages": Field(MapOf(LANGUAGE, "a language code", _block(kind)), True, "one block a language"),
    }
    if kind in SEEN:
        label = {
            "concept": Field(ID, help="the entry that explains this place; this or `words`"),
            "words": Field(KEY, help="the key of its name under `words`, where no entry explains it"),
            "at": Field(_SHARES, True, "x and y, from 0 to 1, from the upper left corner"),
            "tip": Field(_SHARES, help="x and y of what it points at, where the pin would hide it"),
        }
        if kind is FigureKind.STACK:
            label["slice"] = Field(Number(whole=True), help="the slice on which it stands, counted from 0")
            label["slices"] = Field(_SLICES, help="the first and the last slice on which it stands")
            fields["start"] = Field(Number(whole=True), help="the slice shown first; the middle by default")
        fields["media"] = Field(KEY, True, "a key of media/manifest.json")
        fields["view"] = Field(Choice(tuple(View)), True, "from where it looks at the body")
        fields["labels"] = Field(ListOf(Record(label, "a label")), True, "the named places, in the order of the legend")
    if kind is FigureKind.EXPLAINER:
        fields["scenes"] = Field(ListOf(_SCENE), True, "its steps, in order")
        fields["video"] = Field(KEY, help="a key of media/manifest.json; this or `drawing`")
        fields["drawing"] = Field(KEY, help="the name of a drawing in overrides/; this or `video`")
    if kind is FigureKind.CHART:
        fields["chart"] = Field(_CHART, True, "what it shows")
    return Record(fields, "the figure")


def _block(kind: FigureKind) -> Record:
    fields = {
        "title": Field(Text(), True, "the line over it"),
        "alt": Field(Text(), True, "one sentence that stands for it where it cannot be seen"),
        "description": Field(Text(), True, "the same at length, in paragraphs"),
        "review": Field(REVIEW, True, "who has approved this text"),
    }
    if kind in SEEN:
        fields["look"] = Field(ListOf(Text()), True, "how to look at it: what is white, what is black")
        fields["words"] = Field(_WORDS, help="key or id -> the name of a label that no entry explains in this language")
    if kind is FigureKind.EXPLAINER:
        fields["captions"] = Field(_WORDS, True, "scene -> its caption, one or two short sentences")
        fields["words"] = Field(_WORDS, help="key -> words that stand inside the drawing")
    if kind is FigureKind.CHART:
        fields["words"] = Field(_WORDS, True, "bar -> its name; `unit` -> the unit; `scale` -> what the axis shows")
    return Record(fields, "a language block")


_MEDIA_SOURCE = Record(
    {
        "title": Field(Text(), True, "what the source is"),
        "package": Field(Text(), True, "the package that carries it"),
        "version": Field(Text(), True, "its version"),
        "licence": Field(Text(), True, "its licence"),
        "attribution": Field(Text(), True, "the words that the licence asks for"),
    },
    "a source",
)
_MEDIA_FILE = Record(
    {
        "path": Field(Text(r"[a-z0-9][a-z0-9-]*(?:[./][a-z0-9-]+)+", "a path under media/"), True, "its place"),
        "sha256": Field(Text(r"[0-9a-f]{64}", "a SHA-256 in hex"), True, "the hash of its bytes"),
        "bytes": Field(Number(whole=True), True, "its length"),
        "width": Field(Number(whole=True), True, "in pixels"),
        "height": Field(Number(whole=True), True, "in pixels"),
        "role": Field(
            Choice(("picture", "slice", "sprite", "video", "poster", "still", "drawing")), True, "what it is for"
        ),
        "type": Field(Text(), help="the MIME type of a video, with its codecs"),
        "seconds": Field(Number(), help="the length of a video"),
        "frames": Field(Number(whole=True), help="the slices in a sprite"),
        "columns": Field(Number(whole=True), help="the slices in one row of a sprite"),
        "scene": Field(KEY, help="the scene of a still or poster"),
    },
    "a file",
)
_MEDIUM = Record(
    {
        "kind": Field(Choice(tuple(MediumKind)), True, "what it is"),
        "made": Field(Text(), True, "how it was made, in one line"),
        "sources": Field(ListOf(_MEDIA_SOURCE), True, "what it was made from"),
        "files": Field(ListOf(_MEDIA_FILE), True, "its files"),
    },
    "a medium",
)
MANIFEST = Record(
    {
        "format": Field(Number(whole=True), True, "the version of this file's format"),
        "media": Field(MapOf(KEY.pattern or "", KEY.means, _MEDIUM), True, "key -> medium"),
    },
    "the record of media",
)


def figure_json_schema() -> Schema:
    """JSON Schema (draft-07) of `glossary/figures/*.yml`."""
    branches = [
        {"if": {"properties": {"kind": {"const": kind.value}}}, "then": figure_shape(kind).schema()}
        for kind in FigureKind
    ]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "One figure of the radiology glossary",
        "type": "object",
        "properties": {"kind": Choice(tuple(FigureKind)).schema()},
        "required": ["id", "kind"],
        "allOf": branches,
    }
