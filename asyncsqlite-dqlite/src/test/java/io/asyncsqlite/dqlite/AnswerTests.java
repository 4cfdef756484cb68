package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers are read as they were written, and whatever else comes fails without a wait and without much memory. */
class AnswerTests {

    private static Answer answer(Request request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.writeTo(out);
        byte[] bytes = out.toByteArray();
        byte[] body = new byte[bytes.length - Words.WORD];
        System.arraycopy(bytes, Words.WORD, body, 0, body.length);
        return new Answer(Answer.ROWS, body);
    }

    @Test
    void fieldsAreWholeWords() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Request(Request.OPEN).text("12345678").word(-1).halves(3, 4).writeTo(out);

        byte[] bytes = out.toByteArray();
        assertThat(bytes).hasSize(8 + 16 + 8 + 8).startsWith(4, 0, 0, 0, Request.OPEN, 0, 0, 0, '1');
        Answer answer =
                answer(new Request(Request.OPEN).text("12345678").word(-1).halves(3, 4));
        assertThat(answer.text()).isEqualTo("12345678");
        assertThat(answer.word()).isEqualTo(-1);
        assertThat(answer.halves()).containsExactly(3, 4);
        assertThat(answer.hasMore()).isFalse();
    }

    @Property
    void textsComeBack(@ForAll String text) throws IOException {
        String sent = new String(text.replace("\0", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(answer(new Request(Request.PREPARE).text(sent).word(7)).text())
                .isEqualTo(sent);
    }

    @Property
    void blobsComeBack(@ForAll byte[] blob) throws IOException {
        Answer answer = answer(new Request(Request.EXEC).values(new Object[] {blob, 5L}));

        answer.word();
        assertThat(answer.blob()).isEqualTo(blob);
        assertThat(answer.word()).isEqualTo(5);
    }

    @Property
    void manyValuesHaveAHeaderOfTheirNumber(@ForAll @IntRange(min = 256, max = 300) int count) throws IOException {
        Answer answer = answer(new Request(Request.EXEC).values(new @Nullable Object[count]));

        assertThat(answer.halves()[0]).isEqualTo(count);
    }

    @Property
    void anyBytesFailOrGiveRows(@ForAll byte[] body) {
        try {
            RowsOfQuery rows = new RowsOfQuery(null, new Answer(Answer.ROWS, body));
            assertThat(rows.columns().size()).isLessThanOrEqualTo(body.length / Words.WORD);
        } catch (IOException expected) {
            assertThat(expected).isInstanceOf(WireException.class);
        }
    }

    @Test
    void lengthsAreCheckedBeforeTheyAreUsed() throws IOException {
        Answer blob = answer(new Request(Request.EXEC).word(Long.MAX_VALUE).word(0));
        Answer count = answer(new Request(Request.EXEC).word(1L << 40));
        Answer text = new Answer(Answer.NODE, "endless!".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(WireException.class).isThrownBy(blob::blob);
        assertThatExceptionOfType(WireException.class).isThrownBy(count::count);
        assertThatExceptionOfType(WireException.class).isThrownBy(text::text);
    }

    @Test
    void failureIsFoundBehindRowsOfTheFailedStatement() throws IOException {
        Answer plain = answer(new Request(Request.EXEC).word(2067).text("UNIQUE constraint failed: t.id"));
        Answer behind = answer(
                new Request(Request.EXEC).word(1).text("id").word(1).word(2067).text("UNIQUE constraint failed: t.id"));

        assertThat(plain.failure()).isEqualTo(new Answer.Failure(2067, "UNIQUE constraint failed: t.id"));
        assertThat(behind.failure()).isEqualTo(new Answer.Failure(2067, "UNIQUE constraint failed: t.id"));
    }
}
