package io.asyncsqlite.spring.boot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observation of an operation. */
public enum OperationObservation implements ObservationDocumentation {
    /** From the call until the outcome is known, waiting included. */
    OPERATION;

    @Override
    public String getName() {
        return "db.client.operation.duration";
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return OperationObservationConvention.class;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return LowCardinality.values();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return HighCardinality.values();
    }

    /** Keys with few values, which meters have too. */
    public enum LowCardinality implements KeyName {
        /** {@code sqlite}. */
        SYSTEM("db.system.name"),
        /** Name of the database. */
        NAMESPACE("db.namespace"),
        /** First verb of the SQL text; {@code READ}, {@code WRITE} or {@code TRANSACTION} of a lambda or transaction. */
        OPERATION("db.operation.name"),
        /** Verbs and names of tables of the SQL text. */
        SUMMARY("db.query.summary"),
        /** Simple name of the exception, or {@code none}. */
        ERROR("error.type");

        private final String key;

        LowCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys with many values, which only traces have. */
    public enum HighCardinality implements KeyName {
        /** SQL text with {@code ?} in place of literals; not of lambdas and transactions. */
        TEXT("db.query.text");

        private final String key;

        HighCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
