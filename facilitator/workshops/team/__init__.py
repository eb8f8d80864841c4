"""Who runs a workshop: members and their roles, and the links by which they are invited."""
