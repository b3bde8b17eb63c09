"""From a telling to stored, explained means."""
