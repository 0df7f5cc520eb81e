"""The errors of this package. No message ever carries text of a report."""


class ReportlinkError(Exception):
    """Any error that reportlink raises on purpose."""


class IndexFormatError(ReportlinkError):
    """The link index cannot be used: missing, damaged, or of an unknown format version."""


class InputError(ReportlinkError):
    """The input cannot be linked as asked.

    Attributes:
        code: A stable word for programs, such as `unknown-language`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
