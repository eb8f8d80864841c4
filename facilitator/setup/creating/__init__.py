"""A new workshop: from a template, as a copy of an earlier one, or from an exported file."""
