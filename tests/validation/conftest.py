"""What tests of day two's answers stand on."""

from collections.abc import Callable

import pytest

from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.validation.table import Table


@pytest.fixture
def table(workshop: SmallWorkshop) -> Table:
    return Table(workshop)


@pytest.fixture
def antwerp(table: Table, browser_of: Callable[[str], Browser]) -> Browser:  # noqa: ARG001 - the table comes first
    return browser_of("Antwerp")
