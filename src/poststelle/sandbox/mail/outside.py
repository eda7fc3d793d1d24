"""The outside world: where mail for other domains ends, kept so that one can see what would have left the house."""

OUTSIDE = "outside"  # its key in the store


def outside_address(domain: str) -> str:
    return f"ausgang@{domain}"
