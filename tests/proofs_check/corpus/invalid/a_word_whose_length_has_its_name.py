"""is a name in the length of its own words"""
# ruff: noqa

from proofs_check import *

m = natural("m")
word = outcome("m", over="letters 2", length=m)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the length of the words is another m at each step", "decided"
    asserts = Statement(sum_to(m, 3, Sum(word, 1)) == 3)
