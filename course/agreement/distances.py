"""How far apart two sets of labels are: 0 for the same, 1 for nothing in common.

All three agree on sets of one label. They differ on sets that overlap:

========  ==========================================================================  ================
distance  definition                                                                  {a, b} and {a}
========  ==========================================================================  ================
nominal   0 if the sets are the same, else 1                                          1
jaccard   1 - J, with J the share of their labels that they have in common            1 - 1/2 = 0.5
masi      1 - J * M, with M 1 (same), 2/3 (one inside the other), 1/3 (overlap), 0    1 - 1/3 = 0.667
========  ==========================================================================  ================

References
----------
Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist, 11(2), 37-50.

Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation.
Proceedings of LREC 2006, 831-836. Her weights M are the exact thirds; programs that round them to 0.67 and
0.33, as nltk did until 2026, differ in the third decimal.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course.agreement.coding import AgreementError, listed
from course.language import Text

DISTANCES = ("nominal", "masi", "jaccard")


def distance_matrix(values: Sequence[frozenset], distance: str) -> np.ndarray:
    """Return the distance between every two sets of labels.

    Parameters
    ----------
    values : sequence of frozenset
        None of them empty.
    distance : {"nominal", "masi", "jaccard"}

    Returns
    -------
    ndarray
        Symmetric, with an exact 0 wherever two sets are the same.

    Examples
    --------
    >>> distance_matrix([frozenset("ab"), frozenset("abcd"), frozenset("bc")], "masi").round(3)
    array([[0.   , 0.667, 0.889],
           [0.667, 0.   , 0.667],
           [0.889, 0.667, 0.   ]])
    """
    if distance not in DISTANCES:
        raise AgreementError(
            Text("No hay ninguna distancia {what}. Remedio: usa una de estas: {names}.",
                 "There is no distance {what}. Remedy: use one of these: {names}.")
            .format(what=repr(distance)[:60], names=listed(DISTANCES))
        )  # fmt: skip
    labels = {label: place for place, label in enumerate(sorted(frozenset().union(*values)))}
    has = np.zeros((len(values), len(labels)))
    for row, value in enumerate(values):
        has[row, [labels[label] for label in value]] = 1
    size = has.sum(axis=1)
    common = has @ has.T
    union = size[:, None] + size - common
    same = common == union
    if distance == "nominal":
        return 1.0 - same
    inside = common == np.minimum(size[:, None], size)
    monotonicity = np.select([same, inside, common > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return 1 - common / union * (monotonicity if distance == "masi" else 1.0)
