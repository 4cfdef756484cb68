module org.example.notes {
    requires io.asyncsqlite;
    requires io.asyncsqlite.r2dbc;

    opens org.example.notes to
            io.asyncsqlite;
}
