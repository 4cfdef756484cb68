package io.asyncsqlite.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Decodes the text of a source, strictly, and without its byte order mark. */
final class SourceText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SourceText() {}

    static Reader open(ImportLines lines, Charset charset) throws IOException {
        Reader reader = new BufferedReader(new InputStreamReader(
                lines.source().open(),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
        } catch (CharacterCodingException e) {
            throw failure(lines, 1, charset, e);
        }
        return reader;
    }

    /** Returns the failure for an error of the source. */
    static RuntimeException failure(ImportLines lines, long line, Charset charset, Throwable cause) {
        String reason = cause instanceof CharacterCodingException
                ? "in it or after it are bytes that are not " + charset
                : "it cannot be read";
        return lines.failure(line, reason, cause);
    }
}
