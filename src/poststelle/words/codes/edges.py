"""What the command line and the API say for themselves."""

from poststelle.words.entry import Entry

EDGES: dict[str, Entry] = {
    "right-missing": Entry(
        "You do not hold the right “{right}” on {mailbox}.",
        "Ask an administrator to grant it.",
    ),
    "worker-running": Entry(
        "Another worker (process {pid}) already works in this home.",
        "Stop the other one first.",
    ),
    "nobody-holds-right": Entry(
        "Nobody holds the right “{right}” on {mailbox}.",
        "Grant it to somebody first: on the page Rights, or with poststelle grant {mailbox} PERSON RIGHT.",
    ),
    "folder-name-unknown": Entry(
        "There is no folder “{folder}”.",
        "There are: {folders}.",
    ),
    "redirect-port-taken": Entry(
        "Port {port} of the redirect URL is taken.",
        "End what uses it, name another registered address with --redirect-url, or use --device.",
    ),
    "redirect-not-loopback": Entry(
        "The redirect URL does not lead to this machine: {url}",
        "Sign in on the pages, or use --device.",
    ),
    "sign-in-timeout": Entry(
        "Nobody signed in within {seconds} seconds.",
        "Start again; the address counts once.",
    ),
    "token-needed": Entry(
        "A valid token is needed.",
        "Send it as “Authorization: Bearer …”; “poststelle token create” makes one.",
    ),
    "route-unknown": Entry(
        "There is nothing at this address.",
        "The description of all routes is at /api/v1/openapi.json.",
    ),
    "method-unknown": Entry(
        "This address does not know the method {method}.",
        "The header field Allow names those it knows.",
    ),
    "request-invalid": Entry(
        "The request is not well-formed.",
        "The facts name the fields.",
    ),
    "callback-empty": Entry(
        "The answer of the sign-in is missing.",
        "Give the whole address as “url”, or its “parameters”.",
    ),
    "attachment-broken": Entry(
        "The attachment “{name}” is not in Base64.",
        "Encode it as RFC 4648 section 4 says.",
    ),
    "authorization-unknown": Entry(
        "There is no such sign-in.",
        "It is over, or belongs to another token. Start a new one.",
    ),
    "unforeseen": Entry(
        "That was not foreseen.",
        "The log of the service says more; please report it.",
    ),
}
