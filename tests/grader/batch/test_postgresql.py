"""A gradebook in a real PostgreSQL server: every command works with it, and its password is never shown."""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grader.batch.database import address, hidden

UNIT = "05-jazztel-delays"
SECRET, QUOTED = "n0-s3v3r/@", "n0-s3v3r%2F%40"


def binaries() -> Path | None:
    """Return where PostgreSQL's programs lie; Debian keeps them off PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"))
    place = found[-1] if found else shutil.which("postgres")
    return Path(place).parent if place else None


def account() -> dict:
    """Return whom to run the server as: it refuses root."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {}


@pytest.fixture(scope="module")
def server():
    """A server of this session's own; gives its address without a database."""
    place = binaries()
    if place is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is missing and CI=true skips nothing; see .ci/run")
        pytest.skip("PostgreSQL is not installed")
    who = account()
    folder = Path(tempfile.mkdtemp(prefix="c20-pg-"))
    (folder / "password").write_text(SECRET)
    if who:
        for path in (folder, folder / "password"):
            os.chown(path, who["user"], who["group"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    initdb = [place / "initdb", "-D", folder / "data", "-U", "grader", "-N", "-E", "UTF8", "--locale=C"]
    initdb += ["-A", "scram-sha-256", f"--pwfile={folder / 'password'}"]
    run = {"cwd": folder, "env": {"PATH": os.environ["PATH"]}} | who
    subprocess.run(initdb, check=True, capture_output=True, **run)
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "fsync": "off",
    }
    command = [place / "postgres", "-D", folder / "data"]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, **run)
    url = f"postgresql://grader:{QUOTED}@127.0.0.1:{port}"
    try:
        wait_for(url, process, folder / "log")
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(url, process, log):
    import psycopg

    for _ in range(300):
        try:
            return psycopg.connect(f"{url}/postgres").close()
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
    pytest.fail(log.read_text())


def database(server, name) -> str:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.mark.timeout(300)
def test_every_command_works_with_it(make_school, programs, honest, asked, server, tmp_path):
    """build, release, autograde and feedback: the same marks as with SQLite, which is not even created."""
    url = database(server, "course")
    course = tmp_path / "course"
    said = ""

    def run(*arguments):
        nonlocal said
        status, shown = programs.start([*arguments, "--course", str(course)], {"CRISIS20_DB": url}).wait()
        said += shown
        assert status == 0, shown

    run("build", UNIT)
    run("release", UNIT)
    shutil.copytree(honest.root / "submitted", course / "submitted")
    run("autograde", UNIT, "--unsafe", "--jobs", "1")
    run("autograde", UNIT, "--unsafe", "--jobs", "1")
    assert "6 unchanged" in said
    run("feedback", UNIT, "--student", "Ana")
    assert (course / "feedback" / "Ana" / UNIT / f"{UNIT}.html").is_file()
    assert not (course / "gradebook.db").exists()
    assert SECRET not in said and QUOTED not in said
    files = [path for path in course.rglob("*") if path.is_file()]
    assert not [path for path in files if QUOTED.encode() in path.read_bytes()]

    from sqlalchemy import create_engine

    engine = create_engine(address(url))
    with engine.connect() as connection:
        found = asked(lambda query: connection.exec_driver_sql(query).fetchall())
    engine.dispose()
    plain = {
        name: sorted((tuple(map(known, row)) for row in rows), key=repr)
        for name, rows in honest.state()["gradebook"].items()
    }
    assert {
        name: sorted((tuple(map(known, row)) for row in rows), key=repr) for name, rows in found.items()
    } == plain
    marks = {
        student: record.marks for student, record in make_school(course).course.outcomes(UNIT).records.items()
    }
    assert marks == {student: record["marks"] for student, record in honest.state()["outcomes"].items()}


def known(value):
    """SQLite keeps times as text, to the microsecond, and truth as a number."""
    if hasattr(value, "isoformat"):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return int(value) if isinstance(value, bool) else value


@pytest.mark.parametrize("change", ["password", "database", "server"])
def test_what_is_wrong_is_said_without_the_password(school, server, change):
    """A wrong password, a database that is not there, no server: exit status 1, one sentence, no traceback."""
    url = {
        "password": f"{server.replace(QUOTED, 'wr0ng-0ne')}/postgres",
        "database": f"{server}/nobody_made_it",
        "server": f"{server.rpartition(':')[0]}:1/postgres",
    }[change]
    school.hand_in("Ana")
    status, said = school.run("--jobs", 1, "--db", url)
    assert status == 1 and "The gradebook postgresql+psycopg://grader:***@127.0.0.1" in said
    assert not any(secret in said for secret in (SECRET, QUOTED, "wr0ng-0ne", "Traceback"))


def test_stock_nbgrader_reads_it(honest, server, tmp_path):
    """Which database nbgrader's own commands and the formgrader use follows from the same variable."""
    url = database(server, "stock")
    code = (
        "from nbgrader.apps import NbGraderApp; app = NbGraderApp(); app.initialize([]);"
        "from nbgrader.api import Gradebook; book = Gradebook(app.coursedir.db_url); print(book.db.bind.dialect.name)"
    )
    environment = os.environ | {"CRISIS20_DB": url}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=honest.root, env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ["postgresql"], done.stderr
    assert SECRET not in done.stderr and QUOTED not in done.stderr


def test_no_password_in_any_form():
    said = hidden(
        f"no: {address('postgresql://ana:p%40ss@db/x')} or postgresql://db/x?user=a&password=p%40ss"
    )
    assert "p%40ss" not in said and "***" in said
