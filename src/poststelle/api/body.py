"""The JSON of a request: text that can be written down, which half a surrogate pair cannot."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class StrictParser(Parser):
    """What raises here is answered with 400: broken JSON, nesting beyond reason, text that is no Unicode."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        octets = request.body
        found: dict[str, Any] = json.loads(octets)
        if b"\\ud" in octets.lower():
            json.dumps(found, ensure_ascii=False).encode()
        return found
