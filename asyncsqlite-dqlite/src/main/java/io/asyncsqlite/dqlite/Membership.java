package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ClusterNode.Role;
import io.asyncsqlite.internal.engine.EngineException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which servers a cluster has. Programs use {@code io.asyncsqlite.dqlite.node} instead. Any thread. */
public final class Membership {

    /** A new voter has all data first. */
    private static final long JOIN_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private static final long TRANSFER_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private Membership() {}

    /**
     * Tells why a server cannot become a member. Ask it before the server starts: the others would take it for the one that had its address.
     *
     * @return why not, or an empty text
     * @throws IOException if the leader does not say
     */
    public static String refusal(ClusterLocation cluster, long id, String address) throws IOException {
        return withLeader(
                cluster,
                leader -> members(leader, cluster).stream()
                        .filter(member ->
                                (member.id() == id) != member.address().equals(address))
                        .map(member -> "the cluster has a server " + Long.toUnsignedString(member.id()) + " at "
                                + member.address() + ", and this one is " + Long.toUnsignedString(id) + " at "
                                + address)
                        .findFirst()
                        .orElse(""));
    }

    /**
     * Makes a server that runs a voter of a cluster, unless it is one.
     *
     * @throws IOException if it failed this time
     */
    public static void join(ClusterLocation cluster, long id, String address) throws IOException {
        withLeader(cluster, leader -> {
            Member known = members(leader, cluster).stream()
                    .filter(member -> member.id() == id)
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                change(leader, new Request(Request.ADD).word(id).text(address), JOIN_MILLIS);
            }
            if (known == null || known.role() != Role.VOTER) {
                change(leader, new Request(Request.ASSIGN).word(id).word(Member.number(Role.VOTER)), JOIN_MILLIS);
            }
            return "";
        });
    }

    /** Something that is asked of the leader. */
    @FunctionalInterface
    private interface Question {

        String ask(ServerConnection leader) throws IOException, EngineException;
    }

    private static String withLeader(ClusterLocation cluster, Question question) throws IOException {
        try (ServerConnection leader = new LeaderSearch(cluster).connect()) {
            return question.ask(leader);
        } catch (EngineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Has another voter lead, if a server leads.
     *
     * @param server the location of that server only
     * @return whether it led, and another one leads now
     */
    public static boolean handOver(ClusterLocation server, long id) {
        try (ServerConnection leader = ServerConnection.open(server.nodes().get(0), server)) {
            for (Member member : members(leader, server)) {
                if (member.id() != id && member.role() == Role.VOTER && transfer(leader, member)) {
                    return true;
                }
            }
        } catch (EngineException | IOException e) {
            // It does not lead, or the others elect a leader when it is gone.
        }
        return false;
    }

    private static boolean transfer(ServerConnection leader, Member to) throws IOException {
        try {
            change(leader, new Request(Request.TRANSFER).word(to.id()), TRANSFER_MILLIS);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private static List<Member> members(ServerConnection leader, ClusterLocation location)
            throws IOException, EngineException {
        return Member.of(Exchange.expect(
                leader.ask(Member.question(), location.answerTimeout().toMillis()), Answer.NODES));
    }

    private static void change(ServerConnection leader, Request request, long timeoutMillis)
            throws IOException, EngineException {
        Exchange.expect(leader.ask(request, timeoutMillis), Answer.EMPTY);
    }
}
