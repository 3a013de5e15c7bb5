"""``python -m course.simulator``: write the committed data packages, or check that they are what it would write."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from course.simulator.package import differences, write


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status: 0 when all is as it should be."""
    parser = argparse.ArgumentParser(prog="python -m course.simulator", description=__doc__)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--write", metavar="FOLDER", type=Path, help="write the data packages of both cases into FOLDER"
    )
    choice.add_argument(
        "--check", metavar="FOLDER", type=Path, help="name the files in FOLDER that are not up to date"
    )
    options = parser.parse_args(arguments)
    if options.write is not None:
        for path in write(options.write):
            sys.stdout.write(f"{path}\n")
        return 0
    different = differences(options.check)
    for path in different:
        sys.stderr.write(
            f"{path}: not what the simulator writes; run python -m course.simulator --write {options.check}\n"
        )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
