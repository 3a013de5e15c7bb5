"""Grading a class at once: who runs the submissions, who alone writes what came of them, and what is kept."""
