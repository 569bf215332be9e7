#!/bin/sh
# Writes the golden files of tests/e2e anew. Read the difference before you commit it: it is what users see change.
# usage: hack/update-golden.sh
set -eu
cd "$(dirname "$0")/.."
rm -rf tests/e2e/golden
for script in report help; do PLIMSOLL_UPDATE_GOLDEN=1 python3 -B tests/e2e/test_$script.py; done
git --no-pager diff --stat -- tests/e2e/golden
