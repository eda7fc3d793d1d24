"""What an SMTP server refuses, and what a broken line means, as errors that say what the caller may do."""

from collections.abc import Sequence

from poststelle.model.errors import By, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.protocols import sasl
from poststelle.protocols.smtp.client import Phase
from poststelle.protocols.smtp.reply import Reply

CHALLENGE_OCTETS = 2000


def of_reply(reply: Reply, phase: Phase, **facts: str) -> PoststelleError:
    """4xx: not delivered, try later; 5xx: a person must act."""
    said = {"text": reply.text, "enhanced": reply.enhanced, "phase": phase.value, **facts}
    if reply.passing:
        return Unreachable("smtp-deferred", **said, status=str(reply.code))
    return Refused("smtp-refused", status=reply.code, **said)


def of_sign_on(reply: Reply, mechanism: str, challenges: Sequence[str], **where: str) -> PoststelleError:
    if reply.positive:
        return ProtocolViolation("sasl-accepted-unasked", by=By.THEM, text=reply.text, **where)
    if reply.passing:
        facts = {"text": reply.text, "phase": "auth", "status": str(reply.code), **where}
        return Unreachable("smtp-auth-temporary", **facts)
    return Refused(
        "sign-on-refused",
        status=reply.code,
        text=reply.text,
        enhanced=reply.enhanced,
        phase="auth",
        mechanism=mechanism,
        challenge=challenges[-1] if len(challenges) > 1 else "",
        **where,
    )


def of_break(error: PoststelleError, phase: Phase, **where: str) -> PoststelleError:
    """The same break means two things, before the final dot and after it."""
    facts = {"text": error.facts.get("text", ""), "reason": error.code, "phase": phase.value, **where}
    if phase is Phase.AFTER_DOT:
        return Unreachable("smtp-lost-after-dot", **facts)
    return Unreachable("smtp-lost", **facts)


def challenge(reply: Reply) -> str:
    """Decoded; servers that write words instead of base64 mean an empty one."""
    try:
        return sasl.from_wire(" ".join(reply.lines).encode())[:CHALLENGE_OCTETS].decode("utf-8", "replace")
    except ValueError:
        return ""
