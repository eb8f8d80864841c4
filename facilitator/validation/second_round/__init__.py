"""Showing a group its results, and asking it again after the discussion.

Results for the whole workshop belong to `summary`.
"""
