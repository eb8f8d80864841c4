"""The shape of a cluster: its name, and the cards that come into it."""

from flask_babel import lazy_gettext as _l

from facilitator.capture.models import Cluster
from facilitator.database import Limits, limits_of
from facilitator.web.forms import Form, line


class ClusterForm(Form):
    """A new cluster, or another name for one."""

    name = line(_l("Name of the cluster"), limits_of(Cluster.name))
    cards = line(_l("Cards"), Limits(500))


class RenameForm(Form):
    """Another name for a cluster."""

    name = line(_l("Name of the cluster"), limits_of(Cluster.name))


class PutForm(Form):
    """A card for a cluster, by its number."""

    card = line(_l("Card"), Limits(20, 1))
