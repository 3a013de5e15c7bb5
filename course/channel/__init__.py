"""The channel between examiner and student: plain values by a strict codec, questions and answers as texts."""
