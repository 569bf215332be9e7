#!/usr/bin/env python3
"""What --help says of every command."""
import re
import unittest

from program import GoldenCase, run


class Help(GoldenCase):
    def commands(self):
        listed = re.findall(r"^  ([a-z]+)  +\S", run("--help").stdout, re.M)
        self.assertIn("audit", listed)
        return listed

    def test_the_program(self):
        result = run("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assert_golden("help/plimsoll.txt", result.stdout)

    def test_each_command(self):
        for command in self.commands():
            with self.subTest(command):
                result = run(command, "--help")
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assert_golden(f"help/{command}.txt", result.stdout)

    def test_the_version(self):
        self.assertRegex(run("version").stdout, r"^plimsoll \d+\.\d+\.\d+")


if __name__ == "__main__":
    unittest.main(verbosity=2)
