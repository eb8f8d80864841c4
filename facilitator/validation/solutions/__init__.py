"""What interested cities answer on the solutions and on the approach as a whole.

Solutions as cards belong to `capture`.
"""
