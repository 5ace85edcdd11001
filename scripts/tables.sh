#!/usr/bin/env bash
# tables.sh RESULTS: prints the tables that the tests left in artifacts/; RESULTS are the lines "Passed name" and "Failed name" of the run.
cd "$(dirname "$0")/.."
[ -f artifacts/controls.tsv ] && awk -F '\t' '
  NR == FNR { match($0, /Passed|Failed|Skipped/); word = substr($0, RSTART, RLENGTH); name = $0; sub(/^ *[A-Za-z]+ +/, "", name); sub(/[ (].*/, "", name)
              sub(/.*\./, "", name); count[name, word]++; next }
  { test = $2; sub(/.*\./, "", test)
    if (!($1 in seen)) { order[++m] = $1; seen[$1] }
    failed[$1] += count[test, "Failed"]; passed[$1] += count[test, "Passed"]; if (!count[test, "Passed"] && !count[test, "Failed"]) missing[$1]++
    tests[$1] = tests[$1] (tests[$1] == "" ? "" : ", ") $2 }
  END { printf "\n%-56s %-8s %s\n", "security control", "result", "tests"
        for (i = 1; i <= m; i++) { c = order[i]; printf "%-56s %-8s %s\n", c, failed[c] ? "FAILED" : missing[c] ? "not run" : "passed " passed[c], tests[c] } }
' "$1" artifacts/controls.tsv
for table in artifacts/*.txt; do
  [ "$table" = artifacts/faults.txt ] && continue # fault_table of faults.sh prints it.
  [ -f "$table" ] && { echo; cat "$table"; }
done
exit 0
