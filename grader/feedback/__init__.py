"""Feedback as a page for each student, in the language of the submission, over nbgrader's GenerateFeedback.

First what came of it: marks by exercise, the cases that failed in words, hints; then the teacher's
comments; then the notebook as it ran. No hidden input, no expected value, no path of this machine.
"""

from grader.feedback.exporter import FeedbackExporter, PrepareFeedback
from grader.feedback.writing import write_feedback

__all__ = ["FeedbackExporter", "PrepareFeedback", "write_feedback"]
