"""Checks of figures that need more than one file: entries, media, scenes, slices, missing languages, pins that overlap.

Pure: what was loaded goes in, problems come out, all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import combinations

from generator.figures.layout import PIN_GAP, SMALL_WIDTH, pin_whole, pins_apart
from generator.figures.media import Medium, MediumKind
from generator.figures.model import SEEN, Figure, FigureKind, Label
from generator.figures.outline import OUTLINE_FILE, Outline
from generator.kinds import Kind
from generator.model import Glossary
from generator.problems import Problem, Severity
from generator.reading import reading_score

Line = Callable[..., int]
"""File and path of keys -> the line."""

_WANTED = {FigureKind.PICTURE: MediumKind.PICTURE, FigureKind.STACK: MediumKind.STACK}
_PICTURED = (Kind.ANATOMY, Kind.FINDING)


def check_figures(glossary: Glossary, line: Line, unread: Collection[str] = ()) -> Iterator[Problem]:
    """Every problem of the figures.

    Args:
        glossary: Everything that was sound.
        line: Tells where a value stands.
        unread: Files that could not be read: what refers to them is not wrong for that.
    """
    for figure in glossary.figures.values():
        yield from _media(figure, glossary.media, line)
        yield from _labels(figure, glossary, line, unread)
        yield from _scenes(figure, line)
        yield from _blocks(figure, glossary, line)
    yield from _named(glossary, line, unread)
    for key, medium in glossary.media.items():
        if not medium.files or not medium.sources:
            what = "files" if not medium.files else "sources, so no licence and no attribution"
            yield Problem(
                "media/manifest.json", line("media/manifest.json", "media", key), f"`{key}` has no {what}", "render it"
            )
    if glossary.outline:
        yield from _outline(glossary.outline, glossary, line, unread)


def _at(figure: Figure, line: Line, *path: str | int) -> tuple[str, int]:
    return str(figure.path), line(str(figure.path), *path)


def _media(figure: Figure, media: dict[str, Medium], line: Line) -> Iterator[Problem]:
    wanted = {figure.media: _WANTED.get(figure.kind), figure.video: MediumKind.VIDEO}
    wanted |= {scene.still: MediumKind.PICTURE for scene in figure.scenes}
    for key in figure.media_keys:
        where = _at(figure, line, "media" if key == figure.media else "video" if key == figure.video else "scenes")
        kind = wanted[key]
        if key not in media:
            yield Problem(*where, f"there is no medium `{key}`", "render it with `make media`, or mend the key")
        elif kind is not None and media[key].kind is not kind:
            yield Problem(*where, f"the medium `{key}` is a {media[key].kind}", f"name a {kind} here")
    if figure.kind is FigureKind.EXPLAINER and bool(figure.video) is bool(figure.drawing):
        yield Problem(*_at(figure, line), "an explainer has either a `video` or a `drawing`", "write one of the two")


def _labels(figure: Figure, glossary: Glossary, line: Line, unread: Collection[str]) -> Iterator[Problem]:
    slices = glossary.media[figure.media].slices if figure.media in glossary.media else 0
    is_stack = figure.kind is FigureKind.STACK
    for number, label in enumerate(figure.labels):
        where = _at(figure, line, "labels", number)
        if not (0 <= label.x <= 1 and 0 <= label.y <= 1):
            yield Problem(*where, f"the pin of `{label.key}` is outside the picture", "write shares from 0 to 1")
        if label.tip and not all(0 <= share <= 1 for share in label.tip):
            yield Problem(*where, f"`{label.key}` points outside the picture", "write shares from 0 to 1")
        if is_stack and not 0 <= label.first <= label.last < max(slices, 1):
            yield Problem(*where, f"`{label.key}` is on a slice that is not there", f"0 to {slices - 1}")
    if is_stack and figure.start is not None and not 0 <= figure.start < max(slices, 1):
        yield Problem(*_at(figure, line, "start"), "`start` is not a slice", f"0 to {slices - 1}")
    for id_ in figure.concepts:
        if id_ not in glossary.concepts and f"glossary/concepts/{id_}.yml" not in unread:
            cure = glossary.retired.get(id_)
            number = next((n for n, label in enumerate(figure.labels) if label.concept == id_), 0)
            yield Problem(
                *_at(figure, line, "labels" if figure.labels else "chart", number),
                f"there is no entry `{id_}`",
                f"write its successor `{cure}`" if cure else "write an entry with this id, or delete it here",
            )
    medium = glossary.media.get(figure.media)
    if medium and medium.files:
        shape = medium.files[0].height / medium.files[0].width
        for number, label in enumerate(figure.labels):
            if not pin_whole((label.x, label.y), shape):
                yield Problem(
                    *_at(figure, line, "labels", number),
                    f"the edge of the picture cuts the pin of `{label.key}` on a small screen",
                    f"set it {PIN_GAP // 2} pixels from every edge of a picture {SMALL_WIDTH} pixels wide",
                )
        for one, other in combinations(range(len(figure.labels)), 2):
            first, second = figure.labels[one], figure.labels[other]
            together = first.first <= second.last and second.first <= first.last
            if together and not pins_apart((first.x, first.y), (second.x, second.y), shape):
                yield Problem(
                    *_at(figure, line, "labels", other),
                    f"the pins of `{first.key}` and `{second.key}` overlap on a small screen",
                    f"set them {PIN_GAP} pixels apart in a picture {SMALL_WIDTH} pixels wide",
                )


def _scenes(figure: Figure, line: Line) -> Iterator[Problem]:
    keys = [scene.key for scene in figure.scenes]
    for number, scene in enumerate(figure.scenes):
        where = _at(figure, line, "scenes", number)
        if scene.key in keys[:number]:
            yield Problem(*where, f"the scene `{scene.key}` stands twice", "give each scene a key of its own")
        if scene.seconds <= 0:
            yield Problem(*where, f"the scene `{scene.key}` has no length", "write its seconds")
    if figure.kind is FigureKind.EXPLAINER and not keys:
        yield Problem(*_at(figure, line, "scenes"), "the explainer has no scene", "write at least one")
    bars = [bar.key for bar in figure.chart.bars] if figure.chart else []
    for number, bar in enumerate(figure.chart.bars if figure.chart else ()):
        where = _at(figure, line, "chart", "bars", number)
        if bar.key in bars[:number]:
            yield Problem(*where, f"the bar `{bar.key}` stands twice", "give each bar a key of its own")
        if not 0 <= bar.source < len(figure.sources):
            yield Problem(*where, f"`{bar.key}` names a source that is not there", f"1 to {len(figure.sources)}")
        if not 0 < bar.low <= bar.high:
            yield Problem(*where, f"`{bar.key}` is no range", "write the smaller number first, above 0")


def _illustrated(glossary: Glossary) -> set[str]:
    """The languages in which anything is written about a picture, and those with as many entries as one that has.

    A language begins with its words: its first entries stand without pictures until somebody describes one.
    """
    count = {lang: sum(lang in c.blocks for c in glossary.concepts.values()) for lang in glossary.languages}
    begun = {lang for figure in glossary.figures.values() for lang in figure.blocks}
    begun |= set(glossary.outline.words) if glossary.outline else set()
    least = min((count[lang] for lang in begun if lang in count), default=0)
    return {lang for lang in glossary.languages if lang in begun or count[lang] >= least}


def _blocks(figure: Figure, glossary: Glossary, line: Line) -> Iterator[Problem]:
    users = [concept for concept in glossary.concepts.values() if figure.id in concept.figures]
    needed = {lang for concept in users for lang in concept.blocks} & _illustrated(glossary)
    for lang in sorted(needed - set(figure.blocks)):
        yield Problem(
            *_at(figure, line, "languages"),
            f"the language `{lang}` is missing, and entries that show the figure have it",
            f"write the block `{lang}:` with its text alternative and description",
        )
    named = {bar.key for bar in figure.chart.bars} | {"unit", "scale"} if figure.chart else set()
    for lang, block in figure.blocks.items():

        def at(*path: str | int, lang: str = lang) -> tuple[str, int]:
            return _at(figure, line, "languages", lang, *path)

        if lang not in glossary.languages:
            yield Problem(*at(), f"there is no language `{lang}`", "mend the code, or add the language")
            continue
        for key in sorted({scene.key for scene in figure.scenes} ^ set(block.captions)):
            what = "a scene that is not there" if key in block.captions else "no caption"
            said = (
                f"there is a caption for `{key}`, {what}" if key in block.captions else f"the scene `{key}` has {what}"
            )
            yield Problem(*at("captions"), said, "write one caption for each scene")
        unexplained = {label.key for label in figure.labels if not _explained(label, glossary, lang)}
        for key in sorted((named | unexplained) - set(block.words)):
            yield Problem(*at("words"), f"there are no words for `{key}`", f"write `{key}:`")
        if figure.kind in SEEN and not block.look:
            yield Problem(
                *at("look"), "nothing says how to look at the picture", "write what is white and what is black"
            )
        texts = (
            block.title,
            block.alt,
            block.description,
            *block.look,
            *block.captions.values(),
            *block.words.values(),
        )
        if any("<" in text or "](" in text for text in texts):
            yield Problem(*at(), "the text holds mark-up", "write plain sentences")
        formula = glossary.languages[lang].reading
        score = reading_score(block.sentences(), formula)
        if not formula.meets(score):
            wanted = f"{formula.bar:g} or {'less' if formula.harder == 'higher' else 'more'}"
            message = f"hard to read: {formula.name} is {score:g}, the bar is {wanted}"
            yield Problem(*at(), message, "shorter sentences, shorter and more common words", Severity.WARNING)


def _explained(label: Label, glossary: Glossary, lang: str) -> bool:
    """Whether the label has an entry in this language; one that is not there at all is reported elsewhere."""
    concept = glossary.concepts.get(label.concept)
    return bool(label.concept) and (concept is None or lang in concept.blocks)


def _named(glossary: Glossary, line: Line, unread: Collection[str]) -> Iterator[Problem]:
    shown = set()
    for concept in glossary.concepts.values():
        for number, id_ in enumerate(concept.figures):
            shown.add(id_)
            if id_ not in glossary.figures and f"glossary/figures/{id_}.yml" not in unread:
                file = str(concept.path)
                where = (file, line(file, "figures", number))
                yield Problem(
                    *where, f"there is no figure `{id_}`", f"write glossary/figures/{id_}.yml, or delete it here"
                )
    for figure in glossary.figures.values():
        if figure.id not in shown:
            message = "no entry shows this figure"
            yield Problem(*_at(figure, line), message, "name it under `figures:` of an entry", Severity.WARNING)


def _outline(outline: Outline, glossary: Glossary, line: Line, unread: Collection[str]) -> Iterator[Problem]:
    if outline.media not in glossary.media:
        where = (OUTLINE_FILE, line(OUTLINE_FILE, "media"))
        yield Problem(*where, f"there is no medium `{outline.media}`", "render it with `make media`")
    for key, area in outline.areas.items():
        if len(area.at) not in (0, 2):
            where = (OUTLINE_FILE, line(OUTLINE_FILE, "areas", key, "at"))
            yield Problem(*where, f"`at` of `{key}` has {len(area.at)} numbers", "write two: at: [x, y]")
        if area.concept not in glossary.concepts and f"glossary/concepts/{area.concept}.yml" not in unread:
            where = (OUTLINE_FILE, line(OUTLINE_FILE, "areas", key))
            yield Problem(*where, f"there is no entry `{area.concept}`", "name the entry to which the map leads")
    for id_, key in outline.concepts.items():
        where = (OUTLINE_FILE, line(OUTLINE_FILE, "concepts", id_))
        if id_ not in glossary.concepts and f"glossary/concepts/{id_}.yml" not in unread:
            yield Problem(*where, f"there is no entry `{id_}`", "mend the id, or delete the line")
        if key not in outline.areas:
            yield Problem(*where, f"there is no area `{key}`", f"known: {', '.join(outline.areas)}")
    yield from _outline_words(outline, glossary, line)


def _outline_words(outline: Outline, glossary: Glossary, line: Line) -> Iterator[Problem]:
    for lang in sorted(_illustrated(glossary)):
        for key in outline.areas:
            if key not in outline.words.get(lang, {}):
                where = (OUTLINE_FILE, line(OUTLINE_FILE, "languages", lang))
                yield Problem(*where, f"`{key}` has no words in `{lang}`", "write its name, `lit` and `where`")
    for lang, words in outline.words.items():
        for key in words:
            if key not in outline.areas:
                where = (OUTLINE_FILE, line(OUTLINE_FILE, "languages", lang, key))
                yield Problem(*where, f"there is no area `{key}`", f"known: {', '.join(outline.areas)}")
