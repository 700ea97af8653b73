"""Other engines, each asked the way its makers would ask it, over the same plain rows."""
