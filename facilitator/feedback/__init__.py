"""What participants say of the workshop itself: a form of the organiser's, answers that belong to nobody."""
