"""Rules about the source that neither the import contracts nor the type checker can see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "poststelle"
BELOW_THE_EDGES = ("mailroom", "store", "transport", "protocols", "model", "worker", "providers")
PROVIDERS = ("microsoft365", "google", "sandbox")


def modules(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms or ("",):
        for path in sorted((SOURCE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def calls(tree: ast.Module, name: str) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(tree)
    )


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("proof", ["Permit", "Scope"])
def test_permits_and_scopes_are_made_in_rights_alone(proof: str) -> None:
    makers = [path.relative_to(SOURCE).as_posix() for path, tree in modules() if calls(tree, proof)]
    assert makers == ["mailroom/rights.py"]


@pytest.mark.parametrize("library", ["urllib.request", "requests", "httpx", "imaplib", "poplib", "smtplib"])
def test_there_is_one_way_to_the_network(library: str) -> None:
    users = [str(path) for path, tree in modules() if library in set(imported(tree))]
    assert users == []


def test_no_provider_is_named_outside_its_folder() -> None:
    named = [
        f"{path.relative_to(SOURCE)}: {node.value}"
        for path, tree in modules("mailroom", "store", "transport", "protocols", "model", "worker")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in PROVIDERS
    ]
    assert named == []


def test_words_for_people_stay_at_the_edges() -> None:
    speaking = [
        str(path)
        for path, tree in modules(*BELOW_THE_EDGES)
        if any("gettext" in name or "translation" in name for name in imported(tree))
    ]
    assert speaking == []


def test_the_environment_is_read_in_one_place() -> None:
    readers = [
        path.relative_to(SOURCE).as_posix()
        for path, tree in modules(*BELOW_THE_EDGES, "web", "api")
        if re.search(r"\bos\.environ\b|\bos\.getenv\b", path.read_text())
    ]
    assert readers == []


def test_no_drawer_without_a_name() -> None:
    drawers = [
        str(path)
        for path in SOURCE.rglob("*")
        if path.stem.rstrip("s") in {"util", "helper", "common", "misc", "service", "core", "manager"}
    ]
    assert drawers == []
