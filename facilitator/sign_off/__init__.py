"""Each city sees by a link what is quoted of it, and agrees, edits or withholds it until a day."""
