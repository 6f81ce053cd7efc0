#!/usr/bin/env bash
# ./run's decisions, without a network and without installing anything: what is missing, who may install it, what a person
# is told.  The tools that would change the machine are replaced by ones that write down how they were called.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
failed=0
# A path with a space, as people have them.
house="$folder/the house"
mkdir -p "$house" "$folder/bin"
cp -r -- "$here/run" "$here/test" "$here/build-aux" "$house"
calls="$folder/calls"
export calls

# tool NAME SCRIPT: a stand-in for a program.
tool ()
{
  printf '#!/bin/bash\nprintf "%%s\\n" "%s $*" >>"$calls"\n%s\n' "$1" "$2" >"$folder/bin/$1"
  chmod +x "$folder/bin/$1"
}

# expect WHAT PATTERN FILE
expect ()
{
  if grep -q -- "$2" "$3"; then
    printf '%s: good\n' "$1"
  else
    printf '%s: no “%s” in:\n%s\n' "$1" "$2" "$(cat "$3")"
    failed=1
  fi
}

tool meson 'mkdir -p "$2" && touch "$2/build.ninja"'
tool ninja 'folder=$2; mkdir -p "$folder/src/app"; printf "#!/bin/bash\nprintf \"program\"; printf \" <%%s>\" \"\$@\"; echo\n" >"$folder/src/app/taihang-atlas"; chmod +x "$folder/src/app/taihang-atlas"; echo "ninja: no work to do."'
tool apt-get 'exit 0'
tool sudo 'shift; exec "$@"'
tool id 'if [ "$1" = -u ]; then echo "${fake_uid:-0}"; else echo somebody; fi'
path="$folder/bin:/usr/bin:/bin"

# Everything is there: nothing is installed, the program gets its arguments and its output is its own.
tool dpkg-query 'shift 2; for name in "$@"; do echo "$name installed"; done'
: >"$calls"
PATH="$path" bash "$house/run" info 'a file.geojson' --json >"$folder/out" 2>"$folder/err"
if grep -q '^ID.*debian\|^ID.*ubuntu' /etc/os-release; then
  expect 'arguments arrive' '^program <info> <a file.geojson> <--json>$' "$folder/out"
  [ "$(wc -l <"$folder/out")" -eq 1 ] || { printf 'standard output is not the program'\''s own\n'; failed=1; }
  grep -q apt-get "$calls" && { printf 'something was installed for nothing\n'; failed=1; }
  expect 'set up once' '^meson setup' "$calls"

  : >"$calls"
  PATH="$path" bash "$house/run" >/dev/null 2>"$folder/err"
  [ ! -s "$folder/err" ] || { printf 'the second start is not silent: %s\n' "$(cat "$folder/err")"; failed=1; }
  grep -q '^meson' "$calls" && { printf 'set up twice\n'; failed=1; }
  expect 'looks for changed sources' '^ninja ' "$calls"

  # The house moved: the build folder is made anew.
  mv -- "$house" "$folder/another house"
  house="$folder/another house"
  : >"$calls"
  PATH="$path" bash "$house/run" >/dev/null 2>&1
  expect 'set up anew after a move' '^meson setup' "$calls"

  # One package is missing.
  tool dpkg-query 'shift 2; for name in "$@"; do [ "$name" = libshumate-dev ] || echo "$name installed"; done; exit 1'
  : >"$calls"
  fake_uid=0 PATH="$path" bash "$house/run" >/dev/null 2>"$folder/err"
  expect 'root installs it' '^apt-get install .* libshumate-dev$' "$calls"
  grep -q sudo "$calls" && { printf 'root asked sudo\n'; failed=1; }

  : >"$calls"
  fake_uid=1000 PATH="$path" bash "$house/run" >/dev/null 2>"$folder/err"
  expect 'a person is asked by sudo' '^sudo ' "$calls"
  [ "$(grep -c '^sudo ' "$calls")" -eq 1 ] || { printf 'sudo was asked more than once\n'; failed=1; }
  expect 'and told why' 'sudo may now ask for your password' "$folder/err"

  # Nothing but coreutils, and no sudo.
  mkdir "$folder/bare"
  for name in bash env sh cat dirname uname grep ls sed; do
    ln -s "$(command -v "$name")" "$folder/bare/$name"
  done
  cp -- "$folder/bin/"{dpkg-query,id,meson,ninja} "$folder/bare/"
  fake_uid=1000 PATH="$folder/bare" bash "$house/run" >/dev/null 2>"$folder/err"
  [ $? -eq 1 ] || { printf 'without sudo it should stop with 1\n'; failed=1; }
  expect 'without sudo the command is told' 'apt-get install --no-install-recommends libshumate-dev' "$folder/err"
else
  printf 'not Debian or Ubuntu: the package part is not looked at\n'
fi

exit $failed
