from importlib import import_module

Migration = import_module("groups.migrations.0002_mails_in_turn").Migration
