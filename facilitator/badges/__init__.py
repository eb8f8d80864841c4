"""What is printed before people come: badges, a poster to join by, and a sheet to sign at the door.

The parts are put together here and written as PDF; each rule belongs to the package of what it is about.
"""
