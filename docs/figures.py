"""Draw the README's figures from the committed data: `python docs/figures.py`."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

from course import load, timeline
from course.language import LANGUAGES

HERE = Path(__file__).resolve().parent


def main() -> None:
    jazztel = load("jazztel")
    for language in LANGUAGES:
        axes = timeline(jazztel, start="2014-03-12 08:00", end="2014-03-13 08:00", language=language)
        axes.figure.savefig(
            HERE / f"timeline-{language}.png", dpi=110, bbox_inches="tight", metadata={"Software": None}
        )


if __name__ == "__main__":
    main()
