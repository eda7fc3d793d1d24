"""One table of a TOML file, read key by key. Mistakes name the path of the key: `mailbox[1].incoming.port`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from poststelle.model.address import Address
from poststelle.model.errors import Misconfigured
from poststelle.model.secret import Secret

E = TypeVar("E", bound=StrEnum)
NAMES = {str: "text", int: "number", bool: "true or false", list: "list", dict: "table"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where secrets and certificates come from: files relative to the document, and the environment."""

    directory: Path
    environment: Mapping[str, str]


@dataclass(slots=True)
class Table:
    content: Mapping[str, Any]
    path: str
    around: Surroundings
    _read: set[str] = field(default_factory=set)

    def text(self, key: str, default: str = "") -> str:
        return str(self._get(key, str, default))

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if key in self.content else None

    def needed(self, key: str) -> str:
        if key not in self.content:
            self.fail("value-missing", key)
        return self.text(key)

    def number(self, key: str) -> int | None:
        found: int | None = self._get(key, int, None)
        return found

    def flag(self, key: str) -> bool | None:
        found: bool | None = self._get(key, bool, None)
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._get(key, list, [])
        if not all(isinstance(one, str) for one in found):
            self.fail("value-of-wrong-type", key, expected="list of texts")
        return tuple(found)

    def address(self, key: str) -> Address:
        text = self.needed(key)
        try:
            return Address.parse(text)
        except ValueError:
            self.fail("address-malformed", key, text=text)

    def choice(self, key: str, among: type[E]) -> E | None:
        text = self.text_or_none(key)
        return self.one_of(key, text, among) if text is not None else None

    def one_of(self, key: str, text: str, among: type[E]) -> E:
        try:
            return among(text)
        except ValueError:
            self.fail("value-not-allowed", key, text=text, allowed=", ".join(among))

    def secret(self, key: str) -> Secret[str] | None:
        """A literal, `{ env = "NAME" }` or `{ file = "PATH" }`; a file's last line end does not count."""
        source = self.content.get(key)
        if source is None or isinstance(source, str):
            text = self.text_or_none(key)
            return Secret(text) if text is not None else None
        if not isinstance(source, dict) or len(source) != 1:
            self.fail("value-of-wrong-type", key, expected='text, { env = "NAME" } or { file = "PATH" }')
        inner = self.table(key)
        variable, file = inner.text_or_none("env"), inner.text_or_none("file")
        inner.done()
        if variable is not None:
            if variable not in self.around.environment:
                self.fail("variable-missing", key, name=variable)
            return Secret(self.around.environment[variable])
        return Secret(self._file(key, str(file)).rstrip("\r\n"))

    def pem(self, key: str) -> str:
        """The content of the file that the key names, relative to the document."""
        name = self.text(key)
        return self._file(key, name) if name else ""

    def table(self, key: str) -> "Table":
        content = self._get(key, dict, {})
        return Table(content, self._at(key), self.around)

    def table_or_none(self, key: str) -> "Table | None":
        return self.table(key) if key in self.content else None

    def tables(self, key: str) -> list["Table"]:
        found = self._get(key, list, [])
        if not all(isinstance(one, dict) for one in found):
            self.fail("value-of-wrong-type", key, expected=f"[[{self._at(key)}]]")
        return [Table(one, f"{self._at(key)}[{number}]", self.around) for number, one in enumerate(found)]

    def done(self) -> None:
        """Raise for the first key that nobody asked for: a misspelt key must not be passed over in silence."""
        for key in self.content:
            if key not in self._read:
                self.fail("key-unknown", key, known=", ".join(sorted(self._read)))

    def fail(self, code: str, key: str, **facts: str) -> NoReturn:
        raise Misconfigured(code, field=self._at(key), **facts)

    def _get(self, key: str, kind: type, default: Any) -> Any:
        self._read.add(key)
        value = self.content.get(key, default)
        if value is not default and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            self.fail("value-of-wrong-type", key, expected=NAMES[kind])
        return value

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _file(self, key: str, name: str) -> str:
        path = self.around.directory / Path(name).expanduser()
        try:
            return path.read_text()
        except (OSError, UnicodeDecodeError) as error:
            self.fail("file-unreadable", key, path=str(path), text=getattr(error, "strerror", None) or "not text")
