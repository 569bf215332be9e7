"""Repositories over http and https: git-http-backend behind lighttpd."""
import os
import unittest

from workspace import DENIED, NOT_FOUND, UNAVAILABLE, Workspace, find_program, free_port

LIGHTTPD = find_program("lighttpd")
OPENSSL = find_program("openssl")
BACKEND = find_program("/usr/lib/git-core/git-http-backend")

CONFIG = """
server.modules = ("mod_alias", "mod_auth", "mod_authn_file", "mod_setenv", "mod_cgi"{tls_module})
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{dir}/srv"
server.errorlog = "{dir}/lighttpd.log"
alias.url = ("/private" => "{backend}", "/public" => "{backend}")
$HTTP["url"] =~ "^/" {{ cgi.assign = ("" => "") }}
setenv.set-environment = ("GIT_PROJECT_ROOT" => "{dir}/srv", "GIT_HTTP_EXPORT_ALL" => "1", "HOME" => "{dir}/home")
auth.backend = "plain"
auth.backend.plain.userfile = "{dir}/users"
auth.require = ("/private/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
{tls}
"""


class Http(Workspace):
    def setUp(self):
        super().setUp()
        self.make_shop()
        self.write("users", "ann:s3cret:word\n")

    def serve(self, tls=False):
        port = free_port()
        settings = f'ssl.engine = "enable"\nssl.pemfile = "{self.path("server.pem")}"' if tls else ""
        config = self.write("lighttpd.conf", CONFIG.format(
            port=port, dir=self.dir, backend=BACKEND, tls=settings, tls_module=', "mod_openssl"' if tls else ""))
        self.server = self.start([LIGHTTPD, "-D", "-f", config], port)
        return f"127.0.0.1:{port}"

    def test_a_repository_is_mirrored(self):
        host = self.serve()
        out = self.assert_mirrored(f"http://{host}/public/shop.git")
        self.assertIn(f"url http://{host}/public/shop.git\n", out)

    def test_a_mirror_follows_the_remote(self):
        url = f"http://{self.serve()}/public/shop.git"
        self.assert_mirrored(url)
        self.push("git commit -q --amend -m rewritten --allow-empty; git branch -qD old; git branch old/deeper; git tag -f v1.0.0")
        self.assert_mirrored(url)
        self.assertEqual(len(os.listdir(self.path("cache/git"))), 2, "a mirror and its lock")

    def test_owners_sizes_and_ages_of_branches_are_those_of_the_remote(self):
        url = f"http://{self.serve()}/public/shop.git"
        self.push("echo '/deploy/a.yaml @team' >CODEOWNERS; cp deploy/a.yaml deploy/b.yaml; head -c 1048576 /dev/urandom >backup.tar;"
                  "git add .; GIT_COMMITTER_DATE='@1700000000 +0000' git commit -qm owners")
        lines = self.assert_mirrored(url).splitlines()
        self.assertEqual([line for line in lines if line.split()[0] in ("unowned", "large")],
                         ["unowned deploy/b.yaml", "large backup.tar 1048576"])
        self.assertIn("head main 1700000000", lines)

    def test_a_server_that_is_gone_is_an_error_in_spite_of_the_mirror(self):
        url = f"http://{self.serve()}/public/shop.git"
        self.assert_mirrored(url)
        self.stop(self.server)
        self.assert_refused(UNAVAILABLE, "Connection refused", url)

    def test_a_repository_that_is_not_there_is_not_found(self):
        self.assert_refused(NOT_FOUND, "404", f"http://{self.serve()}/public/none.git")

    def test_passwords_come_from_the_url_or_netrc(self):
        host = self.serve()
        self.assert_refused(DENIED, "neither the URL nor ~/.netrc has one", f"http://{host}/private/shop.git")
        out = self.assert_mirrored(f"http://ann:s3cret%3Aword@{host}/private/shop.git")
        self.assertNotIn("s3cret", out)
        self.write("home/.netrc", "machine 127.0.0.1 login ann password s3cret:word\n", 0o600)
        self.assert_mirrored(f"http://{host}/private/shop.git")
        self.assertEqual(self.run_script("grep -rl s3cret cache || true"), "")

    def test_a_wrong_password_is_denied_and_not_shown(self):
        self.assert_refused(DENIED, "rejected the user and password", f"http://ann:s3cret@{self.serve()}/private/shop.git")

    def test_a_token_may_replace_the_user(self):
        host = self.serve()
        self.write("users", "s3cret-token:\n")
        self.assert_mirrored(f"http://s3cret-token@{host}/private/shop.git")

    def test_the_users_replacements_of_urls_count(self):
        host = self.serve()
        self.write("home/.gitconfig", f'[url "http://ann:s3cret%3Aword@{host}/private/"]\n\tinsteadOf = https://git.example.org/\n')
        out = self.assert_mirrored("https://git.example.org/shop.git")
        self.assertNotIn("s3cret", out)

    def test_certificates_are_checked(self):
        self.run_script(f"""{OPENSSL} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
            -keyout key -out ca.pem -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1,DNS:localhost 2>/dev/null
            cat key ca.pem >server.pem""")
        port = self.serve(tls=True).split(":")[1]
        self.assert_refused(DENIED, "ertificate", f"https://localhost:{port}/public/shop.git")
        self.assert_mirrored(f"https://localhost:{port}/public/shop.git", self.path("ca.pem"))


if __name__ == "__main__":
    unittest.main()
