"""Readers of real data: each returns a conversation table, pseudonymised and masked."""

from course.readers.twcs import read_twcs

__all__ = ["read_twcs"]
