"""The verklaring op eer: the way of parents, the desk, signed forms and their retention."""
