"""Where our pupils sit: questions with an answer, a chart and a table, and what may leave."""
