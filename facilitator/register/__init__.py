"""The solution register: who does what next with each solution, until when, and how far it is."""
