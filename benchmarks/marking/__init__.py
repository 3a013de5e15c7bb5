"""Parts of `benchmarks/grading.py`: one class held by stock nbgrader and by the course's own grader."""
