/*
 * The whole native part of the foreign engine: an SQLite loadable extension that tells what SQLite hands to its init function, the
 * connection and the table of the C API (struct sqlite3_api_routines of sqlite3ext.h, public and append-only).
 *
 * It tells them in its error message and is therefore unloaded again at once: nothing stays in the process, and there is no static
 * variable that two connections could share. It needs no libc, so one binary for a platform and architecture serves every
 * distribution. build.sh makes the binaries.
 */

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { SQLITE_ERROR = 1, INDEX_OF_MPRINTF = 69 };

typedef unsigned long long address;
typedef char *(*mprintf_function)(const char *, ...);

EXPORT int asyncsqlite_init(void *db, char **error, void *const *api) {
  mprintf_function mprintf = (mprintf_function)api[INDEX_OF_MPRINTF];
  *error = mprintf("asyncsqlite:%llx:%llx", (address)db, (address)api);
  return SQLITE_ERROR;
}
