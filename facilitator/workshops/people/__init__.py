"""People from the first mention to the end: on the list, checked in at the door, gone, back."""
