"""Where templates come from."""

from django.template import Node
from django.template.loaders import cached


class Loader(cached.Loader):
    """Django's own, which keeps what it has compiled, without what only a page for debugging shows: the source, and
    which piece of it each node was.
    """

    def get_template(self, template_name, skip=None):
        template = super().get_template(template_name, skip)
        if template.source and not self.engine.debug:
            template.source = ""
            for node in template.nodelist.get_nodes_by_type(Node):
                node.token = None
        return template
