"""Sessions, rooms, clocks and given time: what is planned, what is open, and until when.

What a session collects belongs to `capture`, the groups of a breakout round to `breakouts`.
"""
