"""The providers there are. The only place that lists them."""

from collections.abc import Mapping

from poststelle.providers import generic, google, microsoft365, sandbox
from poststelle.providers.contract import Provider

PROVIDERS: Mapping[str, Provider] = {
    folder.PROVIDER.name: folder.PROVIDER for folder in (microsoft365, google, generic, sandbox)
}
