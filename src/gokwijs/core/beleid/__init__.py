"""Stage 6: the rules on a plan. Records in; gaps, sums, findings and decisions out.

Import from the module: ``keuzes`` (value lists), ``plan`` and ``plaats`` (records), ``stand`` (one
school whole), ``drempels`` (settings), ``volledig`` and ``plangebrek`` (what is missing),
``formulering`` (the sentence of a streefdoel), ``bedragen`` and ``boek`` (hours and euros),
``indicator`` (metingen), ``zelfcheck`` (the five shortcomings), ``overgang`` (to the next school
year), ``remediering`` (after a negative statement). Nothing is loaded here, so that a room that
needs a value list loads only that.
"""
