"""The handbook speaks two languages, names what exists, and the repository names no registry."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.name for path in (ROOT / "docs" / "en").glob("*.md"))
REGISTRIES = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npm|deb\.debian|registry\.yarn", re.IGNORECASE)


def headings(text: str) -> list[int]:
    outside_code = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [len(line) - len(line.lstrip("#")) for line in outside_code.splitlines() if line.startswith("#")]


def tables(text: str) -> int:
    return sum(line.startswith("|") for line in text.splitlines())


def test_both_languages_have_the_same_pages() -> None:
    assert sorted(path.name for path in (ROOT / "docs" / "de").glob("*.md")) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_built_alike_in_both_languages(page: str) -> None:
    english, german = ((ROOT / "docs" / language / page).read_text() for language in ("en", "de"))
    assert headings(english) == headings(german)
    assert tables(english) == tables(german)


@pytest.mark.parametrize(
    "page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", *(f"docs/en/{name}" for name in PAGES)]
)
def test_links_lead_to_files_that_exist(page: str) -> None:
    source = ROOT / page
    for other in (source, Path(str(source).replace("/docs/en/", "/docs/de/"))):
        targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", other.read_text())
        missing = [target for target in targets if not (other.parent / target).exists()]
        assert missing == []


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) < 100


def test_no_file_names_the_host_of_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    texts = [path for path in paths if path.suffix not in {".png"} and path != Path(__file__) and path.exists()]
    assert [str(path) for path in texts if REGISTRIES.search(path.read_text(errors="replace"))] == []
