"""Pupils through time: enrolments as intervals, and the Telling of any day."""
