"""The graded cells of a submission, put back as they were released.

Every check comes from the instructor's notebook by its key; the student's cells keep their code and nothing
else. What is merely odd (a copied, moved or deleted cell) is repaired and noted; what only somebody who
wanted marks without work would do is noted as tampering.
"""

from __future__ import annotations

import ast
import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from grader.blueprint import Blueprint, GradedCell
from grader.delivery import printable
from grader.signs import find_signs, names_of_ours
from grader.submission import Submission, SubmittedCell, language_of
from grader.wrong_unit import wrong_unit

MISSING_ANSWER = "# Esta celda faltaba en la entrega. / This cell was missing from the submission."
_FLAGS = ("grade", "solution", "task", "points", "locked")
_CHECKSUM = re.compile(r"[0-9a-f]{32}")
_ESSAY = 40  # characters; a shorter remark beside an empty answer is no answer


@dataclass(frozen=True)
class Remark:
    """Something about one cell, for the instructor.

    Parameters
    ----------
    kind : str
        A word for machines: ``copies``, ``renamed``, ``metadata-lost``, ``kind``, ``check-edited``,
        ``check-deleted``, ``answer-deleted``, ``text-deleted``, ``elsewhere``, ``text-elsewhere``,
        ``older-release``, ``foreign``, ``note``; of tampering ``flags``, ``skip``,
        ``check-replaced``, ``planted``, ``code``.
    words : str
        A sentence without its full stop, with the cell's name and number.
    cell : int or None
        The cell's place in the file, from 1.
    name : str
        The graded cell that it is about; empty when it is about none.
    tampering : bool
    line : int or None
        Of the cell's code, where it is about one.
    """

    kind: str
    words: str
    cell: int | None = None
    name: str = ""
    tampering: bool = False
    line: int | None = None


@dataclass
class Restored:
    """A submission ready to run.

    Parameters
    ----------
    notebook : NotebookNode
        Its graded cells are the instructor's; `metadata.crisis20` holds unit, language, fault, notes and
        tampering.
    remarks : list of Remark
        What was odd, and what looks like an attempt on the marks.
    missing : list of str
        Answers and tasks that the submission no longer has, or whose text seems to stand in another cell.
    origins : list of (int or None)
        Of each cell of the notebook its place in the file, from 1; None for one that was put back.
    answered : dict of str to bool
        By exercise or task with a cell to answer in: whether the student wrote anything there.
    """

    notebook: NotebookNode
    language: str
    remarks: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    origins: list[int | None] = field(default_factory=list)
    answered: dict[str, bool] = field(default_factory=dict)

    @property
    def notes(self) -> list[str]:
        """What was odd, in English for the instructor."""
        return list(dict.fromkeys(remark.words for remark in self.remarks if not remark.tampering))

    @property
    def tampering(self) -> list[str]:
        """What looks like an attempt on the marks, and where."""
        return list(dict.fromkeys(remark.words for remark in self.remarks if remark.tampering))


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
    _Restoration(submission, blueprint, language, result).run()
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
        self.stubs = {
            known.grade_id: {_bare(cell.source) for cell in known.cells.values()}
            for known in blueprint.graded
        }
        self.given = {cell.source for nb in blueprint.notebooks.values() for cell in nb.cells}
        self.unmarked = 0  # graded cells that lost nbgrader's metadata
        self.kept: dict[int, str] = {}  # of edited checks, what the student's own code needs

    def run(self) -> None:
        identity = [self._identify(cell) for cell in self.cells]
        if self.unmarked:
            words = f"nbgrader's metadata was lost from {self.unmarked} cells, which are known by their ids"
            self._remark("metadata-lost", words)
        self._adopt(identity)
        ours = names_of_ours(cell.source for cell in self.cells if cell.kind == "code")
        for cell, known in zip(self.cells, identity, strict=True):
            self._look(cell, known, ours)
        copies: dict[str, list[int]] = {}
        for position, known in enumerate(identity):
            if known is not None:
                copies.setdefault(known.grade_id, []).append(position)
        for check in self.blueprint.checks:
            self._compare(check, copies.get(check.grade_id, []))
        chosen = {grade_id: self._choose(grade_id, positions) for grade_id, positions in copies.items()}
        self._place(identity, chosen)
        for known in self.blueprint.graded:
            if known.kind != "check":
                position = chosen.get(known.grade_id)
                self.result.answered[known.grade_id] = (
                    not self.unreadable
                    and position is not None
                    and self._is_answer(self.cells[position], known)
                )
        if not self.unreadable:
            self._written_elsewhere(identity, chosen)

    def _remark(self, kind: str, words: str, cell: SubmittedCell | None = None, **more: Any) -> None:
        number = cell.number if cell else None
        if number:
            words = f"cell {number}, {words}"
        self.result.remarks.append(Remark(kind, words, number, **more))

    def _identify(self, cell: SubmittedCell) -> GradedCell | None:
        """By grade id, else by cell id, else by a check's own words."""
        known = self.blueprint.find(cell.metadata.get("grade_id")) or self.blueprint.find(cell.identifier)
        if known is None and cell.kind == "code" and "check" in cell.source:
            words = _bare(cell.source)
            known = next(
                (c for c in self.blueprint.checks if _bare(c.cells[self.language].source) == words), None
            )
        if known is None:
            return None
        name, claimed = known.grade_id, cell.metadata.get("grade_id")
        if not cell.metadata:
            self.unmarked += 1
        elif claimed != name:
            shown = printable(repr(claimed), 60)
            self._remark("renamed", f"{name}: its grade_id had become {shown}; put back", cell, name=name)
        if cell.kind != known.cells[self.language].cell_type:
            self._remark("kind", f"{name}: its cell had become a {cell.kind} cell; put back", cell, name=name)
        return known

    def _adopt(self, identity: list[GradedCell | None]) -> None:
        """Take as an answer the last cell that defines its function, when no marked cell holds an answer.

        It may be a cell of the student's own, or the check's, in which some people write.
        """
        for answer in self.blueprint.graded:
            if answer.kind != "answer":
                continue
            marked = [position for position, known in enumerate(identity) if known is answer]
            if any(self._is_answer(self.cells[position], answer) for position in marked):
                continue
            defines = re.compile(rf"^def\s+{re.escape(answer.function)}\s*\(", re.MULTILINE)
            for position in reversed(range(len(self.cells))):
                cell, known = self.cells[position], identity[position]
                free = known is None or (known.kind == "check" and known.key == answer.key)
                if free and cell.kind == "code" and defines.search(cell.source):
                    if not (marked and self._is_stub(cell, answer)):
                        identity[position] = answer
                        where = "the check's cell" if known else "a cell of the student's own"
                        self._remark(
                            "elsewhere",
                            f"{answer.grade_id}: the answer stands in {where}",
                            cell,
                            name=answer.grade_id,
                        )
                    break

    def _look(self, cell: SubmittedCell, known: GradedCell | None, ours: set[str]) -> None:
        """Note what the cell's metadata and words say."""
        self._look_at_flags(cell, known)
        if known is not None and "skip-execution" in cell.tags:
            words = f"{known.grade_id}: tagged skip-execution"
            self._remark("skip", words, cell, name=known.grade_id, tampering=True)
        if cell.kind == "code" and (known is None or known.kind != "check") and cell.source not in self.given:
            for sign in find_signs(cell.source, ours):
                kind = "code" if sign.tampering else "note"
                self._remark(kind, str(sign), cell, tampering=sign.tampering, line=sign.line)

    def _look_at_flags(self, cell: SubmittedCell, known: GradedCell | None) -> None:
        claimed = cell.metadata
        if known is None:
            if claimed.get("grade") is True and self.blueprint.find(claimed.get("grade_id")) is None:
                name = printable(str(claimed.get("grade_id")), 60)
                if _as_once_released(cell):
                    words = f"{name!r}: graded in an older release or in another unit; it counts for nothing"
                    self._remark("foreign", words, cell)
                else:
                    self._remark(
                        "planted",
                        f"{name!r}: a graded cell that the unit does not have",
                        cell,
                        tampering=True,
                    )
            return
        if not claimed:
            return
        released = known.cells[self.language].metadata.nbgrader
        changed = [
            flag for flag in _FLAGS if flag in claimed and not _same(claimed[flag], released.get(flag, False))
        ]
        if not changed or (changed == ["points"] and known.kind == "answer"):
            return
        name = known.grade_id
        said = ", ".join(f"{flag} {_shown(released.get(flag))} → {_shown(claimed[flag])}" for flag in changed)
        if self._is_older(cell, known):
            self._remark("older-release", f"{name}: from an older release ({said})", cell, name=name)
        else:
            words = f"{name}: nbgrader's metadata was changed ({said})"
            self._remark("flags", words, cell, name=name, tampering=True)

    def _is_older(self, cell: SubmittedCell, known: GradedCell) -> bool:
        """Tell whether a cell was released like this once; nbgrader left a checksum in it then."""
        checksum = cell.metadata.get("checksum")
        current = {c.metadata.nbgrader.get("checksum") for c in known.cells.values()}
        if not isinstance(checksum, str) or not _CHECKSUM.fullmatch(checksum) or checksum in current:
            return False
        return known.kind != "check" or _as_once_released(cell)

    def _compare(self, check: GradedCell, positions: list[int]) -> None:
        """A check that no longer calls `check` on its exercise was replaced; other changes are harmless."""
        released = self.stubs[check.grade_id]
        sources = [self.cells[position].source for position in positions]
        if not any(source.strip() for source in sources):
            if sources and not self.unreadable:
                words = f"{check.grade_id}: the check was emptied, and put back"
                self._remark("check-edited", words, self.cells[positions[-1]], name=check.grade_id)
            return
        if not released.isdisjoint(map(_bare, sources)):
            return
        calls = re.compile(rf"check\(\s*[\"']{re.escape(check.key)}[\"']")
        position = next((p for p in positions if self.cells[p].source.strip()), positions[-1])
        cell, name = self.cells[position], check.grade_id
        if any(calls.search(source) for source in sources):
            kept = own_definitions(cell.source)
            more = "; what the student defined there was kept" if kept else ""
            self._remark("check-edited", f"{name}: the check was edited, and put back{more}", cell, name=name)
            if kept:
                self.kept[position] = kept
        else:
            quote = printable(" ".join(cell.source.split()), 60)
            words = f"{name}: the check was replaced by `{quote}`"
            self._remark("check-replaced", words, cell, name=name, tampering=True)

    def _choose(self, grade_id: str, positions: list[int]) -> int:
        """The copy that counts: the last one that the student touched."""
        stubs = self.stubs[grade_id]
        touched = [position for position in positions if _bare(self.cells[position].source) not in stubs]
        written = [position for position in touched if self.cells[position].source.strip()]
        chosen = (written or touched or positions)[-1]
        if len(positions) > 1:
            numbers = ", ".join(str(self.cells[position].number) for position in positions)
            words = f"{grade_id}: {len(positions)} copies (cells {numbers}); cell {self.cells[chosen].number} counts"
            self.result.remarks.append(Remark("copies", words, self.cells[chosen].number, grade_id))
        return chosen

    def _place(self, identity: list[GradedCell | None], chosen: dict[str, int]) -> None:
        """Rebuild the notebook: checks stand where they were, but never before their answer."""
        after: dict[int, list[GradedCell]] = {}
        last = -1
        for known in self.blueprint.graded:
            name = known.grade_id
            if known.kind == "check":
                position = max(chosen.get(name, -1), chosen.get(known.key, -1))
                if name not in chosen and not self.unreadable:
                    self._remark("check-deleted", f"{name}: was deleted, and put back", name=name)
            elif name in chosen:
                last = max(last, chosen[name])
                continue
            else:
                position = -1
                if not self.unreadable:
                    words = f"{name}: was deleted, and put back without an answer"
                    self._remark(
                        "text-deleted" if known.kind == "task" else "answer-deleted", words, name=name
                    )
                    self.result.missing.append(name)
            position = position if position >= 0 else last
            after.setdefault(position, []).append(known)
            last = max(last, position)
        placed: list[tuple[NotebookNode, int | None]] = [(self._released(k), None) for k in after.get(-1, [])]
        for position, (cell, known) in enumerate(zip(self.cells, identity, strict=True)):
            if known is None:
                placed.append((_plain(cell), cell.number))
            elif known.kind == "check":
                if position in self.kept:
                    placed.append((_plain(SubmittedCell("code", self.kept[position])), cell.number))
            elif position == chosen[known.grade_id]:
                placed.append((self._answered(cell, known), cell.number))
            elif not self._is_stub(cell, known):
                placed.append((_plain(cell), cell.number))
            placed.extend((self._released(missing), None) for missing in after.get(position, []))
        if self.unreadable:
            placed = [(cell, None) for cell in deepcopy(self.blueprint.notebooks[self.language].cells)]
        self.result.notebook.cells = [cell for cell, _ in placed]
        self.result.origins = [origin for _, origin in placed]

    def _written_elsewhere(self, identity: list[GradedCell | None], chosen: dict[str, int]) -> None:
        """An essay's cell that is empty, or as released, with text of the student's own beside it: a person reads."""
        for task in self.blueprint.tasks:
            position = chosen.get(task.grade_id)
            if position is None or self.result.answered[task.grade_id]:
                continue
            for near in (position + 1, position - 1, position + 2):
                if not 0 <= near < len(self.cells) or identity[near] is not None:
                    continue
                cell = self.cells[near]
                own = cell.kind in ("markdown", "raw") and len(cell.source.strip()) >= _ESSAY
                if own and cell.source not in self.given and _bare(cell.source) not in map(_bare, self.given):
                    words = (
                        f"{task.grade_id}: its own cell holds no answer; text of the student's stands here"
                    )
                    self._remark("text-elsewhere", words, cell, name=task.grade_id)
                    self.result.missing.append(task.grade_id)
                    break

    def _is_stub(self, cell: SubmittedCell, known: GradedCell) -> bool:
        return _bare(cell.source) in self.stubs[known.grade_id]

    def _is_answer(self, cell: SubmittedCell, known: GradedCell) -> bool:
        """Whether the student wrote anything: neither what was released, nor nothing, nor comments alone."""
        if known.kind == "task":
            return bool(cell.attachments) or bool(cell.source.strip() and not self._is_stub(cell, known))
        return bool(_bare(cell.source)) and not self._is_stub(cell, known)

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


def own_definitions(source: str) -> str:
    """Return an edited check's code without its checks, where it defines what other cells may need; else nothing.

    Examples
    --------
    >>> own_definitions("def half(x):\\n    return x / 2\\ncheck('a', a)")
    'def half(x):\\n    return x / 2'
    >>> own_definitions("print(a(2))\\ncheck('a', a)")
    ''
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    defined = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign)
    if not any(isinstance(node, defined) for node in tree.body):
        return ""
    lines = source.splitlines()
    for node in tree.body:
        if isinstance(node, ast.Expr):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "\n".join(lines).strip()


def _as_once_released(cell: SubmittedCell) -> bool:
    """Tell whether a graded cell is, word for word, what some release held: its checksum says so."""
    checksum = cell.metadata.get("checksum")
    if not isinstance(checksum, str) or not _CHECKSUM.fullmatch(checksum):
        return False
    node = nbformat.from_dict(
        {"cell_type": cell.kind, "source": cell.source, "metadata": {"nbgrader": dict(cell.metadata)}}
    )
    try:
        return compute_checksum(node) == checksum
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _same(claimed: object, released: object) -> bool:
    """Tell whether a flag says what was released; 2 points and 2.0 points are the same, True and 1 are not."""
    if isinstance(claimed, bool) or isinstance(released, bool):
        return claimed is released
    return type(claimed) in (int, float) and claimed == released


def _shown(value: object) -> str:
    return "nothing" if value is None else printable(repr(value), 20)


def _plain(cell: SubmittedCell) -> NotebookNode:
    """A cell with nothing but its words; made by hand, as nbformat's own way validates each, at length."""
    new = NotebookNode(cell_type=cell.kind, metadata=NotebookNode(), source=cell.source)
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
