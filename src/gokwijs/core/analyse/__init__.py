"""Stage 4: from the pupils of a day to tables, flows, shares and segregation."""
