"""German is looked up in the compiled catalogues: they are made before anything is said."""

import pytest

from poststelle.words import compile as catalogues


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    catalogues.main()
