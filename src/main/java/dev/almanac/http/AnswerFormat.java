package dev.almanac.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import java.util.List;

/// JSON or CSV, as the caller asks: by `format=csv`, which a browser's address line can say, or by `Accept: text/csv`.
enum AnswerFormat {
    JSON,
    CSV;

    /// Given here, because Micronaut does not tell the character set of it.
    private static final MediaType CSV_TYPE = MediaType.of("text/csv;charset=utf-8;header=present");

    static AnswerFormat of(HttpRequest<?> request) {
        return switch (request.getParameters().get("format")) {
            case null -> accepted(request);
            case "json" -> JSON;
            case "csv" -> CSV;
            default -> throw CellRequest.bad("format must be json or csv");
        };
    }

    /// The answer as it is, or its rows as a file.
    ///
    /// @param name of the file, without its ending
    <R extends Record> HttpResponse<?> answer(Object json, Class<R> rowType, List<R> rows, String name) {
        return switch (this) {
            case JSON -> HttpResponse.ok(json).contentType(MediaType.APPLICATION_JSON_TYPE);
            case CSV -> HttpResponse.ok(Csv.of(rowType, rows))
                    .contentType(CSV_TYPE)
                    .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName(name) + ".csv\"");
        };
    }

    /// The first of the two that the caller names; JSON where it names neither.
    private static AnswerFormat accepted(HttpRequest<?> request) {
        for (MediaType type : request.accept()) {
            if (type.getName().equals(MediaType.TEXT_CSV)) {
                return CSV;
            }
            if (type.getName().equals(MediaType.APPLICATION_JSON)) {
                return JSON;
            }
        }
        return JSON;
    }

    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
