"""People give each other accounts and roles, within what they hold themselves."""
