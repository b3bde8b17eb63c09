"""Pure Python: no Django, no clock, no network, no files except through ``law``."""
