"""The sample reports as fixtures."""

import pytest
import report_samples

from crosscheck.types import Report


@pytest.fixture
def editors_report() -> Report:
    return report_samples.build_editors_report()


@pytest.fixture
def hostile_report() -> Report:
    return report_samples.build_hostile_report()


@pytest.fixture
def report_without_findings() -> Report:
    return report_samples.build_report_without_findings()


@pytest.fixture
def report_of_nothing() -> Report:
    return report_samples.build_report_of_nothing()
