"""The set-up of a bare clone: what cannot work ends in one clear line."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def bootstrap(monkeypatch, tmp_path):
    """A fresh copy of the module whose .venv lies in a temporary folder."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(module, "BIN", str(tmp_path / "venv" / "bin"))
    monkeypatch.setattr(module, "LOG", str(tmp_path / "venv" / "install.log"))
    return module


def one_line(capsys) -> str:
    words = capsys.readouterr().err.strip()
    assert words.startswith("crisis20: ") and "\n" not in words
    return words


def test_an_old_python_reads_the_file_at_all():
    """A Python too old must get the sentence, not a SyntaxError."""
    ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_an_old_python_is_told_so(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        bootstrap.find_python()
    assert stopped.value.code == 2
    assert (
        "Python 3.11 or newer is needed" in (line := one_line(capsys))
        and "3.9" in line
        and "make PYTHON=" in line
    )


def test_a_newer_python_beside_an_old_one_is_taken(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(
        bootstrap.shutil, "which", lambda name: "/opt/" + name if name == "python3.12" else None
    )
    assert bootstrap.find_python() == os.path.realpath("/opt/python3.12")


def test_from_within_the_environment_the_outer_python_is_meant(bootstrap, tmp_path):
    """An activated shell, or a second `make`: the same Python, so nothing is made again."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import bootstrap; print(bootstrap.find_python())"
    outer = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "inner")], check=True)
    inner = subprocess.run(
        [tmp_path / "inner" / "bin" / "python3", "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert inner.stdout == outer.stdout
    assert str(tmp_path) not in inner.stdout


def test_a_missing_venv_module_is_named(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "has", lambda python, module: module != "venv")
    with pytest.raises(SystemExit):
        bootstrap.make_venv(sys.executable)
    assert "no `venv` module" in (line := one_line(capsys)) and "python3-venv" in line


def test_without_ensurepip_and_pip_the_line_names_both(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "has", lambda python, module: module == "venv")
    with pytest.raises(SystemExit):
        bootstrap.make_venv(sys.executable)
    assert "neither `ensurepip` nor `pip`" in one_line(capsys)


def test_without_ensurepip_the_outer_pip_serves(bootstrap, monkeypatch):
    """Debian's Python has venv but no ensurepip: its own pip installs into the new environment."""
    monkeypatch.setattr(bootstrap, "has", lambda python, module: module != "ensurepip")
    pip = bootstrap.make_venv(sys.executable)
    assert pip[:4] == [sys.executable, "-m", "pip", "--python"]
    assert Path(pip[4]).exists()


def test_no_network_is_said_in_one_line(tmp_path):
    """A package index that refuses the connection: one sentence, a log, exit status 2."""
    for name in ("bootstrap.py", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")} | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "bootstrap.py", "grader"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert "cannot be reached" in last and ".venv/install.log" in last
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv" / "made-from").exists(), "a failed set-up must be tried again"


def test_what_the_environment_was_made_from_is_remembered(bootstrap):
    """Another set of extras, Python or pin makes it again; nothing else does."""
    want = bootstrap.wanted("python3", "grader,dev")
    assert want == bootstrap.wanted("python3", "grader,dev")
    assert want != bootstrap.wanted("python3", "grader")
    assert want != bootstrap.wanted("python3.12", "grader,dev")
