#!/usr/bin/env python3
"""Known damage to real clusters: exactly the findings that it must give, and no others."""
import contextlib
import json
import unittest

from fleet import Fleet, main

fleet = Fleet()
clean = None  # the findings before any damage


def setUpModule():
    global clean
    unittest.addModuleCleanup(fleet.stop)
    fleet.start()
    clean = fleet.audit()


@contextlib.contextmanager
def damaged(environment, do, undo):
    """The clusters with the kubectl commands of `do` run, and those of `undo` afterwards."""
    try:
        for command in do:
            fleet.kubectl(environment, *command)
        fleet.run_pods(environment)
        yield
    finally:
        for command in undo:
            fleet.kubectl(environment, *command)
        fleet.run_pods(environment)


def shop(*words):
    return ("-n", "shop") + words


class Damage(unittest.TestCase):
    maxDiff = None

    def check(self, environment, do, undo, appear, vanish=()):
        with damaged(environment, do, undo):
            audit = fleet.audit()
        before, after = set(clean.findings()), set(audit.findings())
        self.assertEqual(sorted(after - before), sorted(appear))
        self.assertEqual(sorted(before - after), sorted(vanish))
        self.assertEqual(fleet.audit().findings(), clean.findings(), "after the damage was undone")

    def test_nothing_differs_before_any_damage(self):
        self.assertEqual(clean.findings("drift."), DRIFT_UNKNOWN)


if __name__ == "__main__":
    main()
