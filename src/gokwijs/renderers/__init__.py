"""One definition of a result, rendered to a file. Never imports Django."""
