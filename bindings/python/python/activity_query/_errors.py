"""Why the library gives no answer."""

from __future__ import annotations

from collections.abc import Callable

from activity_query._results import Diagnostic, Fingerprint, Span

_Reduced = tuple[Callable[..., "Exception"], tuple[object, ...]]


class QueryError(ValueError):
    """A text that is not a query, or a query that can't be answered.

    As text it is a report, with each mistake drawn below its line.

    >>> from activity_query import ActivityQuery, QueryError
    >>> try:
    ...     ActivityQuery("status:faild")
    ... except QueryError as error:
    ...     print(error)
    ...     print(error.diagnostics[0].code)
    error[invalid-value]: `faild` is not a value of `status`: did you mean `failed`?
      |
    1 | status:faild
      |        ^^^^^
      = fix: write `failed`
    invalid-value
    """

    #: The text that was given, or that of the query.
    text: str
    #: The mistakes and remarks, in the order of the text.
    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, report: str, text: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(report)
        self.text = text
        self.diagnostics = diagnostics

    def __reduce__(self) -> _Reduced:
        return (QueryError, (str(self), self.text, self.diagnostics))


class RewriteError(ValueError):
    """A query that can't be put in other words: documented ones, or a normal form."""

    #: Where the part is that is to blame, in the text of the query.
    span: Span | None

    def __init__(self, message: str, span: Span | None) -> None:
        super().__init__(message)
        self.span = span

    def __reduce__(self) -> _Reduced:
        return (RewriteError, (str(self), self.span))


class RefusedError(Exception):
    """Activities that can't be changed as was asked; so nothing was changed.

    As text it has a line for each: ``7 => cannot be canceled: it is failed``.
    """

    #: The reason for every activity of the selection that can't be changed, by id.
    refusals: dict[int, str]

    def __init__(self, refusals: dict[int, str]) -> None:
        super().__init__("\n".join(f"{id} => {reason}" for id, reason in refusals.items()))
        self.refusals = refusals

    def __reduce__(self) -> _Reduced:
        return (RefusedError, (self.refusals,))


class SelectionChangedError(Exception):
    """The selection is not the one that was previewed; so nothing was changed."""

    #: What the caller expected.
    expected: Fingerprint
    #: What the selection has now.
    found: Fingerprint

    def __init__(self, message: str, expected: Fingerprint, found: Fingerprint) -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found

    def __reduce__(self) -> _Reduced:
        return (SelectionChangedError, (str(self), self.expected, self.found))


class RecordError(ValueError):
    """Something that is not a record."""


class LoadError(ValueError):
    """Activities that can't be loaded; so none was."""

    #: The line, from 1 on, if one is to blame.
    line: int | None

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line

    def __reduce__(self) -> _Reduced:
        return (LoadError, (str(self), self.line))
