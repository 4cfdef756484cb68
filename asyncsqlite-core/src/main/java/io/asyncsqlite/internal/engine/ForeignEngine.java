package io.asyncsqlite.internal.engine;

/**
 * Stands in for the foreign engine on a JDK that has no {@code java.lang.foreign}. The jar holds the real one for JDK 22 and newer under
 * {@code META-INF/versions}.
 */
final class ForeignEngine implements Engine {

    @Override
    public EngineConnection open(OpenRequest request) {
        throw new EngineUnavailableException("needs the released jar on JDK 22 or newer, this is JDK "
                + Runtime.version().feature());
    }
}
