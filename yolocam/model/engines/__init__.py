"""The ways to run a network, each in a folder of its own, behind one protocol."""
