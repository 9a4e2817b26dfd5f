"""Small lessons as text, for tests of whatever reads lessons."""

HEADER = """\
# ---
# keeper:
#   title: Twice
#   minutes: 5
#   level: L5
#   covers: [CODE-02]
#   needs: []
# ---
"""

TWICE = (
    HEADER
    + '''
# %% [markdown]
# Some prose.
#
# - a list

# %% given
FACTOR = 2

# %% answer="twice"
def twice(x):
    """Two times x."""
    ### BEGIN SOLUTION
    return FACTOR * x  # the secret of doubling
    ### END SOLUTION

# %% tests="twice_value" points=3
@check("of three is six")
def three():
    check.equal(twice(3), 6, after="twice(3)")

### BEGIN HIDDEN TESTS
@check("of minus four is minus eight")
def minus():
    check.equal(twice(-4), -8, after="twice(-4)")
### END HIDDEN TESTS

# %% [markdown] hint="twice"
# Think of a sum.

# %% [markdown] hint="twice"
# Add it to itself.

# %% wrong="drops the sign" fails="twice_value: of minus four is minus eight"
def twice(x):
    return 2 * abs(x)

# %% wrong="squares" fails="twice_value"
def twice(x):
    return x * x

# %% wrong="has no value for negative numbers" fails="twice_value: of minus four is minus eight"
def twice(x):
    if x < 0:
        raise ValueError("negative")
    return x + x

# %% also_right="a sum"
def twice(x):
    return x + x
'''
)
