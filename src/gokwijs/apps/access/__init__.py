"""Users, roles and what a role may do."""
