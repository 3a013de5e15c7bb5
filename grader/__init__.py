"""The instructor's side of Crisis 2.0: build, release, collect, grade and give feedback, on top of nbgrader."""
