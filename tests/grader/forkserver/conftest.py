"""One warm process for all tests of the fork server."""

import os
import secrets

import pytest

from grader.forkserver import ForkServer

# in the environment before any test can start a fork server: none of it may be found inside
SECRET = os.environ.setdefault("CRISIS20_TEST_SECRET", secrets.token_hex(16))


@pytest.fixture(scope="session")
def server():
    """This process's fork server; other tests use it too, and the end of the process closes it."""
    return ForkServer.shared()


@pytest.fixture(scope="session")
def secret():
    """What this process has in its environment."""
    return SECRET
