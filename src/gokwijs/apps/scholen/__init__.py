"""Schools, what the law must know about them per schooljaar, and who works there."""
