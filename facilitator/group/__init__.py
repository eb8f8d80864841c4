"""The page of a group, and what all groups noted, for plenary: puts parts together, holds no rule."""
