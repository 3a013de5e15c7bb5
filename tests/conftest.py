"""What several tests share: what a missing part means, the language, and a real JupyterLab."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course.kernel import write_config
from course.language import get_language, set_language

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def need(part: str | None, name: str) -> None:
    """Skip without a system part at a desk; with CI=true nothing may be skipped, so fail."""
    if part:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing and CI=true skips nothing; see .ci/run")
    pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="session")
def need_sandbox():
    """Walls that stand when they are tried here."""
    from grader import sandbox

    need(sandbox.level() if sandbox.available() else None, "a sandbox that works")


@pytest.fixture(autouse=True)
def _language_is_left_as_found():
    before = get_language()
    yield
    set_language(before)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium of the system, driven by Playwright."""
    need(CHROMIUM, "Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def jupyter_server(
    home: Path, settings: dict[str, str] | None = None, *, root: Path | None = None
) -> Iterator[tuple[str, Path]]:
    """Run a JupyterLab of its own on an empty folder, or on `root`; give its address and that folder.

    The same server shows notebooks in Notebook 7 at ``/notebooks/<path>``. Settings are a plugin's JSON each.
    """
    if root is None:
        root = home / "root"
        root.mkdir()
    quiet = {"@jupyterlab/apputils-extension/notification": '{"fetchNews": "false"}'}
    for plugin, text in (quiet | (settings or {})).items():
        file = home / "settings" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    profile = home / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    write_config(str(home)).rename(profile / "ipython_kernel_config.py")
    port = _free_port()
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    environment.pop("MPLBACKEND", None)
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
        *(f"--port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={root}"),
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (home / "lab.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=root)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=2).close()
                break
            except OSError:
                if server.poll() is not None:
                    pytest.fail("JupyterLab did not start:\n" + (home / "lab.log").read_text()[-3000:])
                time.sleep(0.25)
        else:
            pytest.fail("JupyterLab did not answer:\n" + (home / "lab.log").read_text()[-3000:])
        yield address, root
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory):
    """A server for the session; see `jupyter_server`."""
    with jupyter_server(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="session")
def run_jupyter():
    """Runs a server of a test's own; see `jupyter_server`."""
    return jupyter_server
