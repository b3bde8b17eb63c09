"""A pupil file of any package: columns to fields, values to answers, and the difference."""
