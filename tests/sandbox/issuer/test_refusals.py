"""The table of refusals: each entry is used, and is told in Microsoft's form."""

import re
from datetime import UTC, datetime
from pathlib import Path

from poststelle import sandbox
from poststelle.sandbox.issuer.refusals import SORTS, Refusal, Report

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_every_number_of_the_table_is_given_somewhere() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(sandbox.__file__).parent.rglob("*.py"))
    unused = [number for number in SORTS if not re.search(rf"\b{number}\b", code)]
    assert unused == []


def test_a_report_has_microsofts_fields() -> None:
    report = Report.of(Refusal(90002, tenant="elsewhere.example"), NOON, "asked-for")
    body = report.body("http://127.0.0.1:8700")
    assert body["error"] == "invalid_tenant"
    assert body["error_codes"] == [90002]
    assert body["timestamp"] == "2026-11-23 12:00:00Z"
    assert body["correlation_id"] == "asked-for"
    assert body["error_uri"] == "http://127.0.0.1:8700/error?code=90002"
    description = str(body["error_description"])
    assert description.startswith("AADSTS90002: Tenant 'elsewhere.example' not found.")
    assert description.endswith("Correlation ID: asked-for Timestamp: 2026-11-23 12:00:00Z")


def test_a_gap_nobody_filled_is_left_empty() -> None:
    assert "{" not in Refusal(50011).text


def test_braces_in_a_value_are_shown_as_they_are() -> None:
    assert "'{braces}'" in Refusal(900023, tenant="{braces}").text
