"""Coding tweets by hand: codebook, file, session, and a widget over them.

    from course.annotation import annotate, read_annotations, recover, Codebook

What pandas, the front end and the lock need is imported when it is needed, not here.
"""

from course.annotation.annotate import annotate
from course.annotation.codebook import Code, Codebook, Example
from course.annotation.failure import SaveError
from course.annotation.read import read_annotations
from course.annotation.recover import recover
from course.annotation.session import Session

__all__ = ["Code", "Codebook", "Example", "SaveError", "Session", "annotate", "read_annotations", "recover"]
