"""How people decide about flags: states, and a decision with its trace."""
