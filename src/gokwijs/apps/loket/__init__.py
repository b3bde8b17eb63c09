"""The desk: declarations taken together, signed forms, their scans and how long they stay."""
