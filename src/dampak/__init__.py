"""dampak: did the training change the service, by how much, and how sure is that?"""

__version__ = "0.1.0"
