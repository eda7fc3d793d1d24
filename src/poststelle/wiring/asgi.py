"""The service as an ASGI application, for uvicorn or any other server."""

from typing import Any, cast

from asgiref.typing import ASGI3Application
from django.core.asgi import get_asgi_application

from poststelle.wiring.installation import open_home
from poststelle.wiring.limit import limited
from poststelle.wiring.places import put

put(open_home())
application: Any = limited(cast(ASGI3Application, get_asgi_application()))
