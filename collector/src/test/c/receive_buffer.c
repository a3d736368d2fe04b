/*
 * Loaded before a server that cannot be told how large its receive buffer is to be (LD_PRELOAD):
 * gives each datagram socket the same one that all others ask for, as if the machine's default had
 * been raised.
 *
 * cc -shared -fPIC -o receive_buffer.so receive_buffer.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/socket.h>

int bind(int fd, const struct sockaddr *address, socklen_t length) {
  int type = 0;
  socklen_t type_length = sizeof type;
  int bytes = 8 << 20;
  if (!getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_length) && type == SOCK_DGRAM)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  int (*real)(int, const struct sockaddr *, socklen_t) =
      (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "bind");
  return real(fd, address, length);
}
