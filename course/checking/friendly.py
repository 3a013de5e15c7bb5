"""Placeholder."""


def install(): ...
