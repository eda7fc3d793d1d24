"""Microsoft 365: Entra ID signs people in, Exchange Online holds the mailboxes."""

from poststelle.providers.microsoft365.provider import PROVIDER

__all__ = ["PROVIDER"]
