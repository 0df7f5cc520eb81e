"""The shapes of the files that editors write, and the JSON Schema published from them.

`load` reads with these shapes and `json_schema` describes them, so the completion an editor sees and the errors
`check` prints can never disagree.
"""

from __future__ import annotations

from generator.codesystems import CODE_SYSTEMS
from generator.kinds import DECIDING, LEVELLED, SECTIONS, SIZED, Kind
from generator.reading import FEATURES
from generator.shape import Choice, Field, Flag, ListOf, MapOf, Number, Record, Schema, Shape, Text, TextOr

ID = Text(r"[a-z][a-z0-9-]*", "an id: lower-case letters, digits and hyphens, a letter first")
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]+)*"
DATE = Text(r"\d{4}-\d{2}-\d{2}", "a date in quotes, such as '2026-05-31'")
IDS = ListOf(ID)

SOURCE = Record(
    {
        "name": Field(Text(), True, "the title of the guideline or page"),
        "publisher": Field(Text(), True, "who publishes it"),
        "year": Field(Number(whole=True), help="the year, where there is one"),
    },
    "a source",
)

SECTION_ROLES = ("impression", "findings", "history", "technique", "comparison", "indication", "recommendation")

WHEN = Record(
    {
        "exams": Field(IDS, help="only in reports about these examinations"),
        "body": Field(IDS, help="only where the sentence speaks of these parts of the body"),
        "sections": Field(ListOf(Choice(SECTION_ROLES)), help="only in these parts of the report"),
        "near": Field(ListOf(Text()), help="only where one of these phrases stands in the same sentence"),
    },
    "`when`",
)
LEVEL_KEY = Text(r"[a-z0-9][a-z0-9-]*", "a level in quotes, such as '4a'")

STATUSES = ("absent", "possible", "past", "family", "conditional", "present")
"""The assertion statuses that cues can give; `present` for cues that end doubt, as in `proven`."""

FORM = TextOr(
    "form",
    Record(
        {
            "form": Field(Text(), True, "the spelling in reports"),
            "class": Field(Text(r"[a-z]+", "an inflection class of language.yml"), help="inflection class"),
            "exact-case": Field(Flag(), help="match only in exactly this case"),
            "compound": Field(Flag(), help="also joined to the words under `compounds` in language.yml"),
            "level": Field(LEVEL_KEY, help="the level of this entry that the form names"),
            "status": Field(Choice(STATUSES), help="what the form itself says, whatever stands around it: unenhanced"),
            "when": Field(WHEN, help="conditions that tell two meanings apart; all of them must hold"),
        },
        "a form",
    ),
)

LEVEL = Record(
    {
        "level": Field(LEVEL_KEY, True, "its anchor"),
        "name": Field(Text(), True, "what it is called in plain words"),
        "text": Field(Text(), True, "what it means for the reader"),
        "spellings": Field(ListOf(Text()), help="what reports write for it, where that is not the level itself"),
        "up-to-mm": Field(Number(), help="for a size: the length in millimetres up to which it goes"),
    },
    "a level",
)

SIGNATURE = Record(
    {
        "role": Field(Choice(("radiologist", "patient-representative")), True, "who signs"),
        "name": Field(Text(), True, "the person's name"),
        "date": Field(DATE, True, "when"),
        "text-hash": Field(Text(r"[0-9a-f]{64}", "a SHA-256 in hex"), True, "hash of the text signed"),
    },
    "a signature",
)

REVIEW = Record(
    {
        "state": Field(Choice(("draft", "signed")), True, "draft until both have signed"),
        "signatures": Field(ListOf(SIGNATURE), help="written by `python -m generator sign`"),
    },
    "`review`",
)


def block_shape(kind: Kind) -> Record:
    """The shape of one language block of an entry of this kind."""
    sections = Record(
        {section.key: Field(Text(), True, section.heading) for section in SECTIONS[kind]},
        f"the sections of kind `{kind}`",
    )
    fields = {
        "term": Field(Text(), True, "the word of the report"),
        "name": Field(Text(), help="the everyday word, where there is one"),
        "short": Field(Text(), True, "one sentence that can stand alone"),
        "forms": Field(ListOf(FORM), True, "every spelling that reports use"),
        "sections": Field(sections, True, "the text under its headings"),
        "questions": Field(ListOf(Text()), help="questions to ask the doctor"),
        "urgent": Field(ListOf(Text()), help="when to get help now; {emergency} stands for the number"),
        "review": Field(REVIEW, True, "who has approved this text"),
    }
    if kind in LEVELLED or kind in SIZED:
        fields["levels"] = Field(ListOf(LEVEL), kind in LEVELLED, "each level of the score, or each size, in order")
    if kind in DECIDING:
        fields["meanings"] = Field(MapOf(ID.pattern or "", ID.means, Text()), True, "one line for each meaning")
    return Record(fields, "a language block")


def concept_shape(kind: Kind) -> Record:
    """The shape of a whole entry of this kind."""
    fields: dict[str, Field] = {
        "id": Field(ID, True, "permanent; the file's name"),
        "kind": Field(Choice(tuple(Kind)), True, "what the entry explains"),
        "body": Field(IDS, help="anatomy entries it belongs to"),
        "exams": Field(IDS, help="examinations where the word is met"),
        "related": Field(IDS, help="entries that belong with it"),
        "figures": Field(IDS, help="figures on the page"),
        "codes": Field(
            MapOf("|".join(CODE_SYSTEMS), f"a code system: {', '.join(CODE_SYSTEMS)}", Text()),
            help="numbers from code tables",
        ),
        "tier": Field(Number(whole=True), help="how hard the word is, 1 (easy) to 3; easy words go first"),
        "sources": Field(ListOf(SOURCE), True, "where the facts come from"),
        "languages": Field(MapOf(LANGUAGE, "a language code", block_shape(kind)), True, "one block a language"),
    }
    if kind in DECIDING:
        fields["between"] = Field(IDS, True, "the concepts it stands between")
    return Record(fields, "the entry")


_WORDS = ListOf(Text())
_CUES = Record({way: Field(_WORDS) for way in ("forward", "clause", "backward", "nearest", "both", "between")}, "cues")
_LISTS = Record({key: Field(_WORDS) for key in ("alternatives", "words", "endings", "repeated", "ranges")}, "`lists`")

_SYLLABLES = Record(
    {
        "vowels": Field(Text(r"[^\s]*", "the vowels in one word"), help="the letters that carry a syllable"),
        "separate": Field(_WORDS, help="vowel pairs that are two syllables"),
        "silent-endings": Field(_WORDS, help="endings whose vowel is not spoken"),
        "spoken-endings": Field(_WORDS, help="endings that are spoken although a silent one fits"),
    },
    "`syllables`",
)

_INFLECTION_CLASS = Record(
    {
        "words": Field(Choice(("last", "first", "all")), True, "which words of a form change"),
        "rules": Field(MapOf(r".*", "an ending", _WORDS), True, "ending -> what also stands in its place"),
    },
    "an inflection class",
)

LANGUAGE_FILE = Record(
    {
        "name": Field(Text(), True, "the language's own name"),
        "direction": Field(Choice(("ltr", "rtl")), True, "writing direction"),
        "emergency": Field(Text(r"[0-9]+", "a telephone number in quotes"), True, "the emergency number"),
        "reading": Field(
            Record(
                {
                    "name": Field(Text(), True),
                    "source": Field(Text(), True),
                    "constant": Field(Number(), True),
                    "coefficients": Field(
                        MapOf("|".join(FEATURES), "a feature of generator/reading.py", Number()), True
                    ),
                    "harder": Field(Choice(("higher", "lower")), True),
                    "bar": Field(Number(), True),
                    "syllables": Field(_SYLLABLES),
                },
                "`reading`",
            ),
            True,
            "the reading-level formula",
        ),
        "inflection": Field(
            Record(
                {
                    "default": Field(Text(), True, "the class of forms that name none"),
                    "small-words": Field(_WORDS, help="words that never bend"),
                    "classes": Field(MapOf(r"[a-z]+", "a class name", _INFLECTION_CLASS), True),
                },
                "`inflection`",
            ),
            True,
            "regular endings",
        ),
        "variants": Field(MapOf(r".+", "letters", Text()), help="letters typed otherwise: ä -> ae"),
        "accents-optional": Field(Flag(), help="reports also write the words without accents"),
        "abbreviations": Field(_WORDS, help="abbreviations whose full stop ends no sentence"),
        "joins": Field(_WORDS, help="words that join the last item to a list: and, or"),
        "lists": Field(_LISTS, help="what lists of findings under one cue look like"),
        "not-terms": Field(_WORDS, help="phrases that hold a form and mean something else: body mass index"),
        "compounds": Field(
            Record(
                {
                    "firsts": Field(_WORDS, True, "words that stand first in compounds: leber, lunge"),
                    "joints": Field(_WORDS, True, "letters that may stand between them: n, s"),
                },
                "`compounds`",
            ),
            help="how the language joins words",
        ),
        "level-words": Field(_WORDS, help="words between a score and its level: category, grade"),
        "units": Field(MapOf(r"\S+", "a unit of length as reports write it", Number()), help="units in millimetres"),
        "times": Field(_WORDS, help="words between the sides of what is measured: 7 by 8 cm"),
        "not-sizes": Field(_WORDS, help="phrases beside which a length is no size of anything: slice thickness"),
        "ordinals-with-stop": Field(Flag(), help="ordinals are written with a full stop: 3. Rippe"),
        "sections": Field(MapOf("|".join(SECTION_ROLES), "a section role", _WORDS), help="section titles in reports"),
        "status": Field(
            Record(
                {status: Field(_CUES) for status in (*STATUSES, "planned")}
                | {"pseudo": Field(_WORDS), "stop": Field(_WORDS)},
                "`status`",
            ),
            help="cues of assertion status",
        ),
    },
    "the language file",
)

RETIRED_FILE = MapOf(ID.pattern or "", ID.means, ID)


def _draft(shape: Shape) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#"} | shape.schema()


def concept_json_schema() -> Schema:
    """JSON Schema (draft-07) of `glossary/concepts/*.yml` and `glossary/explainers/*.yml`."""
    anything = Record({**concept_shape(Kind.AMBIGUOUS).fields}, "the entry").schema()
    anything["required"] = [key for key in anything["required"] if key != "between"]
    anything["properties"]["languages"] = {"type": "object"}
    branches = [
        {"if": {"properties": {"kind": {"const": kind.value}}}, "then": _only_what_differs(kind)} for kind in Kind
    ]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "One entry of the radiology glossary",
        **anything,
        "allOf": branches,
    }


def _only_what_differs(kind: Kind) -> Schema:
    whole = concept_shape(kind).schema()
    branch: Schema = {"properties": {"languages": whole["properties"]["languages"]}}
    if kind in DECIDING:
        branch["required"] = ["between"]
    else:
        branch["not"] = {"required": ["between"]}
    return branch


def language_json_schema() -> Schema:
    """JSON Schema (draft-07) of `locales/<lang>/language.yml`."""
    return _draft(LANGUAGE_FILE) | {"title": "The facts of one language"}
