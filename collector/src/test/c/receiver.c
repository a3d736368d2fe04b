/*
 * What the job costs at least: recvmmsg, and with "parse" split, parse, hash and count each line in
 * a histogram of its series. Linux only.
 *
 * receiver count|parse TALLY_FILE [RECEIVE_BUFFER_BYTES]
 *
 * Listens on a free port of 127.0.0.1 until it is killed. The tally file holds, as 64-bit numbers of
 * the machine, the port once it listens, the datagrams and the bytes received.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, DATAGRAM_BYTES = 2048, SLOTS = 1 << 16, STEPS = 128, OCTAVES = 32 };

/* One series: its identity, exact totals, and samples by STEPS cells to each octave. */
struct series {
  char *identity;
  size_t length;
  uint64_t hash;
  uint64_t count;
  uint64_t sum;
  uint64_t min;
  uint64_t max;
  uint32_t *cells;
};

static struct series *table[SLOTS];
static size_t series_count;
static uint64_t bad_lines;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t mix(uint64_t hash, uint64_t word) {
  __uint128_t product = (__uint128_t)(hash ^ word) * 0x9e3779b97f4a7c15u;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_of(uint64_t hash, const char *text, size_t length) {
  uint64_t word;
  for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
    memcpy(&word, text, sizeof word);
    hash = mix(hash, word);
  }
  word = length;
  memcpy((char *)&word + 1, text, length);
  return mix(hash, word);
}

/* The series of a name and tags, which is begun if it is new. */
static struct series *find(const char *name, size_t name_length, const char *tags,
                           size_t tags_length, int type) {
  uint64_t hash = hash_of(hash_of((uint64_t)type, name, name_length), tags, tags_length);
  size_t length = name_length + tags_length;
  size_t slot = hash % SLOTS;
  while (table[slot]) {
    struct series *found = table[slot];
    if (found->hash == hash && found->length == length &&
        !memcmp(found->identity, name, name_length) &&
        !memcmp(found->identity + name_length, tags, tags_length))
      return found;
    slot = (slot + 1) % SLOTS;
  }
  if (++series_count == SLOTS) {
    fputs("too many series\n", stderr);
    exit(1);
  }
  struct series *made = calloc(1, sizeof *made);
  made->identity = malloc(length + 1);
  made->cells = calloc(STEPS * OCTAVES, sizeof *made->cells);
  memcpy(made->identity, name, name_length);
  memcpy(made->identity + name_length, tags, tags_length);
  made->length = length;
  made->hash = hash;
  made->min = UINT64_MAX;
  return table[slot] = made;
}

/* The cell of a value: linear within an octave. */
static size_t cell(uint64_t value) {
  if (value < STEPS) return value;
  int octave = 63 - __builtin_clzll(value) - 6;
  size_t index = (size_t)octave * STEPS / 2 + (value >> octave);
  return index < STEPS * OCTAVES ? index : STEPS * OCTAVES - 1;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* name ":" whole [ "." decimals ] "|" type [ "|#" tags ], values in thousandths. */
static void line(const char *start, const char *end) {
  const char *colon = memchr(start, ':', (size_t)(end - start));
  if (!colon) {
    bad_lines++;
    return;
  }
  const char *at = colon + 1;
  uint64_t value = 0;
  while (at < end && is_digit(*at)) value = value * 10 + (uint64_t)(*at++ - '0');
  int decimals = 0;
  if (at < end && *at == '.') {
    for (at++; at < end && is_digit(*at) && decimals < 3; decimals++)
      value = value * 10 + (uint64_t)(*at++ - '0');
  }
  for (; decimals < 3; decimals++) value *= 10;
  if (at + 1 >= end || *at != '|') {
    bad_lines++;
    return;
  }
  int type = at[1];
  const char *tags = memchr(at, '#', (size_t)(end - at));
  tags = tags ? tags + 1 : end;
  struct series *to =
      find(start, (size_t)(colon - start), tags, (size_t)(end - tags), type);
  to->count++;
  to->sum += value;
  if (value < to->min) to->min = value;
  if (value > to->max) to->max = value;
  to->cells[cell(value)]++;
}

static void datagram(const char *start, const char *end) {
  while (start < end) {
    const char *newline = memchr(start, '\n', (size_t)(end - start));
    const char *line_end = newline ? newline : end;
    if (line_end > start) line(start, line_end);
    start = line_end + 1;
  }
}

static int listening_socket(int buffer_bytes, volatile uint64_t *tally) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (fd < 0) fail("socket");
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes)) fail("SO_RCVBUF");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(fd, (struct sockaddr *)&address, length)) fail("bind");
  if (getsockname(fd, (struct sockaddr *)&address, &length)) fail("getsockname");
  tally[0] = ntohs(address.sin_port);
  return fd;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fputs("receiver count|parse TALLY_FILE [RECEIVE_BUFFER_BYTES]\n", stderr);
    return 2;
  }
  int parse = !strcmp(argv[1], "parse");
  int file = open(argv[2], O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, 24)) fail(argv[2]);
  volatile uint64_t *tally = mmap(NULL, 24, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (tally == MAP_FAILED) fail("mmap");
  int fd = listening_socket(argc > 3 ? atoi(argv[3]) : 8 << 20, tally);

  static char bytes[BATCH][DATAGRAM_BYTES];
  struct iovec parts[BATCH];
  struct mmsghdr messages[BATCH];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++) {
    parts[i] = (struct iovec){bytes[i], DATAGRAM_BYTES};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  for (;;) {
    int count = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    if (count < 0) fail("recvmmsg");
    uint64_t received = 0;
    for (int i = 0; i < count; i++) {
      received += messages[i].msg_len;
      if (parse) datagram(bytes[i], bytes[i] + messages[i].msg_len);
    }
    tally[1] += (uint64_t)count;
    tally[2] += received;
  }
}
