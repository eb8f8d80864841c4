"""What a funder files the report under: filled in once by the organiser, and printed where it is."""
