"""The sandbox: a training ground on this machine, shaped like Microsoft 365, so that what works here works there."""

from poststelle.providers.sandbox.provider import PROVIDER

__all__ = ["PROVIDER"]
