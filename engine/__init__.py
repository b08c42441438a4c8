"""Glassgrad's engine: back-propagation in pure Python, with nothing under it but the standard library.

Read value.py first (the idea), then nn.py, losses.py and train.py (what it is for).
"""
