"""Prepare .venv from a bare clone: `python3 bootstrap.py EXTRAS`, called by the Makefile.

Only the standard library, and only syntax that old Pythons read too, so that a Python too old gets a sentence
and not a SyntaxError. Every way to fail ends in one line that says what to do.
"""

import hashlib
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
LOG = os.path.join(VENV, "install.log")
NO_NETWORK = (
    "NewConnectionError",
    "ConnectionError",
    "name resolution",
    "Network is unreachable",
    "Connection refused",
    "ConnectTimeout",
    "Read timed out",
    "getaddrinfo failed",
    "No matching distribution found for hatchling",
)


def stop(sentence):
    sys.stderr.write("crisis20: " + sentence + "\n")
    sys.exit(2)


def find_python():
    """Return the Python to build with: this one, or a newer one on PATH where this one is too old.

    Called from within .venv (an activated shell), it is the Python that .venv was made with: a venv cannot be
    made again by itself.
    """
    if sys.version_info[:2] >= NEEDED:
        return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    for minor in range(NEEDED[1], 20):
        found = getattr(shutil, "which", lambda name: None)("python3.%d" % minor)
        if found:
            return os.path.realpath(found)
    stop(
        "Python %d.%d or newer is needed and %s is %d.%d; install a newer one, or name it: make PYTHON=python3.12 ..."
        % (NEEDED + (sys.executable or "this one",) + sys.version_info[:2])
    )


def wanted(python, extras):
    """Return what the environment must have been made from; a change of any of it installs again."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        with open(os.path.join(ROOT, name), "rb") as source:
            digest.update(source.read())
    return "%s\n%s\n%s\n" % (digest.hexdigest(), python, extras)


def run(command):
    with open(LOG, "ab") as log:
        return subprocess.call(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT)


def has(python, module):
    with open(os.devnull, "wb") as nowhere:
        return subprocess.call([python, "-c", "import " + module], stdout=nowhere, stderr=nowhere) == 0


def make_venv(python):
    """Make .venv; return the command that runs its pip."""
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    if not has(python, "venv"):
        stop(
            "this Python (%s) has no `venv` module; on Debian or Ubuntu: sudo apt install python3-venv, then try again"
            % python
        )
    pip_inside = has(python, "ensurepip")
    if not pip_inside and not has(python, "pip"):
        stop(
            "this Python (%s) has neither `ensurepip` nor `pip`; on Debian or Ubuntu: "
            "sudo apt install python3-venv python3-pip, then try again" % python
        )
    os.mkdir(VENV)
    if run([python, "-m", "venv", VENV] + ([] if pip_inside else ["--without-pip"])) != 0:
        stop("`%s -m venv` failed; its words are in %s" % (python, os.path.relpath(LOG, ROOT)))
    inside = os.path.join(BIN, "python")
    return [inside, "-m", "pip"] if pip_inside else [python, "-m", "pip", "--python", inside]


def install(pip, extras):
    sys.stderr.write(
        "crisis20: setting up .venv (%s); the first time takes two to three minutes ...\n" % extras
    )
    code = run(
        pip
        + ["install", "--disable-pip-version-check", "--no-input", "--retries", "2"]
        + ["-c", "constraints.txt", "-e", ".[%s]" % extras]
    )
    if code == 0:
        return
    with open(LOG, "rb") as log:
        words = log.read().decode("utf-8", "replace")
    where = os.path.relpath(LOG, ROOT)
    if any(sign in words for sign in NO_NETWORK):
        stop(
            "the package index cannot be reached: check the network or pip's settings, then try again (log: %s)"
            % where
        )
    errors = [line for line in words.splitlines() if line.upper().startswith("ERROR")]
    stop(
        "pip could not install the packages: %s (log: %s)" % (errors[-1] if errors else "see the log", where)
    )


def main(extras):
    python = find_python()
    stamp = os.path.join(VENV, "made-from")
    want = wanted(python, extras)
    if os.path.exists(stamp):
        with open(stamp) as made:
            if made.read() == want:
                return
    install(make_venv(python), extras)
    if run([os.path.join(BIN, "python"), "-m", "course.kernel"]) != 0:
        stop(
            "the packages are in, but `python -m course.kernel` failed; its words are in "
            + os.path.relpath(LOG, ROOT)
        )
    with open(stamp, "w") as made:
        made.write(want)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "grader")
