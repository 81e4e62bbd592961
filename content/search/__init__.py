"""A parent's plain question → the three best services or articles, or an honest "no match"."""

from content.search.index import (
    Answer,
    Document,
    Index,
    Result,
    build_index,
    catalogue_index,
    load_phrases,
)

__all__ = [
    "Answer",
    "Document",
    "Index",
    "Result",
    "build_index",
    "catalogue_index",
    "load_phrases",
]
