"""The service as an ASGI application, for uvicorn or any other server."""

from typing import Any

from django.core.asgi import get_asgi_application

from poststelle.wiring.installation import open_home
from poststelle.wiring.places import put

put(open_home())
application: Any = get_asgi_application()
