/*
 * The loops that a program in C would run, as SQL functions of a loadable extension. So they run in the very copy of SQLite that the Java
 * clients use, on a connection that is set up like theirs, and calls between C and SQLite cost what they cost in any C program.
 */

#include <stdio.h>
#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT1

enum { TEXTS = 1024, TEXT_SIZE = 64, NAME_LENGTH = 20, NOTE_LENGTH = 60 };

static char names[TEXTS][TEXT_SIZE];
static char notes[TEXTS][TEXT_SIZE];

/* Gives the message of the last call on the connection, so it must come before any other call, such as sqlite3_finalize. */
static void fail(sqlite3_context *context) {
  sqlite3_result_error(context, sqlite3_errmsg(sqlite3_context_db_handle(context)), -1);
}

/* Prepares the SQL of the first argument; NULL and the error as result if that fails. */
static sqlite3_stmt *prepare(sqlite3_context *context, sqlite3_value **arguments) {
  sqlite3_stmt *statement;
  const char *sql = (const char *)sqlite3_value_text(arguments[0]);
  if (sqlite3_prepare_v2(sqlite3_context_db_handle(context), sql, -1, &statement, NULL) != SQLITE_OK) {
    fail(context);
  }
  return statement;
}

static int text_length(sqlite3_stmt *statement, int column) {
  sqlite3_column_text(statement, column);
  return sqlite3_column_bytes(statement, column);
}

/* c_scan(sql): reads (integer, text, real, text) rows; the sum of the numbers and of the lengths of the texts. */
static void scan(sqlite3_context *context, int count, sqlite3_value **arguments) {
  int code;
  sqlite3_int64 sum = 0;
  sqlite3_stmt *statement = prepare(context, arguments);
  if (statement == NULL) {
    return;
  }
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    sum += sqlite3_column_int64(statement, 0);
    sum += text_length(statement, 1);
    sum += (sqlite3_int64)sqlite3_column_double(statement, 2);
    sum += text_length(statement, 3);
  }
  if (code == SQLITE_DONE) {
    sqlite3_result_int64(context, sum);
  } else {
    fail(context);
  }
  sqlite3_finalize(statement);
}

/* Tells whether all is bound. */
static int bind(sqlite3_stmt *statement, sqlite3_int64 row) {
  return sqlite3_bind_int64(statement, 1, row + 1) == SQLITE_OK
      && sqlite3_bind_text(statement, 2, names[row % TEXTS], NAME_LENGTH, SQLITE_STATIC) == SQLITE_OK
      && sqlite3_bind_double(statement, 3, row + 1.5) == SQLITE_OK
      && sqlite3_bind_text(statement, 4, notes[row % TEXTS], NOTE_LENGTH, SQLITE_STATIC) == SQLITE_OK;
}

/* Tells whether all rows are inserted. */
static int insert(sqlite3_stmt *statement, sqlite3_int64 rows) {
  sqlite3_int64 row;
  for (row = 0; row < rows; row++) {
    if (!bind(statement, row) || sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK) {
      return 0;
    }
  }
  return 1;
}

/* Tells whether a statement without rows succeeds. */
static int execute(sqlite3_context *context, const char *sql) {
  return sqlite3_exec(sqlite3_context_db_handle(context), sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* c_batch(sql, rows): inserts (integer, text, real, text) rows in one transaction with one statement; the number of rows. */
static void batch(sqlite3_context *context, int count, sqlite3_value **arguments) {
  sqlite3_int64 rows = sqlite3_value_int64(arguments[1]);
  sqlite3_stmt *statement = prepare(context, arguments);
  if (statement == NULL) {
    return;
  }
  if (!execute(context, "BEGIN IMMEDIATE")) {
    fail(context);
  } else if (insert(statement, rows) && execute(context, "COMMIT")) {
    sqlite3_result_int64(context, rows);
  } else {
    fail(context);
    execute(context, "ROLLBACK");
  }
  sqlite3_finalize(statement);
}

int sqlite3_extension_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  int i, code;
  SQLITE_EXTENSION_INIT2(api)
  for (i = 0; i < TEXTS; i++) {
    snprintf(names[i], TEXT_SIZE, "item, number %07d", i);
    snprintf(notes[i], TEXT_SIZE, "a note as people leave them, of sixty characters, no %07d", i);
  }
  code = sqlite3_create_function(db, "c_scan", 1, SQLITE_UTF8, NULL, scan, NULL, NULL);
  return code == SQLITE_OK ? sqlite3_create_function(db, "c_batch", 2, SQLITE_UTF8, NULL, batch, NULL, NULL) : code;
}
