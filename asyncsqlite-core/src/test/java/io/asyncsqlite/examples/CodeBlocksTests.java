package io.asyncsqlite.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every block of Java in the documents and in the Javadoc of the API is a region of code that is compiled and run. */
@Timeout(60)
class CodeBlocksTests {

    @TempDir
    private Path directory;

    @Test
    void everyBlockOfADocumentIsCompiledCode() {
        assertThat(CodeBlocks.ofDocuments()).isNotEmpty().isSubsetOf(CodeBlocks.regions());
    }

    @Test
    void everyExampleOfJavadocIsCompiledCode() {
        List<String> regions = CodeBlocks.regions();

        assertThat(CodeBlocks.api())
                .allSatisfy(source -> assertThat(CodeBlocks.ofJavadoc(source))
                        .as("examples of %s", source)
                        .isSubsetOf(regions));
    }

    @Test
    void everyRegionIsShown() {
        List<String> shown = new ArrayList<>(CodeBlocks.ofDocuments());
        CodeBlocks.api().forEach(source -> shown.addAll(CodeBlocks.ofJavadoc(source)));

        assertThat(CodeBlocks.regions()).isSubsetOf(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AsyncSqlite",
                "AsyncOperations",
                "Query",
                "RowQuery",
                "Row",
                "Transaction",
                "OpenTransaction",
                "AsyncConnection",
                "Cursor",
                "AsyncBlob",
                "Authorizer",
                "BlockingSqlite",
                "BlockingTransaction",
                "SyncConnection",
                "SqliteOptions",
                "SqliteListener",
                "OperationTracer",
                "ConstraintException",
                "ConnectionWork",
                "Maintenance",
                "Contents",
                "BackupOptions",
                "BulkWrite",
                "SqliteExtension",
                "SqlFunction",
                "SqlCollation",
                "Migrations",
                "Schema",
                "Csv",
                "CsvImport",
                "CsvExport",
                "NdJson",
                "Codec",
                "SqliteConnectionFactory",
                "SqliteConnectionFactoryProvider",
                "SqliteOptionsCustomizer",
                "SqliteExceptionTranslator",
                "SqliteTransactionManager",
                "FreshDatabases",
                "DqliteNode",
                "AsyncSqliteTest"
            })
    void mainTypeHasAnExample(String type) {
        Path source = CodeBlocks.api().stream()
                .filter(file -> file.endsWith(type + ".java"))
                .findFirst()
                .orElseThrow();

        assertThat(CodeBlocks.ofJavadoc(source)).isNotEmpty();
    }

    @Test
    void examplesOfTypesWork() {
        assertThat(TypeExamples.all(directory))
                .containsExactly(
                        "[{id=1, body='hi'}, {id=2, body='kept'}]",
                        "Product[id=7, name=tea, price=2.5]",
                        "[Purchase[id=3, customer=Customer[id=1, name=Ada], remark=Optional.empty]]",
                        "de_DE",
                        "Ann");
    }
}
