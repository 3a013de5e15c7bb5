"""From a submission to marks: honest work, in either language, merely odd or not."""


def test_a_right_answer_earns_full_marks_in_both_languages_and_one_gradebook(school, answered):
    school.hand_in("Ana Núñez", answered("es"))
    school.hand_in("Tom", answered("en"))
    spanish, english = school.grade("Ana Núñez", "Tom")
    for record, language in ((spanish, "es"), (english, "en")):
        assert record.marks == {"double-it": 2.0, "longest-wait": 3.0, "why-longest": None}
        assert record.language == language
        assert record.outcome == "needs-manual-grading", record.notes
        assert record.notes == []
    assert school.grades("Tom")["double-it-check"] == (2.0, False)
    assert school.grades("Tom")["why-longest"] == (None, True)
