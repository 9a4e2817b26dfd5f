"""Honest work, as functions that a child process inside can import by name."""


def square(number: int) -> int:
    return number * number
