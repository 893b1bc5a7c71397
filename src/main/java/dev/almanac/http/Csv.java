package dev.almanac.http;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Records as CSV (RFC 4180): a line of names, then a line each, in the order of the components. What is null is empty, and every
/// text stands in quotes.
///
/// Ids come from outside, and a spreadsheet runs a cell that begins like a formula; such a text gets an apostrophe in front. Where
/// lists are separated by semicolons, as in much of Europe, a spreadsheet takes a semicolon, and often a tab, for the end of a cell,
/// even within these quotes: what begins like a formula behind one gets its apostrophe, too. Numbers are left alone.
final class Csv {
    private static final String LINE_END = "\r\n";
    private static final Pattern STARTS_A_FORMULA = Pattern.compile("(^|[;\t\r\n])(?=[=+\\-@\t\r\n＝＋－＠])");

    private Csv() {}

    static <R extends Record> String of(Class<R> type, List<R> rows) {
        RecordComponent[] columns = type.getRecordComponents();
        StringBuilder csv = new StringBuilder(
                Arrays.stream(columns).map(RecordComponent::getName).collect(Collectors.joining(",", "", LINE_END)));
        rows.forEach(row -> csv.append(Arrays.stream(columns)
                .map(column -> cell(value(column, row)))
                .collect(Collectors.joining(",", "", LINE_END))));
        return csv.toString();
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Number ? value.toString() : quoted(harmless(value.toString()));
    }

    private static String harmless(String text) {
        return STARTS_A_FORMULA.matcher(text).replaceAll("$1'");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static Object value(RecordComponent column, Record row) {
        try {
            return column.getAccessor().invoke(row);
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
