"""Merging and splitting cards, undoing both, and the pages that show where a card came from.

Which cards look alike is worked out in `capture/similarity`; clusters are in `capture/clusters`.
"""
