"""What a workshop is made of, changed and deleted: its cities, its organisations, its measures."""
