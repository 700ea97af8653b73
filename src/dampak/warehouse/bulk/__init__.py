"""Deliveries of a nation: files of millions of rows, conformed piece by piece in bounded memory."""
