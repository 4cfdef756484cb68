package io.asyncsqlite.samples.shortlinks;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Lets a stop answer every request that was read. The graceful shutdown closes connections on which it sees no request, from a thread of its own. One
 * may be read between its look and the close: the click would be stored, and never answered.
 *
 * <p>So a connection whose request was read is closed after its answer, and the stop waits for it. Answers during a stop tell the client that the
 * connection ends.
 */
@Component
final class AnswerBeforeClose implements NettyServerCustomizer, SmartLifecycle {

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile boolean running;
    private volatile boolean stopping;

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, address) -> add(channel));
    }

    private void add(Channel channel) {
        channel.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, "answerBeforeClose", new Guard());
        connections.add(channel);
    }

    @Override
    public void start() {
        running = true;
    }

    @EventListener(ContextClosedEvent.class)
    void closing() {
        stopping = true;
    }

    /** Closes what the graceful shutdown has left. Spring waits for the end as long as for the graceful shutdown itself. */
    @Override
    public void stop(Runnable stopped) {
        ChannelGroupFuture unused = connections.close().addListener(all -> {
            running = false;
            stopped.run();
        });
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 1;
    }

    /** One connection. Its event loop alone uses it. */
    private final class Guard extends ChannelDuplexHandler {

        /** A request was read, and its answer has not begun. An answer that breaks off must close its connection. */
        private boolean asked;

        /** The connection ends after the answer. */
        private boolean last;

        private @Nullable ChannelPromise closing;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            asked |= message instanceof HttpRequest;
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response
                    && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
                asked = false;
                last = stopping;
                if (last) {
                    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
            }
            if (last && message instanceof LastHttpContent) {
                ChannelFuture unused = context.write(message, promise.unvoid()).addListener(written -> end(context));
            } else {
                ChannelFuture unused = context.write(message, promise);
            }
        }

        private void end(ChannelHandlerContext context) {
            ChannelFuture unused = context.close(closing == null ? context.newPromise() : closing);
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            if (!stopping || !asked || !context.channel().isActive()) {
                ChannelFuture unused = context.close(promise);
            } else if (closing == null) {
                closing = promise;
            } else {
                ChannelFuture unused = closing.addListener(closed -> promise.trySuccess());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (closing != null) {
                closing.trySuccess();
            }
            context.fireChannelInactive();
        }
    }
}
