"""What every page shares at the edge: the gate, forms, submissions, errors, unsent forms, and commits.

Pages of one subject are in the package of that subject, and no rule of the workshop is decided here.
"""
