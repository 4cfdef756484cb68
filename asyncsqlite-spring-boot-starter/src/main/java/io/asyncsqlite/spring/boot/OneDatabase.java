package io.asyncsqlite.spring.boot;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if {@code asyncsqlite.databases} names none. */
final class OneDatabase extends SeveralDatabases {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionOutcome several = super.getMatchOutcome(context, metadata);
        return new ConditionOutcome(!several.isMatch(), several.getConditionMessage());
    }
}
