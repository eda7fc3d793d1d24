"""Files of the home that only its owner may read: made once, whole or not at all."""

import os
from pathlib import Path

OWNER_ONLY_DIRECTORY = 0o700
OWNER_ONLY_FILE = 0o600


def make_private_directory(directory: Path) -> None:
    directory.mkdir(mode=OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)


def keep_private(path: Path, content: str) -> str:
    """The file's content; written first if there is none. Of two that start at once, one wins and both read it."""
    if path.exists():
        return path.read_text()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY_FILE)
    with os.fdopen(handle, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails when another was first, where a rename would overwrite its key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
