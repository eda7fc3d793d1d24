"""The service as an ASGI application, for uvicorn or any other server."""

from typing import Any, cast

import structlog
from asgiref.typing import ASGI3Application
from django.core.asgi import get_asgi_application

from poststelle.wiring.installation import open_home
from poststelle.wiring.limit import limited
from poststelle.wiring.places import put

if not structlog.is_configured():  # under another server: tracebacks without the values of variables, people's mail
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
put(open_home())
application: Any = limited(cast(ASGI3Application, get_asgi_application()))
