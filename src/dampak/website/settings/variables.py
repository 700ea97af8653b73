"""The variables of the environment, which every file of the settings reads through one reader."""

import os

from dampak.website.environment import Environment

env = Environment(os.environ)
