#!/usr/bin/env bash
# Each shell script can be read by bash, and by shellcheck where there is one.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd -- "$here" || exit 1
failed=0
count=0

while IFS= read -r -d '' file; do
  read -r line <"$file" || true
  case "$line" in
    '#!'*bash* | '#!'*/sh | '# shellcheck shell=bash')
      count=$((count + 1))
      bash -n "$file" || failed=1
      if command -v shellcheck >/dev/null 2>&1; then
        shellcheck --external-sources --severity=warning "$file" || failed=1
      fi
      ;;
  esac
done < <(find run test .ci build-aux po data tests -type f -size -100k -print0)

printf '%d scripts\n' "$count"
[ "$count" -gt 0 ] || failed=1
exit $failed
