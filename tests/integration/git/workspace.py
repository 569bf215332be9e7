"""A private directory with repositories, the programs under test, and the servers that go with it."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
TESTBED = os.environ.get("PLIMSOLL_TESTBED", os.path.expanduser("~/.cache/plimsoll-testbed"))

# The numbers of enum plim_code.
NOT_FOUND, DENIED, UNAVAILABLE, LIMIT = 2, 3, 4, 5


def find_program(*names):
    """The first of the programs that is there, or the end of the test: skipped, by name."""
    for name in names:
        found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin:{TESTBED}/bin")
        if found:
            return found
    print(f"skipped: no {names[0]}")
    sys.exit(77)


def free_port():
    return int(subprocess.run([f"{ROOT}/hack/testbed/free-ports"], check=True, stdout=subprocess.PIPE).stdout)


class Workspace(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="plimsoll-git-")
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.home = self.path("home")
        os.makedirs(f"{self.home}/.ssh", mode=0o700)

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def environment(self):
        kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
               for key, value in (("NAME", "Ann Example"), ("EMAIL", "ann@example.org"))}
        return {**kept, **who, "HOME": self.home, "GIT_CONFIG_NOSYSTEM": "1"}

    def run_script(self, script):
        """Output of a shell script in the directory; it has to succeed."""
        done = subprocess.run(["/bin/sh", "-euc", script], cwd=self.dir, env=self.environment(), text=True,
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def make_shop(self):
        """A repository "shop" with history, and "srv/shop.git" that a server shows."""
        self.run_script("""
            git init -qb main shop; cd shop; mkdir -p deploy; echo one >deploy/a.yaml; git add .
            git commit -qm one; git tag v1.0.0; echo two >b; git add .; git commit -qm two
            git tag -am note v1.1.0; git branch old; git checkout -qb feature/x; git commit -q --allow-empty -m x
            git checkout -q main
            git clone -q --mirror . ../srv/shop.git; git -C ../srv/shop.git update-server-info""")

    def push(self, script):
        self.run_script(f"cd shop; {script}; git push -q --mirror ../srv/shop.git")

    def start(self, arguments, port, **options):
        """A server that ends with the test; returns once it accepts connections."""
        server = subprocess.Popen(arguments, cwd=self.dir, stdin=subprocess.DEVNULL, **options)
        self.addCleanup(self.stop, server)
        for _ in range(200):
            self.assertIsNone(server.poll(), f"{arguments[0]} ended")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return server
            time.sleep(0.05)
        self.fail(f"{arguments[0]} does not listen on port {port}")

    @staticmethod
    def stop(server):
        server.terminate()
        server.wait(timeout=20)

    def probe(self, location, *more, **environment):
        """(exit status, output, error output) of gitrepo_probe."""
        done = subprocess.run([os.environ["GITREPO_PROBE"], location, self.path("cache"), self.home, "20000", *more],
                              env={**self.environment(), **environment}, text=True, capture_output=True, timeout=60,
                              check=False)
        return done.returncode, done.stdout, done.stderr

    def assert_mirrored(self, location, *more, **environment):
        status, out, err = self.probe(location, *more, **environment)
        self.assertEqual(status, 0, err)
        lines = out.splitlines()
        refs = self.run_script("""cd srv/shop.git
            git for-each-ref --format='branch %(refname:lstrip=2) %(objectname)' refs/heads
            git for-each-ref --format='tag %(refname:lstrip=2) %(if)%(*objectname)%(then)%(*objectname) annotated%(else)%(objectname)%(end)' refs/tags
            git ls-tree -r HEAD --format='file %(path) %(objectsize)'""").splitlines()
        self.assertEqual([line for line in lines if line.split()[0] in ("branch", "tag", "file")], refs)
        self.assertIn("commit " + self.run_script("git -C srv/shop.git rev-parse HEAD").strip(), lines)
        return out

    def assert_refused(self, code, words, location, *more, **environment):
        status, out, err = self.probe(location, *more, **environment)
        self.assertEqual((status, out), (1, ""), err)
        self.assertTrue(err.startswith(f"code {code}: repository '"), err)
        self.assertIn(words, err)
        self.assertNotIn("s3cret", err)
