"""Parameters of the law, exact numbers, and the explanation every result carries."""
