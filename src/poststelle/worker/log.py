"""Events of the worker, one line a thing that happened: names and numbers, addresses yes, subjects and bodies never."""

import structlog

log = structlog.get_logger("poststelle.worker")
