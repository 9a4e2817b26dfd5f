"""Between the examiner, which holds the tests, and the student's process, which nobody trusts: values, references, calls."""
