"""The shape of a cluster: its name, and the cards that come into it."""

from flask_babel import lazy_gettext as _l

from facilitator.web.forms import Form, line

NAME = (120, 1)


class ClusterForm(Form):
    """A new cluster, or another name for one."""

    name = line(_l("Name of the cluster"), *NAME)
    cards = line(_l("Cards"), 500)


class RenameForm(Form):
    """Another name for a cluster."""

    name = line(_l("Name of the cluster"), *NAME)


class PutForm(Form):
    """A card for a cluster, by its number."""

    card = line(_l("Card"), 20, 1)
