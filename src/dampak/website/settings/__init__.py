"""Settings of the site, one subject a file; all that differs between offices is a variable.

Whatever cannot be read is said at the end, every fault together, and nothing begins.
"""

# ruff: noqa: F403

from dampak.website.settings.addresses import *
from dampak.website.settings.browsers import *
from dampak.website.settings.home import *
from dampak.website.settings.language import *
from dampak.website.settings.limits import *
from dampak.website.settings.logs import *
from dampak.website.settings.messages import *
from dampak.website.settings.office import *
from dampak.website.settings.pages import *
from dampak.website.settings.passwords import *
from dampak.website.settings.rooms import *
from dampak.website.settings.signing_in import *
from dampak.website.settings.single_sign_on import *
from dampak.website.settings.uploads import *
from dampak.website.settings.variables import env

env.check()
