package io.millrace.marketplace.notification.push;

import io.millrace.log.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * News as server-sent events, with their positions as ids. A heartbeat is an id without an event: a browser that has
 * to come back goes on from there.
 *
 * @param orderId whose news are told; null for those of all orders
 */
record NewsStream(OutputStream out, @Nullable UUID orderId, Duration heartbeat) {

    /** Tells the news after the position until the board is closed, or fails when nobody takes them any longer. */
    void follow(NewsBoard board, long after) throws IOException, InterruptedException {
        long position = after;
        write(heartbeatAt(position));
        long told = System.nanoTime();
        while (board.isOpen()) {
            Duration quiet = Duration.ofNanos(System.nanoTime() - told);
            Page<PostedNews> page = board.await(position, heartbeat.minus(quiet));
            position = page.through();
            List<PostedNews> wanted =
                    page.records().stream().filter(this::isWanted).toList();
            if (wanted.isEmpty() && System.nanoTime() - told < heartbeat.toNanos()) {
                continue;
            }
            write(wanted.isEmpty() ? heartbeatAt(position) : events(wanted));
            told = System.nanoTime();
        }
    }

    private boolean isWanted(PostedNews news) {
        return orderId == null || orderId.equals(news.orderId());
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String heartbeatAt(long position) {
        return "id: %d\n\n".formatted(position);
    }

    private static String events(List<PostedNews> news) {
        return news.stream()
                .map(it -> "id: %d\ndata: %s\n\n".formatted(it.position(), it.json()))
                .collect(Collectors.joining());
    }
}
