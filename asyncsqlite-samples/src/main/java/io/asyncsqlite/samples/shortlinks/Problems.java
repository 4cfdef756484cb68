package io.asyncsqlite.samples.shortlinks;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.QueueFullException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.StatementException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers with problem+json (RFC 9457), also where the database is the reason. */
@RestControllerAdvice
public final class Problems {

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Nothing of the request was done, and a little later it may succeed. */
    @ExceptionHandler({QueueFullException.class, BusyException.class})
    ErrorResponse busy() {
        return unavailable("The database is busy: try again later");
    }

    /** A full disk is no fault of the program: it goes on, and stores again when there is room. */
    @ExceptionHandler
    ErrorResponse failed(StatementException failure) {
        return failure.code().primary() == ResultCode.FULL
                ? problem(HttpStatus.INSUFFICIENT_STORAGE, "The disk is full: nothing was stored")
                : problem(HttpStatus.INTERNAL_SERVER_ERROR, "The database failed");
    }

    /**
     * Makes the answer for a request that could not be served now.
     *
     * @param detail why
     * @return status 503 with Retry-After
     */
    public static ErrorResponseException unavailable(String detail) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, detail, SOON);
    }

    /**
     * Makes the answer for a request that may be sent again.
     *
     * @param status 429 or 503
     * @param detail why
     * @param wait how long to wait; told in whole seconds, at least one
     * @return the answer with Retry-After
     */
    public static ErrorResponseException later(HttpStatus status, String detail, Duration wait) {
        ErrorResponseException later = problem(status, detail);
        later.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds())));
        return later;
    }

    /**
     * Makes an answer.
     *
     * @param status its status
     * @param detail why, for people
     * @return the answer
     */
    public static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
