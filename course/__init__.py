"""Crisis 2.0: two social-media crises, measured.

    from course import load, read_twcs, first_replies, timeline, show, check, t, set_language

Names are fetched on first use, so that a notebook that needs only a table does not wait for matplotlib. A
function that shares its module's name is imported from there: `from course.volume import volume`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from course.language import LANGUAGES, Text, get_language, set_language, t

if TYPE_CHECKING:
    from course.annotation import Codebook, annotate, read_annotations, recover
    from course.attempt import attempt
    from course.cases import Case, load
    from course.checking import check
    from course.delays import (
        answered_within,
        delay_quantiles,
        late_share,
        reply_survival,
        unanswered_share,
    )
    from course.hashtags import hashtag_shares, overtaken_at
    from course.plots.alt import show
    from course.plots.timeline import timeline
    from course.readers.twcs import read_twcs
    from course.replies import first_replies, reply_pairs
    from course.volume import baseline, onset

_HOMES = {
    "Case": "course.cases",
    "Codebook": "course.annotation",
    "annotate": "course.annotation",
    "answered_within": "course.delays",
    "attempt": "course.attempt",
    "baseline": "course.volume",
    "check": "course.checking",
    "delay_quantiles": "course.delays",
    "first_replies": "course.replies",
    "hashtag_shares": "course.hashtags",
    "late_share": "course.delays",
    "load": "course.cases",
    "onset": "course.volume",
    "overtaken_at": "course.hashtags",
    "read_annotations": "course.annotation",
    "read_twcs": "course.readers.twcs",
    "recover": "course.annotation",
    "reply_pairs": "course.replies",
    "reply_survival": "course.delays",
    "show": "course.plots.alt",
    "timeline": "course.plots.timeline",
    "unanswered_share": "course.delays",
}

__all__ = [
    "LANGUAGES",
    "Case",
    "Codebook",
    "Text",
    "annotate",
    "answered_within",
    "attempt",
    "baseline",
    "check",
    "delay_quantiles",
    "first_replies",
    "get_language",
    "hashtag_shares",
    "late_share",
    "load",
    "onset",
    "overtaken_at",
    "read_annotations",
    "read_twcs",
    "recover",
    "reply_pairs",
    "reply_survival",
    "set_language",
    "show",
    "t",
    "timeline",
    "unanswered_share",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'course' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_HOMES))
