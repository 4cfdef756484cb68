package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterNode.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A server as the leader knows it.
 *
 * @param id its number, which it keeps
 * @param address by which the others reach it
 */
record Member(long id, String address, Role role) {

    /** By the numbers of the protocol. */
    private static final List<Role> ROLES = List.of(Role.VOTER, Role.STANDBY, Role.SPARE);

    /** Asks for all servers, with their roles. */
    static Request question() {
        return new Request(Request.CLUSTER).word(1);
    }

    /** Reads the answer to the {@link #question}. */
    static List<Member> of(Answer answer) throws WireException {
        List<Member> members = new ArrayList<>();
        for (int left = answer.count(); left > 0; left--) {
            members.add(new Member(answer.word(), answer.text(), role(answer.word())));
        }
        return members;
    }

    private static Role role(long number) {
        return number >= 0 && number < ROLES.size() ? ROLES.get((int) number) : Role.UNKNOWN;
    }

    /** Returns the number of a role in the protocol. */
    static long number(Role role) {
        return ROLES.indexOf(role);
    }
}
