"""The facilitator's page for the whole workshop, the projector's page, what needs attention, and the log.

It reads other packages and calls their operations; its own rules only say what needs attention.
"""
