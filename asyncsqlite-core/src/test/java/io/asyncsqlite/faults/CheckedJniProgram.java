package io.asyncsqlite.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs tests of the core, and prints how many succeeded. */
final class CheckedJniProgram {

    private CheckedJniProgram() {}

    /** Takes a pattern of the simple names of test classes. */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("io.asyncsqlite"))
                .filters(ClassNameFilter.includeClassNamePatterns("io\\.asyncsqlite\\.(.*\\.)?(" + arguments[0] + ")"))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(tests, listener);
        // Failures are not counted: some tests fail here only because everything is slow.
        System.out.println("SUCCEEDED " + listener.getSummary().getTestsSucceededCount());
        System.exit(0);
    }
}
