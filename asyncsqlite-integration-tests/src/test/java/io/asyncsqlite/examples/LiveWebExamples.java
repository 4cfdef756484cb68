package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import java.util.List;
import java.util.concurrent.Flow;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;

/** Live queries in Spring, without R2DBC. */
final class LiveWebExamples {

    record Headline(long id, String title) {}

    private LiveWebExamples() {}

    @RestController
    static class Headlines {

        private final AsyncSqlite db;

        Headlines(AsyncSqlite db) {
            this.db = db;
        }

        // tag::server-sent-events[]
        @GetMapping(path = "/headlines", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flow.Publisher<List<Headline>> headlines() {
            return db.query("SELECT id, title FROM headline")
                    .mapTo(Headline.class)
                    .observe();
        }
        // end::server-sent-events[]
    }

    // tag::component[]
    @Component
    static class LatestHeadlines implements AutoCloseable {

        private volatile List<Headline> latest = List.of();
        private final Disposable subscription;

        LatestHeadlines(AsyncSqlite db) {
            subscription = JdkFlowAdapter.flowPublisherToFlux(
                            db.query("SELECT id, title FROM headline ORDER BY id DESC LIMIT 10")
                                    .mapTo(Headline.class)
                                    .observe())
                    .subscribe(headlines -> latest = headlines);
        }

        List<Headline> latest() {
            return latest;
        }

        @Override
        public void close() {
            subscription.dispose();
        }
    }
    // end::component[]
}
