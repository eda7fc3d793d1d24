#!/bin/sh
# Writes requirements.txt and requirements-dev.txt: every version pinned with its hashes, no addresses.
set -eu
python=$1
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$python" -m venv "$tools"
"$tools/bin/pip" install --quiet pip-tools
options="--quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe --strip-extras --no-header --no-annotate --build-deps-for editable"
# shellcheck disable=SC2086
"$tools/bin/pip-compile" $options -o requirements.txt pyproject.toml
# shellcheck disable=SC2086
"$tools/bin/pip-compile" $options --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
