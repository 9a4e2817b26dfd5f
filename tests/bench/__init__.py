"""`make bench`: what costs a person time, as ratios within one run. One module a benchmark; the table of them is in __main__.py."""
