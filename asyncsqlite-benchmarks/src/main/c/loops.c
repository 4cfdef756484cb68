/*
 * The loops that a program in C would run, as SQL functions of a loadable extension. So they run in the very copy of SQLite that the Java
 * contenders use, on a connection that is set up like theirs, and calls between C and SQLite cost what they cost in any C program.
 */

#include <stdio.h>
#include <string.h>
#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT1

enum { TEXTS = 1024, TEXT_SIZE = 64 };

static char bodies[TEXTS][TEXT_SIZE];
static char names[TEXTS][TEXT_SIZE];
static char notes[TEXTS][TEXT_SIZE];

static void fail(sqlite3_context *context, sqlite3 *db) {
  sqlite3_result_error(context, sqlite3_errmsg(db), -1);
}

/* c_scan(sql): reads (integer, text, real, text) rows; the sum of the numbers and of the lengths of the texts. */
static void scan(sqlite3_context *context, int count, sqlite3_value **arguments) {
  sqlite3 *db = sqlite3_context_db_handle(context);
  sqlite3_stmt *statement;
  sqlite3_int64 sum = 0;
  int code = sqlite3_prepare_v2(db, (const char *)sqlite3_value_text(arguments[0]), -1, &statement, NULL);
  while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    const char *name, *note;
    sum += sqlite3_column_int64(statement, 0);
    name = (const char *)sqlite3_column_text(statement, 1);
    sum += sqlite3_column_bytes(statement, 1);
    sum += (sqlite3_int64)sqlite3_column_double(statement, 2);
    note = (const char *)sqlite3_column_text(statement, 3);
    sum += sqlite3_column_bytes(statement, 3);
    if (name == NULL || note == NULL) {
      code = SQLITE_MISMATCH;
    } else {
      code = SQLITE_OK;
    }
  }
  if (sqlite3_finalize(statement) != SQLITE_OK || code != SQLITE_DONE) {
    fail(context, db);
  } else {
    sqlite3_result_int64(context, sum);
  }
}

static void bind_insert(sqlite3_stmt *statement, sqlite3_int64 row) {
  sqlite3_bind_int64(statement, 1, row);
  sqlite3_bind_text(statement, 2, bodies[row % TEXTS], 20, SQLITE_STATIC);
}

static void bind_item(sqlite3_stmt *statement, sqlite3_int64 row) {
  sqlite3_bind_int64(statement, 1, row + 1);
  sqlite3_bind_text(statement, 2, names[row % TEXTS], 20, SQLITE_STATIC);
  sqlite3_bind_double(statement, 3, row + 1.5);
  sqlite3_bind_text(statement, 4, notes[row % TEXTS], 60, SQLITE_STATIC);
}

/* FUNCTION(sql, rows): inserts rows in one transaction with one statement; the number of rows. */
static void insert(sqlite3_context *context, sqlite3_value **arguments, void (*bind)(sqlite3_stmt *, sqlite3_int64)) {
  sqlite3 *db = sqlite3_context_db_handle(context);
  sqlite3_stmt *statement;
  sqlite3_int64 rows = sqlite3_value_int64(arguments[1]);
  sqlite3_int64 row = 0;
  if (sqlite3_prepare_v2(db, (const char *)sqlite3_value_text(arguments[0]), -1, &statement, NULL) != SQLITE_OK
      || sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
    fail(context, db);
    return;
  }
  while (row < rows) {
    bind(statement, row);
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK) {
      break;
    }
    row++;
  }
  sqlite3_finalize(statement);
  if (row < rows || sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
    fail(context, db);
  } else {
    sqlite3_result_int64(context, row);
  }
}

/* c_insert(sql, rows): (integer, text) */
static void insert_rows(sqlite3_context *context, int count, sqlite3_value **arguments) {
  insert(context, arguments, bind_insert);
}

/* c_many(sql, rows): (integer, text, real, text) */
static void insert_items(sqlite3_context *context, int count, sqlite3_value **arguments) {
  insert(context, arguments, bind_item);
}

int sqlite3_extension_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  int i;
  SQLITE_EXTENSION_INIT2(api)
  for (i = 0; i < TEXTS; i++) {
    snprintf(bodies[i], TEXT_SIZE, "a text, number %05d", i);
    snprintf(names[i], TEXT_SIZE, "item, number %07d", i);
    snprintf(notes[i], TEXT_SIZE, "a note as people leave them, of sixty characters, no %07d", i);
  }
  sqlite3_create_function(db, "c_scan", 1, SQLITE_UTF8, NULL, scan, NULL, NULL);
  sqlite3_create_function(db, "c_insert", 2, SQLITE_UTF8, NULL, insert_rows, NULL, NULL);
  return sqlite3_create_function(db, "c_many", 2, SQLITE_UTF8, NULL, insert_items, NULL, NULL);
}
