from importlib import import_module

Migration = import_module("groups.migrations.0001_squashed").Migration
