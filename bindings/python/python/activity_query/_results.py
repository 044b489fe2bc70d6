"""What the library answers with: plain values that compare, print and pickle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a query may be.

    >>> from activity_query import ActivityQuery, Limits
    >>> ActivityQuery("id:1 OR id:2", limits=Limits(terms=1))
    Traceback (most recent call last):
    activity_query.QueryError: error[too-many-terms]: ...
    """

    #: How long the text may be, in bytes of UTF-8.
    length: int = 1 << 20
    #: How many groups may be inside each other.
    depth: int = 64
    #: How many terms there may be.
    terms: int = 100_000
    #: How many mistakes and warnings are listed.
    diagnostics: int = 1_000


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A part of a text, and what replaces it."""

    #: What is replaced; an empty span is a place to insert at.
    span: Span
    #: What replaces it.
    text: str


def _edited(text: str, edits: Iterable[TextEdit]) -> str:
    """The text after edits in its order, unless they do not fit it."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        start, end = edit.span
        if not at <= start <= end <= len(text):
            return text
        parts += (text[at:start], edit.text)
        at = end
    return "".join(parts) + text[at:]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the text that puts a mistake right.

    >>> from activity_query import ActivityQuery
    >>> text = "Status:failed"
    >>> fix = ActivityQuery.lint(text)[0].fixes[0]
    >>> fix.certain, fix.apply(text)
    (True, 'status:failed')
    """

    #: Whether a tool may apply it unasked; otherwise a person chooses it.
    certain: bool
    #: What changes in the text, in its order.
    edits: tuple[TextEdit, ...]

    def apply(self, text: str) -> str:
        """The text after this fix; edits that do not fit the text change nothing."""
        return _edited(text, self.edits)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A mistake in a query, or a remark on it: what, where, and how to fix it.

    >>> from activity_query import ActivityQuery
    >>> mistake = ActivityQuery.lint("status:faild")[0]
    >>> mistake.code, mistake.severity, mistake.span
    ('invalid-value', 'error', (7, 12))
    >>> print(mistake)
    `faild` is not a value of `status`: did you mean `failed`?
    """

    #: What kind of mistake it is; stable across versions.
    code: str
    #: ``error``, or ``warning`` if the query can be read.
    severity: str
    #: What is wrong, and what would be right.
    message: str
    #: Where, in the text that was given: indices of the string.
    span: Span
    #: What would fix it: one certain fix, or guesses.
    fixes: tuple[Fix, ...]

    @property
    def certain_fix(self) -> Fix | None:
        """The fix that a tool may apply unasked, if there is one."""
        return next((fix for fix in self.fixes if fix.certain), None)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its certain fixes, and what they leave."""

    #: The text; equal to the one given if there was nothing to fix.
    text: str
    #: The mistakes and remarks that are left in that text.
    left: tuple[Diagnostic, ...]

    @property
    def has_mistakes(self) -> bool:
        """Whether a mistake is left, so that the text is not a query."""
        return any(found.severity == "error" for found in self.left)


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after an edit, and what changed in it."""

    #: The text after the edit.
    text: str
    #: What changed, in the order of the old text; nothing if it is as it was.
    edits: tuple[TextEdit, ...]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Highlight:
    """A part of a text, and what it is: ``field``, ``colon``, ``word``, ``error`` ..."""

    #: Where it is.
    span: Span
    #: What it is.
    kind: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that can be written at the cursor."""

    #: The text, in quotes where it must be.
    text: str
    #: What it is: ``field``, ``value``, ``term``, ``keyword`` or ``operator``.
    kind: str
    #: One line about it.
    help: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What can be written at the cursor, best first."""

    #: What a suggestion replaces.
    span: Span
    #: The suggestions; 100 at most.
    items: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of a query, and whether one record matches it."""

    #: What the part is: ``all``, ``any``, ``not``, ``term``, or ``query`` for a term
    #: that holds one.
    kind: str
    #: A term as canonical text, or the field of a query.
    text: str
    #: In how many other parts it is.
    depth: int
    #: Where it is in the text of the query, if it was read from one.
    span: Span | None
    #: Whether the record matches it.
    matches: bool
    #: Whether it is one of the terms that decide.
    deciding: bool
    #: What the record has: ``status is delivered, not failed``.
    found: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a record matches a query, or does not.

    >>> from activity_query import ActivityQuery
    >>> query = ActivityQuery("id:7 NOT status:failed")
    >>> print(query.explain({"id": 7, "activity_status": "failed"}))
    does not match
    no   all of
    yes    id:7             id is 7
    no     not
    yes      status:failed  status is failed  (decides)
    """

    #: Whether the record matches.
    matches: bool
    #: Every part of the query in the order of the text, a group before what is in it.
    parts: tuple[Explained, ...]

    @property
    def deciding(self) -> tuple[Explained, ...]:
        """The fewest terms such that no other one can change the verdict."""
        return tuple(part for part in self.parts if part.deciding)

    def __str__(self) -> str:
        labels = _labels(self.parts)
        width = _width(labels)
        lines = ["matches" if self.matches else "does not match"]
        for part, label in zip(self.parts, labels, strict=True):
            found = "" if part.found is None else f"  {part.found}"
            decides = "  (decides)" if part.deciding else ""
            mark = "yes" if part.matches else "no"
            lines.append(f"{mark:3}  {label:{width}}{found}{decides}".rstrip())
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Counted:
    """A part of a query, and how many records match it."""

    #: What the part is, as of `Explained`.
    kind: str
    #: A term as canonical text, or the field of a query.
    text: str
    #: In how many other parts it is.
    depth: int
    #: Where it is in the text of the query, if it was read from one.
    span: Span | None
    #: How many records match it.
    matches: int
    #: For the parts of the AND at the top: how many would match without it.
    without: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records match a query, and each part of it.

    >>> from activity_query import ActivityQuery
    >>> records = [{"id": id, "activity_status": "failed"} for id in range(5)]
    >>> print(ActivityQuery("status:failed id:7").explain_counts(records))
    0 of 5 match
    0  all of
    5    status:failed
    0    id:7           without it, 5 match
    """

    #: How many records there are.
    records: int
    #: How many of them match.
    matches: int
    #: Every part of the query in the order of the text, a group before what is in it.
    parts: tuple[Counted, ...]

    def __str__(self) -> str:
        labels = _labels(self.parts)
        width, digits = _width(labels), len(str(self.records))
        lines = [f"{self.matches} of {self.records} match"]
        for part, label in zip(self.parts, labels, strict=True):
            # Where nothing matches, the part to blame is one without which something does.
            blamed = self.matches == 0 and part.without
            without = f"  without it, {part.without} match" if blamed else ""
            lines.append(f"{part.matches:{digits}}  {label:{width}}{without}".rstrip())
        return "\n".join(lines)


_WORDS = {"all": "all of", "any": "any of", "not": "not"}
_DEEPEST_INDENT = 40
_WIDEST_LABEL = 48


def _labels(parts: Sequence[Explained] | Sequence[Counted]) -> list[str]:
    if len(parts) == 1 and parts[0].kind == "all":
        return ["everything"]
    return [
        "  " * min(part.depth, _DEEPEST_INDENT) + _WORDS.get(part.kind, part.text) for part in parts
    ]


def _width(labels: Iterable[str]) -> int:
    return min(max(map(len, labels), default=0), _WIDEST_LABEL)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded."""

    #: How many activities.
    activities: int
    #: What they hold in fields that terms read, and no term finds: the first hundred.
    unreadable: tuple[str, ...]
    #: How much more of that there is.
    more: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many activities a selection has, and a text that tells it from others.

    A preview gives it, and a change with ``expect=`` compares it.
    """

    #: How many activities there are.
    count: int
    #: The text, which can be stored and given back.
    text: str

    def __str__(self) -> str:
        return self.text
