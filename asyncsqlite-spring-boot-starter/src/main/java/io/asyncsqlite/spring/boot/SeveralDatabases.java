package io.asyncsqlite.spring.boot;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if {@code asyncsqlite.databases} names any. */
class SeveralDatabases extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("several databases");
        var names = DatabasesRegistrar.names(context.getEnvironment());
        return names.isEmpty()
                ? ConditionOutcome.noMatch(
                        message.didNotFind("key below asyncsqlite.databases").atAll())
                : ConditionOutcome.match(message.found("key", "keys").items(names));
    }
}
