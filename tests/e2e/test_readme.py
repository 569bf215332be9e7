#!/usr/bin/env python3
"""The commands that README.md shows on the example fleet work as they stand there."""
import re
import shlex
import unittest

from program import ROOT, run


def examples():
    """The lines `build/plimsoll ...` of code blocks, without a leading prompt; those that name what only the reader has are
    written with CAPITALS, and left out."""
    with open(f"{ROOT}/README.md") as file:
        blocks = re.findall(r"^```\w*\n(.*?)^```|((?:^    .*\n)+)", file.read(), re.M | re.S)
    lines = [line.strip().lstrip("$ ") for block in blocks for line in "".join(block).splitlines()]
    commands = [re.sub(r"\s+# .*", "", line) for line in lines if line.startswith("build/plimsoll ")]
    return [c for c in commands if not re.search(r"\b[A-Z][A-Z_]+\b", c)]


class Readme(unittest.TestCase):
    def test_it_has_examples(self):
        self.assertGreater(len(examples()), 2)

    def test_each_example_runs(self):
        for example in examples():
            with self.subTest(example):
                result = run(*shlex.split(example)[1:])
                self.assertNotEqual(result.returncode, 2, result.stderr)
                self.assertTrue(result.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
