"""The graded cells of a submission, put back as they were released.

Every check comes from the instructor's notebook by its key; the student's cells keep their code and nothing
else. What is merely odd (a copied, moved or deleted cell) is repaired and noted; what only somebody who
wanted marks without work would do is noted as tampering.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from grader.blueprint import Blueprint, GradedCell
from grader.signs import signs
from grader.submission import Submission, SubmittedCell, language_of
from grader.wrong_unit import wrong_unit

MISSING_ANSWER = "# Esta celda faltaba en la entrega. / This cell was missing from the submission."
_FLAGS = ("grade", "solution", "task", "points", "locked")


@dataclass
class Restored:
    """A submission ready to run.

    Parameters
    ----------
    notebook : NotebookNode
        Its graded cells are the instructor's; `metadata.crisis20` holds unit, language, fault, notes and
        tampering.
    notes : list of str
        What was odd, in English for the instructor.
    tampering : list of str
        What looks like an attempt on the marks.
    missing : list of str
        Answers and tasks that the submission no longer has.
    """

    notebook: NotebookNode
    language: str
    notes: list[str] = field(default_factory=list)
    tampering: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def restore(submission: Submission, blueprint: Blueprint) -> Restored:
    """Put a submission's graded cells back as they were released.

    Parameters
    ----------
    submission : Submission
        As read; an unreadable one, or another unit's, gives the released notebook with nothing
        answered.
    blueprint : Blueprint

    Returns
    -------
    Restored
    """
    language = language_of(submission, blueprint.notebooks)
    elsewhere = wrong_unit(submission, blueprint)
    if elsewhere is not None:
        submission = Submission([], submission.language, elsewhere)
    result = Restored(nbformat.v4.new_notebook(), language)
    work = _Restoration(submission, blueprint, language, result)
    work.run()
    result.notebook.metadata.update(
        {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "crisis20": {
                "unit": blueprint.unit,
                "language": language,
                "language_known": submission.fault is None or submission.language is not None,
                "fault": submission.fault and submission.fault.to_json(),
                "notes": result.notes,
                "tampering": result.tampering,
                "missing": result.missing,
            },
        }
    )
    _number(result.notebook)
    return result


class _Restoration:
    """One pass over a submission: identify, note, choose, place."""

    def __init__(self, submission: Submission, blueprint: Blueprint, language: str, result: Restored) -> None:
        self.cells, self.blueprint, self.language, self.result = submission.cells, blueprint, language, result
        self.unreadable = submission.fault is not None

    def run(self) -> None:
        identity = [self._identify(cell) for cell in self.cells]
        self._adopt(identity)
        for cell, known in zip(self.cells, identity, strict=True):
            self._look(cell, known)
        copies: dict[str, list[int]] = {}
        for position, known in enumerate(identity):
            if known is not None:
                copies.setdefault(known.grade_id, []).append(position)
        for check in self.blueprint.checks:
            self._compare(check, [self.cells[position].source for position in copies.get(check.grade_id, [])])
        chosen = {grade_id: self._choose(grade_id, positions) for grade_id, positions in copies.items()}
        self._place(identity, chosen, copies)

    def _identify(self, cell: SubmittedCell) -> GradedCell | None:
        """By grade id, else by cell id, else by a check's own words."""
        known = self.blueprint.find(cell.metadata.get("grade_id")) or self.blueprint.find(cell.identifier)
        if known is None and cell.kind == "code":
            words = _bare(cell.source)
            known = next(
                (c for c in self.blueprint.checks if _bare(c.cells[self.language].source) == words), None
            )
        return known

    def _adopt(self, identity: list[GradedCell | None]) -> None:
        """Take as an answer the last unmarked cell that defines its function, when no marked cell is left."""
        present = {known.grade_id for known in identity if known is not None}
        for answer in self.blueprint.graded:
            if answer.kind != "answer" or answer.grade_id in present:
                continue
            defines = re.compile(rf"^def\s+{re.escape(answer.function)}\s*\(", re.MULTILINE)
            for position in reversed(range(len(self.cells))):
                cell = self.cells[position]
                if identity[position] is None and cell.kind == "code" and defines.search(cell.source):
                    identity[position] = answer
                    break

    def _look(self, cell: SubmittedCell, known: GradedCell | None) -> None:
        """Note what the cell's metadata and words say."""
        tampering = self.result.tampering
        claimed = cell.metadata
        name = known.grade_id if known else claimed.get("grade_id")
        if known is None and claimed.get("grade") is True:
            tampering.append(
                f"a graded cell that the unit does not have: {str(claimed.get('grade_id'))[:60]!r}"
            )
        if known is not None and claimed:
            released = known.cells[self.language].metadata.nbgrader
            changed = [
                flag for flag in _FLAGS if flag in claimed and claimed[flag] != released.get(flag, False)
            ]
            if changed and not (changed == ["points"] and known.kind == "answer"):
                tampering.append(f"{name}: nbgrader's metadata was changed ({', '.join(changed)})")
        if known is not None and "skip-execution" in cell.tags:
            tampering.append(f"{name}: tagged skip-execution")
        if cell.kind == "code" and (known is None or known.kind != "check"):
            telling, odd = signs(cell.source)
            tampering += [sign for sign in telling if sign not in tampering]
            self.result.notes += odd

    def _compare(self, check: GradedCell, sources: list[str]) -> None:
        """A check that no longer calls `check` on its exercise was replaced; other changes are harmless."""
        released = _bare(check.cells[self.language].source)
        if not any(source.strip() for source in sources) or released in map(_bare, sources):
            return
        if any(re.search(rf"check\(\s*[\"']{re.escape(check.key)}[\"']", source) for source in sources):
            self.result.notes.append(f"{check.grade_id}: the check was edited, and put back")
        else:
            self.result.tampering.append(f"{check.grade_id}: the check was replaced")

    def _choose(self, grade_id: str, positions: list[int]) -> int:
        """The copy that counts: the last one that the student touched."""
        if len(positions) > 1:
            self.result.notes.append(f"{grade_id}: {len(positions)} copies")
        released = self.blueprint.find(grade_id).cells.values()
        stubs = {_bare(cell.source) for cell in released}
        touched = [position for position in positions if _bare(self.cells[position].source) not in stubs]
        return (touched or positions)[-1]

    def _place(
        self, identity: list[GradedCell | None], chosen: dict[str, int], copies: dict[str, list[int]]
    ) -> None:
        """Rebuild the notebook: checks stand where they were, but never before their answer."""
        after: dict[int, list[GradedCell]] = {}
        last = -1
        for known in self.blueprint.graded:
            if known.kind == "check":
                position = max(chosen.get(known.grade_id, -1), chosen.get(known.key, -1))
                if known.grade_id not in chosen and not self.unreadable:
                    self.result.notes.append(f"{known.grade_id}: was deleted, and put back")
            elif known.grade_id in chosen:
                last = max(last, chosen[known.grade_id])
                continue
            else:
                position = -1
                if not self.unreadable:
                    self.result.notes.append(f"{known.grade_id}: was deleted, and put back without an answer")
                    self.result.missing.append(known.grade_id)
            position = position if position >= 0 else last
            after.setdefault(position, []).append(known)
            last = max(last, position)
        cells = [self._released(known) for known in after.get(-1, [])]
        for position, (cell, known) in enumerate(zip(self.cells, identity, strict=True)):
            if known is None:
                cells.append(_plain(cell))
            elif known.kind != "check":
                if position == chosen[known.grade_id]:
                    cells.append(self._answered(cell, known))
                elif not self._is_stub(cell, known):
                    cells.append(_plain(cell))
            cells.extend(self._released(missing) for missing in after.get(position, []))
        if self.unreadable:
            cells = deepcopy(self.blueprint.notebooks[self.language].cells)
        self.result.notebook.cells = cells

    def _is_stub(self, cell: SubmittedCell, known: GradedCell) -> bool:
        return _bare(cell.source) in {_bare(released.source) for released in known.cells.values()}

    def _released(self, known: GradedCell) -> NotebookNode:
        """The instructor's own cell; a deleted answer comes back empty, lest its stub hide a function."""
        cell = deepcopy(known.cells[self.language])
        if known.kind == "answer":
            cell.source = MISSING_ANSWER
        return cell

    def _answered(self, cell: SubmittedCell, known: GradedCell) -> NotebookNode:
        restored = deepcopy(known.cells[self.language])
        restored.source = cell.source
        if restored.cell_type == "markdown" and cell.attachments:
            restored["attachments"] = nbformat.from_dict(cell.attachments)
        return restored


def _plain(cell: SubmittedCell) -> NotebookNode:
    new = getattr(nbformat.v4, f"new_{cell.kind}_cell")(cell.source)
    if cell.attachments:
        new["attachments"] = nbformat.from_dict(cell.attachments)
    return new


def _number(notebook: NotebookNode) -> None:
    """Give every cell an id of its own, in order: a submission's may repeat or be malformed."""
    for number, cell in enumerate(notebook.cells):
        known = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell["id"] = known if known else f"cell-{number:04d}"
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None


def _bare(source: str) -> str:
    """Source without comments and white space, to compare a check with what was released."""
    lines = []
    for line in source.splitlines():  # one at a time: a pattern over the whole text could take its square
        comment = line.find("#", max(line.rfind('"'), line.rfind("'")) + 1)
        lines.append(line if comment < 0 else line[:comment])
    return "".join("".join(lines).split())
