"""The desk: declarations together or on paper, signed forms, their scans and retention."""
