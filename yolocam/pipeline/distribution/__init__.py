"""A run in units that many processes work at: what a unit is, what came of it, how it all becomes one."""
