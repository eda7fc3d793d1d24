"""A value that does not print itself.

Passwords, tokens and client secrets travel as `Secret`, so that a log line, a
traceback or a debugger shows `Secret(…)`. `reveal()` is called by the SASL
exchange, the token request and the encryption, nowhere else.
"""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Secret(Generic[T]):
    _value: T = field(repr=False)

    def reveal(self) -> T:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__
