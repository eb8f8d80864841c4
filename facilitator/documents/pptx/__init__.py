"""A document as slides: what stands on which of them, and how they look."""
