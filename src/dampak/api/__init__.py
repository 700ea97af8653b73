"""What other systems ask and hand in: the same deeds as the pages, behind tokens."""
