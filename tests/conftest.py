"""What holds for all tests."""

import gc
import signal

LONGEST_ID = 80

# A shell that runs the tests in the background lets them ignore an interrupt, and so would the commands that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Thousands of tests are no garbage: not to look through them at each full collection saves a tenth of a second each time."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object) -> str | None:
    """A megabyte of hostile text is no name for a test: reports would print it."""
    return ascii(val[:LONGEST_ID]) if isinstance(val, str | bytes) and len(val) > LONGEST_ID else None
