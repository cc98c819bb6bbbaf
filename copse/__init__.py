import sys

from copse import stubs

sys.modules["django_stubs_ext"] = stubs  # before django-tasks is imported, in every process
