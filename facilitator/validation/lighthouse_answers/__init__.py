"""What delegates of lighthouse cities answer on day two about issues that the interested cities add.

Their evidence on issues of day one belongs to `capture`.
"""
