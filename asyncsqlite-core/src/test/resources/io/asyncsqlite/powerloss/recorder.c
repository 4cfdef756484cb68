/*
 * Records what a program does to the files of one directory, for a replay of power losses. Preloaded: it stands before the C library.
 *
 * RECORDER_DIRECTORY is the directory, as a real path; RECORDER_LOG is the file that the records are appended to. A record is a head, in the
 * machine's byte order, and the data that it tells the length of. Calls and their records are in one order: both happen under a lock, but for syncs,
 * which would let other threads wait; they have a record at the beginning and one at the end.
 *
 * Files that end in -shm are left out: SQLite makes the wal-index anew after a crash. Calls that nothing here makes, such as rename, are
 * recorded as unknown, so that the replay fails instead of being wrong. Memory maps are not seen: SQLite writes through none.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define DESCRIPTORS 65536

struct head {
    int32_t kind;
    int32_t descriptor;
    int64_t number;
    int64_t length;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *directory;
static int log_descriptor = -1;
static int64_t syncs;
static char recorded[DESCRIPTORS];

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("RECORDER_LOG");
    directory = getenv("RECORDER_DIRECTORY");
    if (log == NULL || directory == NULL) {
        return;
    }
    /* High, where the program will not look for its own. */
    int opened = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log_descriptor = fcntl(opened, F_DUPFD_CLOEXEC, 1000);
    syscall(SYS_close, opened);
}

static void append(char kind, int descriptor, int64_t number, const void *data, size_t length) {
    int before = errno;
    struct head head = {kind, descriptor, number, (int64_t)length};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)data, length}};
    if (syscall(SYS_writev, log_descriptor, parts, 2) != (ssize_t)(sizeof head + length)) {
        abort();
    }
    errno = before;
}

/* Returns the name of a file of the directory, "" for the directory itself, or NULL. */
static const char *name_of(const char *path) {
    if (log_descriptor < 0 || path == NULL) {
        return NULL;
    }
    size_t length = strlen(directory);
    if (strncmp(path, directory, length) != 0 || (path[length] != '\0' && path[length] != '/')) {
        return NULL;
    }
    const char *name = path + length + (path[length] == '/');
    size_t end = strlen(name);
    return end >= 4 && strcmp(name + end - 4, "-shm") == 0 ? NULL : name;
}

static int is_recorded(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS && recorded[descriptor];
}

static void unknown(const char *call) {
    pthread_mutex_lock(&lock);
    append('X', -1, 0, call, strlen(call));
    pthread_mutex_unlock(&lock);
}

static int open_at(int at, const char *path, int flags, mode_t mode) {
    const char *name = name_of(path);
    if (name == NULL) {
        return syscall(SYS_openat, at, path, flags, mode);
    }
    pthread_mutex_lock(&lock);
    struct stat found;
    int exists = stat(path, &found) == 0;
    int descriptor = syscall(SYS_openat, at, path, flags, mode);
    if (descriptor >= DESCRIPTORS) {
        abort();
    }
    if (descriptor >= 0) {
        recorded[descriptor] = 1;
        append('O', descriptor, !exists, name, strlen(name));
        if (exists && (flags & O_TRUNC) && found.st_size > 0) {
            append('T', descriptor, 0, NULL, 0);
        }
    }
    pthread_mutex_unlock(&lock);
    return descriptor;
}

static mode_t mode_of(int flags, va_list arguments) {
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(function)                                     \
    int function(const char *path, int flags, ...) {       \
        va_list arguments;                                 \
        va_start(arguments, flags);                        \
        mode_t mode = mode_of(flags, arguments);           \
        va_end(arguments);                                 \
        return open_at(AT_FDCWD, path, flags, mode);       \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                       \
    int function(int at, const char *path, int flags, ...) {   \
        va_list arguments;                                     \
        va_start(arguments, flags);                            \
        mode_t mode = mode_of(flags, arguments);               \
        va_end(arguments);                                     \
        return open_at(at, path, flags, mode);                 \
    }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) {
    return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) {
    return creat(path, mode);
}

int close(int descriptor) {
    if (!is_recorded(descriptor)) {
        return syscall(SYS_close, descriptor);
    }
    pthread_mutex_lock(&lock);
    recorded[descriptor] = 0;
    append('C', descriptor, 0, NULL, 0);
    int result = syscall(SYS_close, descriptor);
    pthread_mutex_unlock(&lock);
    return result;
}

ssize_t write(int descriptor, const void *data, size_t length) {
    if (!is_recorded(descriptor)) {
        return syscall(SYS_write, descriptor, data, length);
    }
    pthread_mutex_lock(&lock);
    ssize_t written = syscall(SYS_write, descriptor, data, length);
    if (written > 0) {
        append('W', descriptor, syscall(SYS_lseek, descriptor, 0, SEEK_CUR) - written, data, written);
    }
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite(int descriptor, const void *data, size_t length, off_t offset) {
    if (!is_recorded(descriptor)) {
        return syscall(SYS_pwrite64, descriptor, data, length, offset);
    }
    pthread_mutex_lock(&lock);
    ssize_t written = syscall(SYS_pwrite64, descriptor, data, length, offset);
    if (written > 0) {
        append('W', descriptor, offset, data, written);
    }
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off_t offset) {
    return pwrite(descriptor, data, length, offset);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (is_recorded(descriptor)) {
        unknown("writev");
    }
    return syscall(SYS_writev, descriptor, parts, count);
}

int ftruncate(int descriptor, off_t length) {
    if (!is_recorded(descriptor)) {
        return syscall(SYS_ftruncate, descriptor, length);
    }
    pthread_mutex_lock(&lock);
    int result = syscall(SYS_ftruncate, descriptor, length);
    if (result == 0) {
        append('T', descriptor, length, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate64(int descriptor, off_t length) {
    return ftruncate(descriptor, length);
}

int fallocate(int descriptor, int mode, off_t offset, off_t length) {
    if (is_recorded(descriptor)) {
        unknown("fallocate");
    }
    return syscall(SYS_fallocate, descriptor, mode, offset, length);
}

static int sync_file(long call, int descriptor) {
    if (!is_recorded(descriptor)) {
        return syscall(call, descriptor);
    }
    pthread_mutex_lock(&lock);
    int64_t number = ++syncs;
    append('S', descriptor, number, NULL, 0);
    pthread_mutex_unlock(&lock);
    int result = syscall(call, descriptor);
    if (result == 0) {
        pthread_mutex_lock(&lock);
        append('E', descriptor, number, NULL, 0);
        pthread_mutex_unlock(&lock);
    }
    return result;
}

int fsync(int descriptor) {
    return sync_file(SYS_fsync, descriptor);
}

int fdatasync(int descriptor) {
    return sync_file(SYS_fdatasync, descriptor);
}

int unlinkat(int at, const char *path, int flags) {
    const char *name = name_of(path);
    if (name == NULL) {
        return syscall(SYS_unlinkat, at, path, flags);
    }
    pthread_mutex_lock(&lock);
    int result = syscall(SYS_unlinkat, at, path, flags);
    if (result == 0) {
        append('U', -1, 0, name, strlen(name));
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int unlink(const char *path) {
    return unlinkat(AT_FDCWD, path, 0);
}

int remove(const char *path) {
    if (name_of(path) != NULL) {
        unknown("remove");
    }
    int result = unlinkat(AT_FDCWD, path, 0);
    return result != 0 && errno == EISDIR ? unlinkat(AT_FDCWD, path, AT_REMOVEDIR) : result;
}

int rename(const char *from, const char *to) {
    if (name_of(from) != NULL || name_of(to) != NULL) {
        unknown("rename");
    }
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
