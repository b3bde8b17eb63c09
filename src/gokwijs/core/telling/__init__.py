"""Stage 2: from a pupil table, or from typed totals, to the frozen count of a teldag."""
