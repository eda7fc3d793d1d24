"""Search in everything a person may read, and in nothing else."""

from poststelle.model.identifiers import FolderId
from poststelle.model.message import Message
from poststelle.model.rights import Scope
from poststelle.store import searching

MAX_HITS = 500


def find(scope: Scope, query: str, limit: int = 50, folder: FolderId | None = None) -> list[Message]:
    """The newest messages with every word of the query in subject, people or text."""
    return searching.find(scope, query, min(limit, MAX_HITS), folder)
