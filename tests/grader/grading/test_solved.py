"""The solved notebooks of every unit where submissions run: behind the walls, without the course's exercises."""

import pytest

from course.language import LANGUAGES
from grader import sandbox
from grader.demo import unit_names
from grader.forkserver import ForkServer
from grader.lesson import lessons
from grader.notebooks import build
from grader.transcript import Transcript


@pytest.mark.parametrize(
    ("unit", "language"), list(zip(unit_names(), [*LANGUAGES, *LANGUAGES], strict=False))
)
def test_nothing_that_a_unit_does_fails_while_it_is_graded(unit, language):
    """No cell ends in an error or complains: neither what the lesson gives nor `attempt`, `annotate` or `check`."""
    (lesson,) = lessons([unit])
    notebook = build(lesson, language, kind="source")
    level, limits = sandbox.level(), sandbox.Limits()
    complaints = []
    with ForkServer.shared().child(level=level, limits=limits, language=language, files={}) as child:
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            transcript = Transcript()
            reply = child.execute(cell.source, on_message=transcript.take, timeout=60)
            outputs = transcript.finished()
            complaints += [(cell.source, output.get("evalue")) for output in outputs if reply.status != "ok"]
            complaints += [(cell.source, output.text) for output in outputs if output.get("name") == "stderr"]
            assert "check(" not in cell.source or level is sandbox.Level.NONE or outputs, cell.source
    assert complaints == []
