"""Who acts, and what they may do in which phase: plain values and one table of permissions.

Who it is that asks is found at the gate (`web/gate.py`) and in `workshops/entrance.py`, not here.
"""
