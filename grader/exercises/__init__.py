"""The instructor's half of the exercises: one bank module a unit, named as in `course.exercises`."""
