"""Stage 6: the rules on a plan. Records in; gaps, sums, findings and decisions out."""
