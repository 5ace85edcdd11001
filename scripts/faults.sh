# Sourced by ./test and ./bench.

# fault_table: what the tests wrote about each fault, as a table.
fault_table() {
  [ -s artifacts/faults.txt ] || return 0
  say "faults: acknowledged, found, doubled, lost"
  sort -V artifacts/faults.txt | awk -F': ' '
    { n = split($2, words, " "); more = ""; delete value
      for (i = 1; i <= n; i++) if (split(words[i], pair, "=") == 2) value[pair[1]] = pair[2]; else more = more " " words[i]
      if (!("rounds" in value)) { printf "%-58s%s\n", $1, more; next }
      for (i = 1; i <= n; i++) { split(words[i], pair, "="); if (pair[1] !~ /^(rounds|acknowledged|found|doubled|lost|recovered)$/) more = more " " words[i] }
      printf "%-58s %6s %10s %10s %4s %4s %8s%s\n", $1, value["rounds"], value["acknowledged"], value["found"], value["doubled"], value["lost"], value["recovered"], more }
    BEGIN { printf "%-58s %6s %10s %10s %4s %4s %8s\n", "fault", "rounds", "acknowl.", "found", "dbl", "lost", "recov." }'
}
