"""What is imported when it is first asked for: a process begins without what few of its requests need."""

from functools import cached_property
from importlib import import_module


class Later:
    """Stands for a module: with `topic = Later("larder.views.topic")`, `topic.wish` stands for the function of that
    name. A name that isn't there raises AttributeError when it is used, not before.
    """

    def __init__(self, module: str):
        self._module = module

    def __getattr__(self, name: str) -> "LaterThing":
        return LaterThing(self._module, name)


class LaterThing:
    """A function to call, a view with its marks, such as `@login_not_required`, or a list to go through."""

    def __init__(self, module: str, name: str):
        self.__module__, self.__name__, self.__qualname__ = module, name, name

    def __call__(self, *args, **kwargs):
        return self.found(*args, **kwargs)

    def __iter__(self):
        return iter(self.found)

    @cached_property
    def found(self):
        return getattr(import_module(self.__module__), self.__name__)

    @cached_property
    def login_required(self) -> bool:
        return getattr(self.found, "login_required", True)

    @cached_property
    def csrf_exempt(self) -> bool:
        return getattr(self.found, "csrf_exempt", False)
