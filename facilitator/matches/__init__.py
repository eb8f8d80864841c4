"""Which interested city meets which lighthouse city, about which needs, when, and whether both agree."""
