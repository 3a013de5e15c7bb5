"""Why a measure is not defined, in words."""

from __future__ import annotations

from course.agreement.coding import Coding, written
from course.language import Text


def one_label(coding: Coding) -> Text:
    """Say that a single label leaves nothing to agree or disagree about beyond chance."""
    label = written(coding.values[0])
    return Text(
        f"todos han usado una sola etiqueta, «{label}»: sin variedad no se distingue el acuerdo del azar",
        f'everybody used a single label, "{label}": without variety agreement cannot be told from chance',
    )
