"""Nobody earns points by labelling blindly, and whoever reads with care does: every unit's labels, by simulation."""

import numpy as np
import pytest

from course.annotation.rows import Row
from course.checking.own_labels import OwnLabels
from grader import registry
from grader.demo import unit_names
from grader.label_examiner import examine_labels
from grader.label_file import HandedLabels

BLIND = 60  # complete files of labels by somebody who reads no tweet
LABELS = [
    pytest.param(exercise, registry.banks(unit)[key], id=f"{unit[:2]}-{key}")
    for unit in unit_names()
    for key, exercise in registry.labelling(unit).items()
]


def worth(exercise, bank, labels):
    """Marks of labels by tweet."""
    rows = [Row(tweet, tuple(codes)) for tweet, codes in labels.items()]
    own = OwnLabels.of(rows, exercise.ids, exercise.codebook)
    return examine_labels(exercise, bank, HandedLabels(own)).points


@pytest.mark.parametrize(("exercise", "bank"), LABELS)
def test_labels_without_reading_earn_nothing(exercise, bank):
    """One code on everything, codes at random, or gold's own label sets shuffled: all tweets, valid codes, no marks."""
    rng, names = np.random.default_rng(3), exercise.codebook.names
    for code in names:
        assert worth(exercise, bank, dict.fromkeys(exercise.ids, (code,))) == 0.0
    sets = list(bank.reference.labels.values())
    for _ in range(BLIND):
        order = rng.permutation(len(sets))
        assert worth(exercise, bank, dict(zip(exercise.ids, [sets[n] for n in order], strict=True))) == 0.0
        drawn = [(code,) for code in rng.choice(names, len(exercise.ids))]
        assert worth(exercise, bank, dict(zip(exercise.ids, drawn, strict=True))) == 0.0


@pytest.mark.parametrize(("exercise", "bank"), LABELS)
def test_honest_labels_earn_most(exercise, bank):
    """Whoever has a tweet in five amiss keeps full marks nearly always; a tweet in two, nearly always some."""
    rng, sets = np.random.default_rng(4), list(bank.reference.labels.values())

    def coder(amiss):
        wrong = set(rng.choice(exercise.ids, int(amiss * len(exercise.ids)), replace=False))
        return {
            tweet: sets[rng.integers(len(sets))] if tweet in wrong else labels
            for tweet, labels in bank.reference.labels.items()
        }

    careful = [worth(exercise, bank, coder(0.2)) for _ in range(40)]
    careless = [worth(exercise, bank, coder(0.5)) for _ in range(40)]
    assert np.mean([points == exercise.points for points in careful]) > 0.9
    assert np.mean([points > 0 for points in careless]) > 0.7
