package io.millrace.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Results as aligned text. */
public final class Table {

    private static final String GAP = "  ";

    private Table() {}

    public static String of(List<Result> results) {
        List<List<String>> rows = new ArrayList<>(List.of(Result.HEADINGS));
        results.forEach(result -> rows.add(result.cells()));
        int[] widths = IntStream.range(0, Result.HEADINGS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            boolean number = column == 1 || column == 2;
            line.append(number ? padding + cell : cell + padding).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
