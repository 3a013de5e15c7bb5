"""The parts of `grader.pool`: reading a class's files, comparing them, finding copies, showing what was found."""
