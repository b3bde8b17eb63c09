"""Follow-up: metingen, evaluatie, besluit and borging."""
