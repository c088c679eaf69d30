#!/bin/sh
# Make a virtual environment with the first Python that can: 3.11 or newer,
# with venv and ensurepip. Where there is none, say what to install.
#
# usage: make_venv.sh DIRECTORY [PYTHON]
set -eu

target=$1
wanted=${2:-}

is_new_enough() {
	"$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

can_make_venv() {
	"$1" -c 'import ensurepip, venv' 2>/dev/null
}

# One that already works is kept: it may hold more than we would install.
if is_new_enough "$target/bin/python" && "$target/bin/python" -c 'import pip'; then
	exit 0
fi

new_enough=
for python in ${wanted:-python3 python3.13 python3.12 python3.11 python}; do
	is_new_enough "$python" || continue
	new_enough=$python
	can_make_venv "$python" || continue
	"$python" -m venv --clear "$target"
	exit 0
done

if [ -n "$new_enough" ]; then
	echo "$new_enough is new enough, but cannot make a virtual environment:" >&2
	echo "its module venv or ensurepip is missing." >&2
elif [ -n "$wanted" ]; then
	echo "PYTHON=$wanted is not Python 3.11 or newer." >&2
else
	echo "Python 3.11 or newer was not found." >&2
fi
cat >&2 <<'HOW'
Install it, then call make again:
  Debian, Ubuntu   sudo apt-get install python3 python3-venv
                   (python3.11-venv, python3.12-venv … for a version of its own)
  Fedora           sudo dnf install python3 python3-pip
  macOS            brew install python@3.13
Or name an interpreter: make PYTHON=/path/to/python3.12
HOW
exit 1
