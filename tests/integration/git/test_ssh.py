"""Repositories over ssh: an sshd with keys of its own."""
import getpass
import os
import re
import unittest

from workspace import DENIED, UNAVAILABLE, Workspace, find_program, free_port

SSHD = find_program("sshd")
KEYGEN = find_program("ssh-keygen")
AGENT = find_program("ssh-agent")

CONFIG = """
ListenAddress 127.0.0.1:{port}
HostKey {dir}/host_key
AuthorizedKeysFile {dir}/authorized_keys
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
SetEnv HOME={dir}/home GIT_CONFIG_NOSYSTEM=1
"""


class Ssh(Workspace):
    def setUp(self):
        super().setUp()
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        self.make_shop()
        self.run_script(f"{KEYGEN} -qt ed25519 -N '' -f host_key; {KEYGEN} -qt ed25519 -N '' -f key; cp key.pub authorized_keys")
        self.port = free_port()
        config = self.write("sshd_config", CONFIG.format(port=self.port, dir=self.dir))
        self.server = self.start([SSHD, "-D", "-f", config, "-E", self.path("sshd.log")], self.port)
        self.url = f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{self.path('srv/shop.git')}"

    def know_host(self, key="host_key.pub"):
        with open(self.path(key), encoding="utf-8") as file:
            kind, text = file.read().split()[:2]
        self.write("home/.ssh/known_hosts", f"[127.0.0.1]:{self.port} {kind} {text}\n")

    def have_key(self, name="key"):
        self.run_script(f"cp {name} home/.ssh/id_ed25519")

    def start_agent(self):
        """The socket of an agent without keys."""
        started = self.run_script(f"{AGENT} -s")
        socket, pid = re.findall(r"SSH_AUTH_SOCK=([^;]+);.*SSH_AGENT_PID=(\d+);", started, re.S)[0]
        self.addCleanup(os.kill, int(pid), 15)
        return socket

    def test_a_repository_is_mirrored_and_follows(self):
        self.know_host()
        self.have_key()
        out = self.assert_mirrored(self.url)
        self.assertIn(f"url {self.url}\n", out)
        self.push("git commit -q --allow-empty -m three; git branch -qD old")
        self.assert_mirrored(self.url)

    def test_an_unknown_host_is_refused(self):
        self.have_key()
        self.assert_refused(DENIED, "known_hosts", self.url)

    def test_a_host_with_another_key_is_refused(self):
        self.have_key()
        self.know_host("key.pub")
        self.assert_refused(DENIED, "known_hosts", self.url)

    def test_without_a_key_nothing_is_mirrored(self):
        self.know_host()
        self.assert_refused(DENIED, "no key of the SSH agent or in ~/.ssh was accepted", self.url)

    def test_a_key_that_is_not_authorized_is_refused(self):
        self.know_host()
        self.run_script(f"{KEYGEN} -qt ed25519 -N '' -f other")
        self.have_key("other")
        self.assert_refused(DENIED, "no key of the SSH agent or in ~/.ssh was accepted", self.url)

    def test_a_key_of_the_agent_is_used(self):
        self.know_host()
        socket = self.start_agent()
        self.run_script(f"SSH_AUTH_SOCK={socket} ssh-add -q key")
        self.assert_mirrored(self.url, SSH_AUTH_SOCK=socket)

    def test_a_key_of_the_home_is_used_when_the_agent_has_none(self):
        self.know_host()
        self.have_key()
        self.assert_mirrored(self.url, SSH_AUTH_SOCK=self.path("no-agent"))
        self.assert_mirrored(self.url, SSH_AUTH_SOCK=self.start_agent())

    def test_a_server_that_is_gone_is_an_error_in_spite_of_the_mirror(self):
        self.know_host()
        self.have_key()
        self.assert_mirrored(self.url)
        self.stop(self.server)
        self.assert_refused(UNAVAILABLE, "Connection refused", self.url)


if __name__ == "__main__":
    unittest.main()
