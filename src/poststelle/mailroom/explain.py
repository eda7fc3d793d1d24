"""A peer's refusal in the words of the catalogue: the code says which cause, the facts keep what was said."""

from poststelle.model.errors import Misconfigured, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.model.finding import Responsible, Step
from poststelle.providers.causes import classify, known
from poststelle.providers.contract import Cause, Provider

UNKNOWN = "unknown"
WITHOUT_REASON = "sign-on-refused-without-reason"

# Codes that say only that the peer said something: its words tell which cause it was.
SAID = frozenset({"server-bye", "smtp-deferred", "smtp-auth-temporary", "token-endpoint-unavailable"})


def cause_of(provider: Provider, step: Step, error: PoststelleError) -> Cause | None:
    """By what the peer said when it refused, else by the code that the layers below gave."""
    if not isinstance(error, Refused) and error.code not in SAID:
        return known(provider, error.code)
    said = " ".join(filter(None, (error.facts.get("text"), error.facts.get("challenge"))))
    by_text = classify(provider, step, said) if said else None
    if by_text and by_text.code == WITHOUT_REASON and error.facts.get("by") == "password":
        return known(provider, "password-refused")
    return by_text or known(provider, error.code)


def explained(provider: Provider, step: Step, error: PoststelleError) -> PoststelleError:
    """The same error with the catalogue's code; what nobody knows keeps its text and is called unknown."""
    if not isinstance(error, Refused) or "said" in error.facts:
        return error
    cause = cause_of(provider, step, error)
    facts = {**error.facts, "said": error.code}
    code = cause.code if cause else _own(error)
    if cause:
        facts["responsible"] = cause.responsible
    return Refused(code, status=error.status, **facts)


def _own(error: Refused) -> str:
    """A code of ours explains itself; a peer's words that nobody knows are no explanation."""
    return UNKNOWN if error.facts.get("text") else error.code


def responsible_for(error: PoststelleError, cause: Cause | None) -> Responsible:
    """Who must act, when the catalogue does not say."""
    if cause:
        return cause.responsible
    return Responsible.YOU if isinstance(error, Misconfigured) else Responsible.OPERATOR


def passes_by_itself(error: PoststelleError, cause: Cause | None) -> bool:
    """Whether trying later may help without anybody doing something."""
    if cause:
        return cause.passes
    return isinstance(error, Unreachable) and not isinstance(error, ProtocolViolation)
