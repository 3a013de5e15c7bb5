"""One warm process for all tests of the fork server."""

import pytest

from grader.forkserver import ForkServer


@pytest.fixture(scope="session")
def server():
    """A fork server of the tests' own."""
    with ForkServer() as server:
        yield server
