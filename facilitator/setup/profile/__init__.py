"""The pages on which a workshop's details, projects, cities, organisations and measures are changed."""
