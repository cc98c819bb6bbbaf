"""What is imported when it is first called: a process begins without the pages that few of its requests are for."""

from functools import cached_property
from importlib import import_module


class Later:
    """Stands for a module in a list of routes: with `topic = Later("larder.views.topic")`, `topic.wish` is called as
    the function of that name is. A name that isn't there raises AttributeError when it is called, not before.
    """

    def __init__(self, module: str):
        self._module = module

    def __getattr__(self, name: str) -> "LaterFunction":
        return LaterFunction(self._module, name)


class LaterFunction:
    """Has the function's name and, for a view, its marks, such as `@login_not_required`: those stay where it is."""

    def __init__(self, module: str, name: str):
        self.__module__, self.__name__, self.__qualname__ = module, name, name

    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)

    @cached_property
    def function(self):
        return getattr(import_module(self.__module__), self.__name__)

    @cached_property
    def login_required(self) -> bool:
        return getattr(self.function, "login_required", True)

    @cached_property
    def csrf_exempt(self) -> bool:
        return getattr(self.function, "csrf_exempt", False)
