# The sum of Surefire's results, from Maven's output; modules are built side by side, so their lines are mixed.
/ Tests run: / && !/ -- in / && !/Time elapsed/ {
  line = $0
  sub(/^.*Tests run: /, "", line)
  gsub(/[^0-9 ]/, " ", line)
  split(line, n, " ")
  for (i = 1; i <= 4; i++) sum[i] += n[i]
}
END { printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", sum[1], sum[2], sum[3], sum[4] }
