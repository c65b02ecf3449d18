# Surefire's result of each module, and their sum, from Maven's output.
/ Building .* \[[0-9]+\/[0-9]+\]$/ {
  module = $0
  sub(/^\[INFO\] Building /, "", module)
  sub(/ [^ ]+ +\[[0-9\/]+\]$/, "", module)
}
/ Tests run: / && !/ -- in / && !/Time elapsed/ {
  line = $0
  sub(/^.*Tests run: /, "Tests run: ", line)
  print module ": " line
  gsub(/[^0-9 ]/, " ", line)
  split(line, n, " ")
  for (i = 1; i <= 4; i++) sum[i] += n[i]
}
END { printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", sum[1], sum[2], sum[3], sum[4] }
