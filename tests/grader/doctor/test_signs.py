"""Looking for the course's own answers is tampering; honest code that comes near it is not."""

import pytest

from grader.signs import find_signs


@pytest.mark.parametrize(
    "source",
    [
        "import course.exercises.jazztel_delays as e",
        "from course import exercises",
        "from course.exercises import jazztel_delays",
        "import importlib\nimportlib.import_module('course.exercises.jazztel_delays')",
        "open('course/exercises/jazztel_delays.py')",
        "import course\ncourse.exercises",
        "from course.channel import answer",
    ],
)
def test_looking_for_the_courses_own_answers(source):
    ours = {"course"} if "import course\n" in source else set()
    assert any(sign.tampering for sign in find_signs(source, ours))


@pytest.mark.parametrize(
    "source",
    [
        "exercises = [1, 2]\nprint(exercises)",
        "channel = tweets.channel",
        "course = tweets.copy()\ncourse['exercises'] = 1",
        "from course import check, t\ncheck('a', a)",
        "print('the course: exercises and channels')",
    ],
)
def test_honest_code_near_it(source):
    assert not any(sign.tampering for sign in find_signs(source))


def test_a_function_of_the_course_under_another_name_is_a_note():
    """One line that may earn a whole exercise: the instructor is told, and no mark changes."""
    (sign,) = find_signs("first_reply = first_replies", {"first_replies"})
    assert not sign.tampering and "under another name" in str(sign)
