"""The program as its users run it, and the golden files that its output is compared with."""
import fcntl
import json
import os
import pty
import struct
import subprocess
import termios
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
PLIMSOLL = os.environ.get("PLIMSOLL", f"{ROOT}/build/plimsoll")
GOLDEN = f"{ROOT}/tests/e2e/golden"
CAPTURE = f"{ROOT}/hack/example/capture"
with open(f"{ROOT}/hack/example/now") as now_file:
    NOW = now_file.read().strip()
EXAMPLE = ("--snapshot", CAPTURE, "--now", NOW)


def run(*arguments, cwd=ROOT, stdin="", **environment):
    """A finished process: returncode, stdout, stderr."""
    env = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "COLUMNS": "100",
           **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}, **environment}
    return subprocess.run([PLIMSOLL, *arguments], cwd=cwd, env=env, input=stdin, timeout=60, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True)


def run_on_terminal(*arguments, columns=100, **environment):
    """What a terminal of that width gets to see on standard output."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm-256color", **environment,
           **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
    child = subprocess.Popen([PLIMSOLL, *arguments], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=slave,
                             stderr=subprocess.DEVNULL)
    os.close(slave)
    seen = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # the last writer is gone
            break
        if not part:
            break
        seen += part
    os.close(master)
    child.wait(60)
    return seen.decode().replace("\r\n", "\n")


class GoldenCase(unittest.TestCase):
    """Compares output with files; PLIMSOLL_UPDATE_GOLDEN=1 (hack/update-golden.sh) writes them instead."""

    maxDiff = None

    def assert_golden(self, name, text):
        path = f"{GOLDEN}/{name}"
        if os.environ.get("PLIMSOLL_UPDATE_GOLDEN"):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        with open(path) as file:
            self.assertEqual(text, file.read(), f"differs from {path}; if it should, run hack/update-golden.sh")

    def assert_golden_json(self, name, text):
        """The version is the build's, not the report's."""
        report = json.loads(text)
        report["run"].pop("version")
        self.assert_golden(name, json.dumps(report, indent=1, ensure_ascii=False) + "\n")
