"""What the installation tells those who keep it well: the log and the metrics."""

from dampak.operations.logs.settings import FORMS, LEVELS, logging_settings
from dampak.website.settings.variables import env

# The log: lines for people or JSON for a collector; from INFO on each request leaves a line.
LOG_FORM = env.choice("DAMPAK_LOG_FORMAT", among=FORMS, default="line")
LOG_LEVEL = env.choice("DAMPAK_LOG_LEVEL", among=LEVELS, default="WARNING")
# Who may read /metrik: these networks directly, or whoever brings the secret through a proxy.
METRICS_NETWORKS = env.networks("DAMPAK_METRICS_NETWORKS", default="127.0.0.0/8,::1/128")
METRICS_SECRET = env.text("DAMPAK_METRICS_SECRET", default="")
LOGGING = logging_settings(form=LOG_FORM, level=LOG_LEVEL)
