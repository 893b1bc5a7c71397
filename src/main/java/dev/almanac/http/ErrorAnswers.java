package dev.almanac.http;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.stream.Collectors;

/// Gives every error that leaves the server the one shape, those that Micronaut answers itself included.
@Singleton
class ErrorAnswers implements ErrorResponseProcessor<ErrorAnswer> {
    @Override
    public MutableHttpResponse<ErrorAnswer> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = response.status();
        String code = status.name().toLowerCase(Locale.ROOT);
        return response.contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(new ErrorAnswer(new ErrorAnswer.Error(code, message(status, context))));
    }

    private static String message(HttpStatus status, ErrorContext context) {
        if (status == HttpStatus.NOT_FOUND) {
            return "there is nothing at " + context.getRequest().getPath();
        }
        // Micronaut puts the exception's message here, which may hold anything; it is in the log.
        if (status == HttpStatus.INTERNAL_SERVER_ERROR || !context.hasErrors()) {
            return status.getReason();
        }
        return context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    }
}
