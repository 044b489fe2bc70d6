"""The query language of Landscape's activities: ``status:failed computer:tag:laptop``.

>>> from activity_query import ActivityQuery, Fleet
>>> fleet = Fleet([{"id": 4, "tags": ["laptop"]}])
>>> query = ActivityQuery("status:failed computer:tag:laptop")
>>> query.matches({"id": 7, "activity_status": "failed", "computer_id": 4}, fleet)
True
"""

from activity_query._errors import (
    LoadError,
    QueryError,
    RecordError,
    RefusedError,
    RewriteError,
    SelectionChangedError,
)
from activity_query._native import (
    ActivityQuery,
    ComputerQuery,
    Fleet,
    MemoryStore,
    Page,
    __version__,
)
from activity_query._results import (
    Completion,
    Counted,
    Counts,
    Diagnostic,
    Edited,
    Explained,
    Explanation,
    Fingerprint,
    Fix,
    Fixed,
    Highlight,
    Limits,
    Loaded,
    Suggestion,
    TextEdit,
)

__all__ = [
    "ActivityQuery",
    "Completion",
    "ComputerQuery",
    "Counted",
    "Counts",
    "Diagnostic",
    "Edited",
    "Explained",
    "Explanation",
    "Fingerprint",
    "Fix",
    "Fixed",
    "Fleet",
    "Highlight",
    "Limits",
    "LoadError",
    "Loaded",
    "MemoryStore",
    "Page",
    "QueryError",
    "RecordError",
    "RefusedError",
    "RewriteError",
    "SelectionChangedError",
    "Suggestion",
    "TextEdit",
    "__version__",
]

# Users see classes where they import them from.
for _class in (
    QueryError,
    RewriteError,
    RefusedError,
    SelectionChangedError,
    RecordError,
    LoadError,
):
    _class.__module__ = __name__
del _class
