"""The call by which interested cities apply, and what becomes of their applications."""
