"""The self-check of a labelling exercise: what the student's file holds, and what it still lacks."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from course.annotation.codebook import Codebook
from course.annotation.rows import Row
from course.checking import label_words as say
from course.checking.judge import CaseVerdict
from course.checking.labelling import LabellingExercise
from course.checking.mismatch import NOTHING
from course.checking.own_labels import OwnLabels
from course.checking.result import CheckResult, ShownCase
from course.checking.words import cut
from course.errors import CourseError
from course.language import Text

_MOST_NUMBERS, _MOST_CODES, _MOST_FILES = 8, 4, 40
_TOO_OFTEN = 0.8  # a code on a larger share of the tweets looks like no reading


class LabelsResult(CheckResult):
    """The mark of a labelling exercise's self-check, which shows itself as feedback."""

    exercise: LabellingExercise

    @staticmethod
    def _total(exercise: LabellingExercise) -> int:
        return 3 + exercise.restricts

    @property
    def _headline(self) -> str:
        total, count = self.total, sum(case.verdict.passed for case in self.cases)
        if self.passed:
            words = Text("superas las comprobaciones visibles", "the visible checks pass")
        elif self._waits:
            words = Text("todavía sin etiquetar", "not labelled yet")
        elif count == 0:
            unreadable = self.cases[0].verdict.diagnosis == "unreadable-file"
            words = (
                Text("el archivo no se puede leer", "the file cannot be read")
                if unreadable
                else Text("falta el archivo de este ejercicio", "this exercise's file is missing")
            )
        else:
            words = Text(
                f"{count} de {total} comprobaciones visibles {'pasa' if count == 1 else 'pasan'}",
                f"{count} of {total} visible checks {'passes' if count == 1 else 'pass'}",
            )
        return words.to(self.language)

    @property
    def _note(self) -> str:
        return say.NOTE.format(total=len(self.exercise.ids)).to(self.language) if self.passed else ""

    @property
    def _needs_hints(self) -> bool:
        """Whoever goes over the doubtful ones, with all of them done, needs the hints most."""
        return True


def check_labels(exercise: LabellingExercise, folder: Path | None = None) -> LabelsResult:
    """Look at the file of labels beside the notebook and say, kindly, what it still lacks.

    Parameters
    ----------
    exercise : LabellingExercise
    folder : Path, optional
        Where the notebook runs; the current folder if not given.
    """
    folder = Path.cwd() if folder is None else folder
    path = folder / exercise.file
    title = Text(f"El archivo `{exercise.file}`", f"The file `{exercise.file}`")
    if not path.is_file():
        return _only(exercise, title, *_absent(exercise, folder))
    try:
        own, problems = _own(exercise, path)
    except CourseError as error:
        return _only(exercise, title, "unreadable-file", error.message)
    if not own.labels and own.elsewhere:
        said = say.OTHER_TWEETS.format(total=len(own.ids), count=own.elsewhere)
        return _only(exercise, title, "other-tweets", said)
    if not own.labels and not own.skipped:
        return _only(exercise, title, "not-solved", say.NOT_YET.format(file=exercise.file), remark=problems)
    verdicts = [_complete(own), _known_codes(own)]
    if exercise.restricts:
        verdicts.append(_rules(own))
    found = ShownCase(CaseVerdict(title, True), remark=_joined([problems, _several(own), _version(own)]))
    return LabelsResult(exercise, (found, *map(ShownCase, verdicts)), caution=_alike(own))


def _only(
    exercise: LabellingExercise, title: Text, diagnosis: str, said: Text, *, remark: Text | None = None
) -> LabelsResult:
    return LabelsResult(exercise, (ShownCase(CaseVerdict(title, False, diagnosis, said), remark=remark),))


# The file ------------------------------------------------------------------------------------------------


def _own(exercise: LabellingExercise, path: Path) -> tuple[OwnLabels, Text | None]:
    """Read a file and give what it says of this exercise, and what was odd about it."""
    from course.annotation import read_annotations

    table = read_annotations(path, status=None)
    at = table["updated_at"].dt.strftime("%Y-%m-%dT%H:%M:%S.%f").fillna("")  # texts sort as the moments do
    rows = [
        Row(
            tweet_id=row.tweet_id,
            labels=tuple(label for label in row.labels.split("|") if label),
            status=row.status,
            annotator=row.annotator,
            updated_at=moment,
            codebook=row.codebook,
        )
        for row, moment in zip(table.itertuples(index=False), at, strict=True)
    ]
    return OwnLabels.of(rows, exercise.ids, exercise.codebook), _joined(table.attrs.get("problems", ()))


def _absent(exercise: LabellingExercise, folder: Path) -> tuple[str, Text]:
    """Say where the file may be instead: under another name here, or one folder away."""
    for path in _candidates(exercise.file, folder):
        try:
            own, _ = _own(exercise, path)
        except CourseError:
            continue
        if own.labels:
            here = path.parent == folder
            name = (
                path.name
                if here
                else f"../{path.name}"
                if path.parent == folder.parent
                else (f"{path.parent.name}/{path.name}")
            )
            said = say.OTHER_NAME if here else say.OTHER_FOLDER
            return "elsewhere", said.format(file=exercise.file, found=name, count=len(own.labels))
    return "not-solved", say.NOT_YET.format(file=exercise.file)


def _candidates(name: str, folder: Path) -> list[Path]:
    try:
        found = [*sorted(folder.glob("*.csv")), folder.parent / name, *sorted(folder.glob(f"*/{name}"))]
        return [path for path in found if path.is_file()][:_MOST_FILES]
    except OSError:
        return []


def _several(own: OwnLabels) -> Text | None:
    if own.people < 2:
        return None
    return say.SEVERAL.format(people=own.people, name=cut(own.annotator, 40) or "–")


def _version(own: OwnLabels) -> Text | None:
    """Name another version of the book; another book altogether is said with the codes it lacks."""
    books = [book for book in own.others if _name(book) == own.codebook.name]
    if not books:
        return None
    return say.OTHER_VERSION.format(book=cut(", ".join(books), 80), now=own.codebook.identity)


# What it holds -------------------------------------------------------------------------------------------


def _complete(own: OwnLabels) -> CaseVerdict:
    total = len(own.ids)
    title = Text(f"Los {total} tuits tienen etiqueta", f"All {total} tweets have a label")
    missing = own.missing
    if not missing:
        return CaseVerdict(title, True)
    said = (say.ONE_MISSING if len(missing) == 1 else say.MISSING).format(missing=len(missing), total=total)
    said += _numbered(say.WHICH, own, missing) if len(missing) <= _MOST_NUMBERS else "."
    said += say.skipped(len(own.skipped), len(missing))
    return CaseVerdict(title, False, "incomplete", said, say.GO_TO)


def _known_codes(own: OwnLabels) -> CaseVerdict:
    book = own.codebook
    title = Text("Todos los códigos son del libro", "All codes are in the codebook")
    if not own.strange:
        return CaseVerdict(title, True)
    tweets = [tweet for tweet, labels in own.labels.items() if book.strange(labels)]
    listed = [_code(code, book) for code in list(own.strange)[:_MOST_CODES]]
    codes = listed[0]
    for one in listed[1:]:
        codes = codes + ", " + one
    if len(own.strange) > _MOST_CODES:
        codes += ", …"
    other = next((name for name in own.others if _name(name) != book.name), "")
    advice = say.OTHER_BOOK.format(book=cut(other, 60)) if other and len(tweets) > 1 else NOTHING
    return CaseVerdict(
        title, False, "strange-codes", _numbered(say.STRANGE, own, tweets, codes=codes), advice
    )


def _alike(own: OwnLabels) -> Text | None:
    """Say kindly that nobody reads so many tweets alike; None where codes vary, or while they are few."""
    total = len(own.labels)
    if total < 2:
        return None
    sets = {frozenset(labels) for labels in own.labels.values()}
    if len(sets) == 1:
        codes = cut("|".join(next(iter(own.labels.values()))).replace("`", "'"), 80)
        return say.ALL_ALIKE.format(total=total, codes=codes)
    counts = Counter(code for labels in own.labels.values() for code in dict.fromkeys(labels))
    code, count = counts.most_common(1)[0]
    if count <= _TOO_OFTEN * total:
        return None
    return say.NEARLY_ALIKE.format(code=cut(code.replace("`", "'"), 40), count=count, total=total)


def _code(code: str, book: Codebook) -> Text:
    """Show a strange code, and the one that may have been meant."""
    shown = cut(code.replace("`", "'"), 40)
    near = difflib.get_close_matches(code.lower(), book.names, n=1, cutoff=0.7)
    said = Text(f"`{shown}`", f"`{shown}`")
    return said + say.NEAREST.format(code=near[0]) if near else said


def _rules(own: OwnLabels) -> CaseVerdict:
    book, clashes = own.codebook, own.clashes
    alone = [code.code for code in book.codes if code.exclusive]
    if not book.multiple:
        title = Text("Un código por tuit", "One code per tweet")
        said = say.ONE_EACH
    else:
        title = Text(f"`{alone[0]}` va solo", f"`{alone[0]}` stands alone")
        said = say.EXCLUDED
    if not clashes:
        return CaseVerdict(title, True)
    return CaseVerdict(
        title, False, "excluded-codes", _numbered(said, own, clashes, code=alone[0] if alone else "")
    )


def _numbered(said: Text, own: OwnLabels, tweets: Iterable[str], **values: object) -> Text:
    """Put the tweets' numbers into a sentence: all of them, or the first ones of many."""
    numbers = [str(number) for number in own.numbers(tweets)]
    if len(numbers) == 1:
        listed = Text(f"el tuit {numbers[0]}", f"tweet {numbers[0]}")
    elif len(numbers) > _MOST_NUMBERS:
        first = ", ".join(numbers[:_MOST_NUMBERS])
        listed = Text(f"los tuits {first}…", f"tweets {first}…")
    else:
        first, last = ", ".join(numbers[:-1]), numbers[-1]
        listed = Text(f"los tuits {first} y {last}", f"tweets {first} and {last}")
    return said.format(tweets=listed, **values)


def _name(identity: str) -> str:
    return identity.partition("/")[0]


def _joined(texts: Iterable[Text | None]) -> Text | None:
    said = [text for text in texts if text is not None and text.es]
    if not said:
        return None
    return Text(" ".join(text.es for text in said), " ".join(text.en for text in said))
