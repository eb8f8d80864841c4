"""The forms in which participants add cards from their phones, one question a step.

What the team enters for others is in `capture/views.py` and `capture/desk`; who sees the result is decided
in `capture/visibility`.
"""
