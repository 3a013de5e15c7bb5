"""Help that is there before a notebook's first cell has run: after a restart, `check` is an unknown name too.

`python -m course.kernel` asks IPython to load this module in every notebook of this Python environment, so it is
called only where the environment is the course's own (`make`, Binder). It loads nothing heavy until an error.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_CONFIG = """# Written by `python -m course.kernel`: beginners' errors are explained from the first cell on.
c = get_config()
c.InteractiveShellApp.extensions.append("course.kernel")
"""


def load_ipython_extension(shell: Any) -> None:
    """Explain NameError and SyntaxError from the start; IPython calls it when a kernel starts."""
    if os.environ.get("NBGRADER_EXECUTION"):
        return

    def handler(shell: Any, etype: type, value: BaseException, tb: Any, tb_offset: int | None = None) -> Any:
        from course.checking import friendly

        return friendly.explained(shell, etype, value, tb, tb_offset)

    shell.set_custom_exc((NameError, SyntaxError), handler)


def config_path(prefix: str = sys.prefix) -> Path:
    """Return where IPython looks for the settings of a Python environment."""
    return Path(prefix) / "etc" / "ipython" / "ipython_kernel_config.py"


def write_config(prefix: str = sys.prefix) -> Path:
    """Ask IPython to load this module in every notebook of an environment.

    Raises
    ------
    FileExistsError
        If the environment has settings of its own, which stay as they are.
    """
    path = config_path(prefix)
    if path.exists() and path.read_text(encoding="utf-8") != _CONFIG:
        raise FileExistsError(f"{path} has settings of its own: add the extension course.kernel there")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_CONFIG, encoding="utf-8")
    return path


if __name__ == "__main__":
    write_config()
