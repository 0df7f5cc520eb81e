"""A glossary small enough to see through, in languages that the project has."""

from dataclasses import replace
from pathlib import PurePosixPath

from generator.edition import Edition, SiteSettings, edition
from generator.kinds import SECTIONS, Kind
from generator.model import Block, Code, Concept, Form, Glossary, Inflection, Language, Level, Source
from generator.reading import ReadingFormula, SyllableRule

SETTINGS = SiteSettings(site_url="https://example.org/words/", examinations=("ct", "gone"), guide="guide")


def language(code, name, direction="ltr"):
    formula = ReadingFormula("none", "none", 0, (), "higher", 1, SyllableRule(""))
    return Language(
        code=code,
        name=name,
        direction=direction,
        reading=formula,
        emergency="112",
        inflection=Inflection("fixed", {}, frozenset()),
        variants=(),
        strip_marks=True,
        cues=(),
        abbreviations=(),
        sections={},
    )


LANGUAGES = {"ar": language("ar", "العربية", "rtl"), "de": language("de", "Deutsch"), "en": language("en", "English")}


def block(term, name=None, kind=Kind.FINDING, **values):
    sections = {section.key: f"About {section.key} of {term}." for section in SECTIONS[kind]}
    found = Block(term=term, name=name, short=f"{term} in one sentence.", forms=(Form(term),), sections=sections)
    return replace(found, **values)


def concept(id_, kind, blocks, **values):
    return Concept(id=id_, kind=kind, blocks=blocks, path=PurePosixPath(f"glossary/concepts/{id_}.yml"), **values)


def glossary(**values):
    """Lung, and what may be wrong with it: in German and English, the lung in Arabic too."""
    concepts = [
        concept(
            "ct",
            Kind.EXAM,
            {"de": block("CT", kind=Kind.EXAM), "en": block("CT", kind=Kind.EXAM)},
        ),
        concept(
            "lung",
            Kind.ANATOMY,
            {
                "ar": block("رئة", kind=Kind.ANATOMY),
                "de": block("Lunge", kind=Kind.ANATOMY),
                "en": block("lung", kind=Kind.ANATOMY),
            },
        ),
        concept(
            "pe",
            Kind.AMBIGUOUS,
            {
                code: block(
                    "PE", kind=Kind.AMBIGUOUS, meanings={"lung": "a joke", "pleural-effusion": "water", "gone": "-"}
                )
                for code in ("de", "en")
            },
            between=("lung", "pleural-effusion"),
        ),
        concept(
            "pleural-effusion",
            Kind.FINDING,
            {
                "de": block("Pleuraerguss", "Wasser in der Brust", urgent=("Rufen Sie {emergency}.",)),
                "en": block("pleural effusion", "fluid around the lung", questions=("How much?", "Why?")),
            },
            body=("lung",),
            exams=("ct",),
            codes=(Code("hpo", "HP:0002202"),),
            sources=(Source("A Book", "A House", 2024),),
        ),
        concept(
            "score",
            Kind.SCORE,
            {"en": block("Score", kind=Kind.SCORE, levels=(Level("4a", "low", "Most are harmless."),))},
            related=("lung",),
        ),
    ]
    return Glossary(concepts={item.id: item for item in concepts}, languages=LANGUAGES, **values)


def english(content=None, code="en") -> Edition:
    """An edition whose interface words are their own message ids."""
    content = content or glossary()
    return edition(content, content.languages[code], lambda message: message, SETTINGS)
