"""A chart as lengths: each quantity a bar on one scale, ready to be drawn without a calculation in the template."""

from __future__ import annotations

import math

from babel.numbers import format_decimal

from generator.addresses import entry_path, relative
from generator.edition import Edition, Json
from generator.figures.model import Bar, Chart, Figure

_LEAST = 0.01
"""The shortest bar, as a share of the width: a bar that cannot be seen says nothing."""


def chart_values(edition: Edition, page: str, figure: Figure) -> Json:
    """The bars of a chart, with their places in percent of its width; None for a figure that is none."""
    if figure.chart is None:
        return None
    words = figure.blocks[edition.code].words
    return {
        "unit": words["unit"],
        "scale": words["scale"],
        "bars": [
            {
                "key": bar.key,
                "name": words[bar.key],
                "low": _number(bar.low, edition.code),
                "high": _number(bar.high, edition.code),
                "from": round(100 * start, 2),
                "width": round(100 * (end - start), 2),
                "source": bar.source + 1,
                "reference": bar.reference,
                "href": relative(page, entry_path(bar.concept)) if bar.concept in edition.concepts else "",
            }
            for bar in figure.chart.bars
            for start, end in [place(bar, figure.chart)]
        ],
    }


def place(bar: Bar, chart: Chart) -> tuple[float, float]:
    """Where a bar begins and ends, as shares of the width.

    On a linear scale a bar begins at 0. On a logarithmic one it shows its range, a single value from the lower edge.
    """
    largest = max(other.high for other in chart.bars)
    if chart.scale == "linear":
        start = 0.0 if bar.low == bar.high else bar.low / largest
        end = bar.high / largest
    else:
        # The power of ten below the smallest value, so that even that has a length.
        lower = math.ceil(math.log10(min(other.low for other in chart.bars))) - 1
        upper = math.log10(largest)
        share = 1 / (upper - lower)
        start = 0.0 if bar.low == bar.high else (math.log10(bar.low) - lower) * share
        end = (math.log10(bar.high) - lower) * share
    return start, max(end, start + _LEAST) if end - start < _LEAST else end


def _number(value: float, lang: str) -> str:
    """The digits that the texts of the site use, with the decimal sign of the language and no zeros behind."""
    return format_decimal(value, "0.######", locale=lang.replace("-", "_"), numbering_system="latn")
