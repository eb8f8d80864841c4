"""Who sees what a capture session collects, and how a delegate's city joins an issue of somebody else.

The switch itself, as a stretch of time of a session, is kept in `agenda`.
"""
