"""Hides objects of some classes before anything is drawn, saved or served."""
