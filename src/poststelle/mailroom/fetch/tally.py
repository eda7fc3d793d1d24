"""What a fetch has done so far; it counts while it runs, so that an interrupted one can say what is already kept."""

from dataclasses import dataclass

from poststelle.model.message import FetchResult


@dataclass(slots=True)
class Tally:
    new: int = 0
    changed: int = 0
    gone: int = 0
    octets: int = 0
    folders: int = 0

    def result(self, seconds: float) -> FetchResult:
        return FetchResult(self.new, self.changed, self.gone, self.octets, round(seconds, 3), self.folders)
