"""Delete a workshop that was made by mistake, once it was said what goes with it."""
