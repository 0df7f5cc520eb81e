"""The errors of this package. No message ever carries text of a report."""


class ReportlinkError(Exception):
    """Any error that reportlink raises on purpose."""


class IndexFormatError(ReportlinkError):
    """The link index cannot be used: missing, damaged, or of an unknown format version."""


class InputError(ReportlinkError):
    """The input cannot be linked as asked.

    Attributes:
        code: A stable word for programs, such as `unknown-language`.
        place: Where in the input: a path, a segment, `byte 17`; empty where it is about the whole of it.
    """

    def __init__(self, code: str, message: str, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.code = code
        self.place = place


class SignedError(InputError):
    """The input is signed: rewriting it would break the signature. Its links can still be had as standoff."""

    def __init__(self, place: str) -> None:
        message = (
            "the input is signed, so it is not rewritten: the signature would no longer hold; "
            "ask for the links as standoff (`--to json` or `--to annotations`)"
        )
        super().__init__("signed", message, place)
