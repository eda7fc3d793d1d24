"""The dialogues of tests/transcripts as octets."""

from pathlib import Path

TRANSCRIPTS = Path(__file__).parent.parent.parent / "transcripts"
IMAP = (
    "rfc9051-8",
    "rfc2177-idle",
    "m365-shared",
    "m365-shared-without-full-access",
    "m365-throttled",
    "google-xoauth2-refused",
)


def steps(name: str) -> list[tuple[str, bytes]]:
    lines = (TRANSCRIPTS / f"{name}.txt").read_text().splitlines()
    return [(line[0], line[3:].encode() + b"\r\n") for line in lines if line[:1] in "CS"]


def of_server(name: str) -> bytes:
    return b"".join(line for by, line in steps(name) if by == "S")
