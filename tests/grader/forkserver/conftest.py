"""One warm process for all tests of the fork server."""

import pytest

from grader.forkserver import ForkServer


@pytest.fixture(scope="session")
def server():
    """This process's fork server; other tests use it too, and the end of the process closes it."""
    return ForkServer.shared()
