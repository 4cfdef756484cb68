package io.asyncsqlite.samples.shortlinks;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.QueueFullException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers 503 when the same request may succeed a little later: nothing of it was done. */
@RestControllerAdvice
final class Unavailable {

    @ExceptionHandler({QueueFullException.class, BusyException.class})
    ErrorResponse busy() {
        return because("The database is busy: try again later");
    }

    static ErrorResponseException because(String detail) {
        HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
        ErrorResponseException unavailable =
                new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
        unavailable.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return unavailable;
    }
}
