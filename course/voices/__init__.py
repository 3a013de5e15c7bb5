"""Tweets of the Iberia case chosen to be coded with `course.codebooks.CUSTOMER_VOICES`: three samples, no tweet in two.

    from course.voices import to_label, practice, coders

The tweets are simulated, like all of the case; no person wrote them. The codings of `practice` are the course
team's; those of `coders` belong to two invented coders.
"""

from course.voices.samples import coders, practice, to_label

__all__ = ["coders", "practice", "to_label"]
