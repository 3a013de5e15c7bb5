"""Where the gradebook lies: its address as nbgrader needs it, and as it may be shown, without its password."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from grader.errors import GraderError

BUSY = 60  # seconds to wait while somebody else, such as the formgrader, writes into a SQLite gradebook
_SECRET = re.compile(r"(://[^\s:/@]*):\S*@|((?:password|passwd|pwd)=)[^\s&'\"]+", re.IGNORECASE)


def address(given: str) -> str:
    """Return a gradebook's address in SQLAlchemy's words; a plain ``postgresql://`` means psycopg 3.

    Examples
    --------
    >>> address("postgresql://ana@db.example/course")
    'postgresql+psycopg://ana@db.example/course'
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(given.strip())
    except (ArgumentError, ValueError):
        raise GraderError(
            f"{hidden(given)} is no address of a gradebook. Such are sqlite:////home/ana/course/gradebook.db "
            "and postgresql://user@host/database."
        ) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def hidden(text: str) -> str:
    """Return a text without the passwords of the addresses in it.

    Examples
    --------
    >>> hidden("cannot reach postgresql://ana:s3cr%40t@db/course?sslmode=require")
    'cannot reach postgresql://ana:***@db/course?sslmode=require'
    >>> hidden("postgresql://db/course?user=ana&password=s3cret")
    'postgresql://db/course?user=ana&password=***'
    """
    return _SECRET.sub(lambda found: f"{found[1]}:***@" if found[1] is not None else f"{found[2]}***", text)


def patient(given: str) -> str:
    """Return the address with which SQLite waits for other writers instead of failing after five seconds.

    Examples
    --------
    >>> patient("sqlite:////home/ana/gradebook.db")
    'sqlite:////home/ana/gradebook.db?timeout=60'
    """
    from sqlalchemy.engine import make_url

    url = make_url(given)
    if url.get_backend_name() == "sqlite" and "timeout" not in url.query:
        url = url.update_query_dict({"timeout": str(BUSY)})
    return url.render_as_string(hide_password=False)


@contextlib.contextmanager
def plainly(given: str) -> Iterator[None]:
    """Say in plain words, without the password, why a gradebook cannot be used."""
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError

    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ("psycopg", "psycopg2", "psycopg_binary"):
            raise
        raise GraderError('A PostgreSQL gradebook needs the extra: pip install -e ".[postgresql]".') from None
    except NoSuchModuleError:
        raise GraderError(f"{hidden(given)}: this kind of database is not known here.") from None
    except OperationalError as error:
        raise GraderError(
            f"The gradebook {hidden(given)} cannot be used: {reason(error)} What is recorded stays; the same "
            "command goes on from there."
        ) from None
    except DBAPIError as error:
        raise GraderError(f"The gradebook {hidden(given)} refuses: {reason(error)}") from None


def reason(error: Exception) -> str:
    """Return the database's own first words, as a sentence and without a password."""
    cause = getattr(error, "orig", None) or error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    text = hidden(lines[0] if lines else type(cause).__name__)
    return text if text.endswith(".") else f"{text}."
