"""Grade what a class hands in: student code runs in a sandbox, marks are computed outside it from plain values.

The way of a submission: `submissions` finds it, `notebooks` reads it, `box` runs it, `marking` compares the values that
came out with the answer key, `reports` tells student, teacher and learning platform. `model` is what they pass on.
"""
