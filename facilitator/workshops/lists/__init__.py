"""What organisers type or paste one per line, read on plain values: cities with their country, measures."""
