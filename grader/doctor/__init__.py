"""`grader doctor`: what is wrong with submissions, said and mended before anything of them runs."""

from grader.doctor.diagnosis import Diagnosis, diagnose
from grader.doctor.finding import KINDS, Finding, Severity
from grader.doctor.mending import mended
from grader.doctor.round import Patient, from_lesson, go_round, in_course, in_paths, released

__all__ = [
    "KINDS",
    "Diagnosis",
    "Finding",
    "Patient",
    "Severity",
    "diagnose",
    "from_lesson",
    "go_round",
    "in_course",
    "in_paths",
    "mended",
    "released",
]
