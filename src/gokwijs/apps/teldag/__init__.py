"""What is missing and what it is worth, and the frozen Telling of the teldag."""
