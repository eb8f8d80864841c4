"""Groups of a breakout round, and who has a seat in them.

Rounds as part of the agenda belong to `agenda`; answers given in a group belong to `validation`.
"""
