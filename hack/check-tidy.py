#!/usr/bin/env python3
"""clang-tidy over every source file of a build, as many at once as there are processors.

usage: hack/check-tidy.py BUILD_DIR [PART_OF_A_PATH]     (a build by clang, with compile_commands.json)

What was clean is remembered in BUILD_DIR/tidy by the hash of the preprocessed text, of the flags and of
.clang-tidy, so a file is looked at again only when one of them changes.
"""
import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def run(command, directory):
    return subprocess.run(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def fingerprint(entry, config):
    command = shlex.split(entry["command"])
    command[command.index("-o"):command.index("-o") + 2] = []
    # -C: comments count, since NOLINT is one
    text = run(command + ["-E", "-C"], entry["directory"]).stdout
    return hashlib.sha256(b"\0".join([text, entry["command"].encode(), config])).hexdigest()


def look(entry, build, config):
    """The complaints about one file, or None."""
    stamp = f"{build}/tidy/{fingerprint(entry, config)}"
    if os.path.exists(stamp):
        return None
    result = run(["clang-tidy", "-p", build, "--quiet", entry["file"]], entry["directory"])
    if result.returncode != 0:
        return result.stdout.decode(errors="replace")
    open(stamp, "w").close()
    return None


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    build, part = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else ""
    with open(f"{ROOT}/.clang-tidy", "rb") as file:
        config = file.read()
    with open(f"{build}/compile_commands.json") as file:
        entries = {e["file"]: e for e in json.load(file) if not e["file"].startswith(build) and part in e["file"]}
    os.makedirs(f"{build}/tidy", exist_ok=True)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(look, entries[name], build, config) for name in sorted(entries)]
        for job in jobs:
            if job.result():
                bad += 1
                print(job.result(), file=sys.stderr, flush=True)
    print(f"clang-tidy: {len(entries)} files, {bad} with complaints")
    return 1 if bad or not entries else 0


if __name__ == "__main__":
    sys.exit(main())
