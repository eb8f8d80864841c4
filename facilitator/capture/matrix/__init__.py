"""Tables of a measure: what helps with each issue, which city had it, and the gaps.

It reads the chain and lets one add to it; links themselves are made in `capture/operations.py`.
"""
