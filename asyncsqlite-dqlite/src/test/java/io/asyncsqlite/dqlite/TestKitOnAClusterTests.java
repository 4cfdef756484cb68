package io.asyncsqlite.dqlite;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** R2DBC's tests on a server of Debian. */
class TestKitOnAClusterTests extends TestKitOnACluster {

    @Override
    DemoCluster startCluster() throws Exception {
        return DemoCluster.startOne(directory);
    }

    @Test
    @Override
    @Disabled("Generated values need RETURNING, which servers of dqlite before 1.18.4 do not run")
    public void returnGeneratedValues() {}
}
