"""The school looks at itself through a quality framework: rounds, conversation, into the plan."""
