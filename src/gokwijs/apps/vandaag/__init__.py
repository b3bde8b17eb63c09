"""The start page of a school: what needs you now."""
