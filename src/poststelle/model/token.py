"""An API token as its person sees it; the secret itself is shown once and kept as a digest."""

from dataclasses import dataclass
from datetime import datetime

from poststelle.model.identifiers import TokenId


@dataclass(frozen=True, slots=True)
class Token:
    id: TokenId
    name: str
    created: datetime
    used: datetime | None = None
