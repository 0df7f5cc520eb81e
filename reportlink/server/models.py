"""The shapes of requests and answers, from which the OpenAPI description is made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Mentions = Literal["first", "all"]

LANG = "The language that the report is written in, such as `de` or `de-CH`."
EXPLAIN = "The reader's language; the report's where it is not given."
MENTIONS = "`first` links the first mention of each concept and status, `all` links every mention."
BUDGET = "At most this many links for 100 words; the easiest words are left out first."


def _number(value: Any) -> Any:
    """Refuse `true`, which Python takes for 1."""
    if isinstance(value, bool):
        raise ValueError("a number")
    return value


class BatchOptions(BaseModel):
    """How to link many reports, each of which names the language that it is written in."""

    model_config = ConfigDict(extra="forbid")

    explain: str | None = Field(None, description=EXPLAIN, examples=["ar"])
    mentions: Mentions = Field("first", description=MENTIONS)
    exclude: list[str] = Field([], description="Concepts not to link.", examples=[["lung"]])
    skip_sections: list[str] = Field([], description="Parts of a report to leave alone.", examples=[["technique"]])
    budget: Annotated[float | None, BeforeValidator(_number), Field(ge=0, allow_inf_nan=False, description=BUDGET)] = (
        None
    )


class Options(BatchOptions):
    """How to link one report."""

    lang: str = Field(description=LANG, examples=["en"])


class RawOptions(Options):
    """How to link a report that is sent as it is, and in what form the answer is wanted."""

    to: Literal["json", "annotations", "same", "html", "markdown", "text", "nte"] = Field(
        "json", description="`json` or `annotations` for the links alone, `same` or another form for the linked report."
    )


class LinkRequest(Options):
    """A report as text or HTML."""

    text: str = Field(description="The report.", examples=["No pneumothorax. Small pleural effusion on the left."])
    id: str | None = Field(None, description="Comes back as it is.")
    form: Literal["text", "html"] = Field("text", alias="from", description="The form of `text`.")
    to: Literal["json", "html", "markdown", "text", "same"] = Field(
        "json", description="Other than `json`: the answer has the linked report in `output`, in this form."
    )


class Link(BaseModel):
    """One link; offsets are Unicode code points of the input, or of the field that `path` names."""

    start: int
    end: int
    concept: str = Field(examples=["pneumothorax"])
    status: Literal["present", "absent", "possible", "past", "family", "conditional"]
    url: str = Field(examples=["https://glossary.example/en/t/pneumothorax/#absent"])
    title: str
    level: str = Field("", description="The level of a score, or the size, that is named.")
    path: str = Field("", description="The field of a message or document that holds it.")


class Skipped(BaseModel):
    """Something found and not linked, and why."""

    start: int
    end: int
    concepts: list[str]
    reason: str = Field(examples=["repeat"])
    path: str = ""


class LinkAnswer(BaseModel):
    """The links of one report."""

    id: str | None
    lang: str
    explain: str
    index: str = Field(description="The build of the index that was linked with.")
    input_sha256: str
    offsets: Literal["code-points"]
    links: list[Link]
    skipped: list[Skipped]
    output: str | None = Field(None, description="The linked report, where `to` asked for it.")
