"""Dates are shown in the zone of the machine unless another is chosen."""

from pathlib import Path

import pytest

from poststelle.config import machine_zone


@pytest.mark.parametrize(
    ("chosen", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Asia/Tokyo", "Asia/Tokyo"),
        ("", "America/Lima"),
        ("CET-1", "America/Lima"),
    ],
)
def test_the_variable_comes_before_the_link(tmp_path: Path, chosen: str, zone: str) -> None:
    assert machine_zone(chosen, _link(tmp_path, "America/Lima")) == zone


def test_a_machine_that_names_no_zone_has_utc(tmp_path: Path) -> None:
    assert machine_zone("", tmp_path / "localtime") == "UTC"
    assert machine_zone("", _link(tmp_path, "Nowhere/Land")) == "UTC"


def _link(directory: Path, zone: str) -> Path:
    target = directory / "zoneinfo" / zone
    target.parent.mkdir(parents=True)
    target.touch()
    link = directory / "link"
    link.symlink_to(target)
    return link
