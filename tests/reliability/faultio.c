/* Preloaded into the program under test: writes down, counts and breaks its calls on files under one folder.

   FAULTIO_FOLDER  the folder; nothing else is looked at
   FAULTIO_RECORD  append every write, cut, sync, creation, removal and renaming to this file, with its bytes
   FAULTIO_ACKS    writes to this file are recorded too, in their place between the others, and never broken
   FAULTIO_FAULT   CALL:ERROR:N, CALL:ERROR:N:TIMES or CALL:ERROR:N:on  break the Nth CALL, so many, or all from there;
                   CALL is read, write, sync, cut, open, remove, move or any (all but read), ERROR a number or "kill"

   FAULTIO_SWITCH  a file; when it comes to be, the fault that it names is broken, counted from there

   A kill at a write lets half of it happen. Syncs are recorded, not done: no power is cut for real.
   faultio_begin() sets all of it anew in a process that is running already. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum call { READ, WRITE, SYNC, CUT, OPEN, REMOVE, MOVE, ANY, CALLS };
static const char *const names[CALLS] = {"read", "write", "sync", "cut", "open", "remove", "move", "any"};

#define MOST_FILES 4096
static char *path_of[MOST_FILES]; /* by file descriptor, for those that are watched */

static char folder[4096], acks[4096], fault_switch[4096];
static int record_to = -1;
static int fault_call = -1, fault_error, fault_at, fault_times, fault_kills;
static long calls[CALLS];
static pthread_mutex_t one = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

#define NEXT(name)                                                   \
    static __typeof__(&name) next;                                   \
    if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void aim(const char *fault) {
    char call[16] = "", error[16] = "", on[8] = "";
    fault_call = -1;
    if (!fault || sscanf(fault, "%15[^:]:%15[^:]:%d:%7s", call, error, &fault_at, on) < 3) return;
    for (int each = 0; each < CALLS; each++)
        if (!strcmp(call, names[each])) fault_call = each;
    fault_kills = !strcmp(error, "kill");
    fault_error = atoi(error);
    fault_times = !strcmp(on, "on") ? INT_MAX : *on ? atoi(on) : 1;
}

void faultio_begin(const char *where, const char *record, const char *fault) {
    pthread_mutex_lock(&one);
    snprintf(folder, sizeof folder, "%s", where ? where : "");
    if (record_to >= 0) syscall(SYS_close, record_to);
    record_to = -1;
    if (record && *record)
        record_to = syscall(SYS_openat, AT_FDCWD, record, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    memset(calls, 0, sizeof calls);
    aim(fault);
    pthread_mutex_unlock(&one);
}

long faultio_calls(const char *call) {
    for (int each = 0; each < CALLS; each++)
        if (!strcmp(call, names[each])) return calls[each];
    return -1;
}

static void __attribute__((constructor)) begin(void) {
    const char *file = getenv("FAULTIO_ACKS");
    snprintf(acks, sizeof acks, "%s", file ? file : "");
    file = getenv("FAULTIO_SWITCH");
    snprintf(fault_switch, sizeof fault_switch, "%s", file ? file : "");
    faultio_begin(getenv("FAULTIO_FOLDER"), getenv("FAULTIO_RECORD"), getenv("FAULTIO_FAULT"));
}

static int ends_with(const char *path, const char *end) {
    size_t length = strlen(path), less = strlen(end);
    return length >= less && !strcmp(path + length - less, end);
}

static int is_acks(const char *path) { return acks[0] && !strcmp(path, acks); }

static int is_watched(const char *path) {
    size_t length = strlen(folder);
    return path && ((length && !strncmp(path, folder, length)) || is_acks(path));
}

static const char *watched(int handle) { return handle >= 0 && handle < MOST_FILES ? path_of[handle] : NULL; }

/* Append one record: a line that says what was done, then the bytes. The index of the log is never on the disk. */
static void record(char what, const char *path, long long at, const void *bytes, size_t count) {
    if (record_to < 0 || ends_with(path, "-shm")) return;
    char head[4200];
    int length = snprintf(head, sizeof head, "%c %lld %zu %s\n", what, at, count, path);
    struct iovec parts[2] = {{head, (size_t)length}, {(void *)bytes, count}};
    int before = errno;
    if (syscall(SYS_writev, record_to, parts, count ? 2 : 1) < 0) abort();
    errno = before;
}

/* Begin to break calls where the switch has been laid. */
static void look_at_switch(void) {
    char fault[64] = "";
    int handle = syscall(SYS_openat, AT_FDCWD, fault_switch, O_RDONLY | O_CLOEXEC);
    if (handle < 0) return;
    if (syscall(SYS_read, handle, fault, sizeof fault - 1) > 0) {
        fault_switch[0] = 0;
        memset(calls, 0, sizeof calls);
        aim(fault);
    }
    syscall(SYS_close, handle);
}

/* Count a call; whether it must fail now. errno is set then. */
static int breaks(enum call call, const char *path) {
    if (is_acks(path)) return 0;
    pthread_mutex_lock(&one);
    if (fault_switch[0]) look_at_switch();
    long own = ++calls[call];
    long any = call == READ ? 0 : ++calls[ANY];
    pthread_mutex_unlock(&one);
    long count = fault_call == ANY ? any : fault_call == (int)call ? own : 0;
    if (count < fault_at || !count || count - fault_at >= fault_times) return 0;
    if (fault_kills) {
        if (call != WRITE) raise(SIGKILL);
        return 2; /* the caller writes half of it first */
    }
    errno = fault_error;
    return 1;
}

static int opened(int handle, const char *path, int flags, int was_there) {
    if (handle < 0 || handle >= MOST_FILES) return handle;
    free(path_of[handle]);
    path_of[handle] = NULL;
    if (!is_watched(path)) return handle;
    path_of[handle] = strdup(path);
    if ((flags & O_CREAT) && !was_there) record('C', path, 0, NULL, 0);
    if (flags & O_TRUNC) record('T', path, 0, NULL, 0);
    return handle;
}

static int is_there(const char *path) {
    struct stat found;
    int before = errno, yes = !stat(path, &found);
    errno = before;
    return yes;
}

#define OPEN_AS(name, ...)                                                                  \
    {                                                                                       \
        NEXT(name);                                                                         \
        mode_t mode = 0;                                                                    \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                \
            va_list rest;                                                                   \
            va_start(rest, flags);                                                          \
            mode = va_arg(rest, mode_t);                                                    \
            va_end(rest);                                                                   \
        }                                                                                   \
        if (!is_watched(path)) return opened(next(__VA_ARGS__, mode), path, flags, 1);      \
        if (breaks(OPEN, path)) return -1;                                                  \
        int before = is_there(path);                                                        \
        return opened(next(__VA_ARGS__, mode), path, flags, before);                        \
    }

int open(const char *path, int flags, ...) OPEN_AS(open, path, flags)
int open64(const char *path, int flags, ...) OPEN_AS(open64, path, flags)
int openat(int in, const char *path, int flags, ...) OPEN_AS(openat, in, path, flags)
int openat64(int in, const char *path, int flags, ...) OPEN_AS(openat64, in, path, flags)

int close(int handle) {
    NEXT(close);
    if (watched(handle)) {
        free(path_of[handle]);
        path_of[handle] = NULL;
    }
    return next(handle);
}

int dup(int handle) {
    NEXT(dup);
    int copy = next(handle);
    if (copy >= 0 && copy < MOST_FILES) {
        free(path_of[copy]);
        path_of[copy] = watched(handle) ? strdup(watched(handle)) : NULL;
    }
    return copy;
}

#define WRITE_AS(where, half, whole)                                \
    {                                                               \
        const char *path = watched(handle);                         \
        if (!path) return whole;                                    \
        int broken = breaks(WRITE, path);                           \
        if (broken == 2) {                                          \
            if (half > 0) record('W', path, where, bytes, count / 2); \
            raise(SIGKILL);                                         \
        }                                                           \
        if (broken) return -1;                                      \
        pthread_mutex_lock(&one);                                   \
        long long at = where;                                       \
        ssize_t done = whole;                                       \
        if (done > 0) record('W', path, at, bytes, (size_t)done);   \
        pthread_mutex_unlock(&one);                                 \
        return done;                                                \
    }

static long long place_of(int handle) {
    return lseek(handle, 0, (fcntl(handle, F_GETFL) & O_APPEND) ? SEEK_END : SEEK_CUR);
}

ssize_t pwrite64(int handle, const void *bytes, size_t count, off64_t at_) {
    NEXT(pwrite64);
    WRITE_AS(at_, next(handle, bytes, count / 2, at_), next(handle, bytes, count, at_))
}
ssize_t pwrite(int handle, const void *bytes, size_t count, off_t at_) { return pwrite64(handle, bytes, count, at_); }
ssize_t write(int handle, const void *bytes, size_t count) {
    NEXT(write);
    WRITE_AS(place_of(handle), next(handle, bytes, count / 2), next(handle, bytes, count))
}

#define READ_AS(call)                                    \
    const char *path = watched(handle);                  \
    if (path && breaks(READ, path)) return -1;           \
    return call;

ssize_t read(int handle, void *bytes, size_t count) {
    NEXT(read);
    READ_AS(next(handle, bytes, count))
}
ssize_t pread64(int handle, void *bytes, size_t count, off64_t at) {
    NEXT(pread64);
    READ_AS(next(handle, bytes, count, at))
}
ssize_t pread(int handle, void *bytes, size_t count, off_t at) { return pread64(handle, bytes, count, at); }

int ftruncate64(int handle, off64_t length) {
    NEXT(ftruncate64);
    const char *path = watched(handle);
    if (!path) return next(handle, length);
    if (breaks(CUT, path)) return -1;
    int done = next(handle, length);
    if (!done) record('T', path, length, NULL, 0);
    return done;
}
int ftruncate(int handle, off_t length) { return ftruncate64(handle, length); }

int posix_fallocate64(int handle, off64_t at, off64_t length) {
    NEXT(posix_fallocate64);
    const char *path = watched(handle);
    if (path && breaks(CUT, path)) return errno;
    return next(handle, at, length);
}
int posix_fallocate(int handle, off_t at, off_t length) { return posix_fallocate64(handle, at, length); }

static int synced(int handle) {
    const char *path = watched(handle);
    if (breaks(SYNC, path)) return -1;
    record('S', path, 0, NULL, 0);
    return 0;
}
int fsync(int handle) {
    NEXT(fsync);
    return watched(handle) ? synced(handle) : next(handle);
}
int fdatasync(int handle) {
    NEXT(fdatasync);
    return watched(handle) ? synced(handle) : next(handle);
}

int unlink(const char *path) {
    NEXT(unlink);
    if (!is_watched(path)) return next(path);
    if (breaks(REMOVE, path)) return -1;
    int done = next(path);
    if (!done) record('U', path, 0, NULL, 0);
    return done;
}

static int moved(int done, const char *from, const char *to) {
    if (!done) record('R', from, 0, to, strlen(to));
    return done;
}
int rename(const char *from, const char *to) {
    NEXT(rename);
    if (!is_watched(from) && !is_watched(to)) return next(from, to);
    if (breaks(MOVE, from)) return -1;
    return moved(next(from, to), from, to);
}
