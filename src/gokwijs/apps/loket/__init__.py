"""The desk: declarations on paper or together on a tablet, signed forms, their scans and retention."""
