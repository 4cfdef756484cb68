package io.asyncsqlite.dqlite;

/** R2DBC's tests on a server that runs RETURNING: all of them. */
class TestKitOnANewerClusterTests extends TestKitOnACluster {

    @Override
    DemoCluster startCluster() throws Exception {
        return DemoCluster.startNewer(directory);
    }
}
