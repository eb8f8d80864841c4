"""The summary and the conclusions of the report: sentences drafted by rule from the results.

The team edits each beside what it rests on, leaves it out, or puts the draft back; every version is kept.
"""
