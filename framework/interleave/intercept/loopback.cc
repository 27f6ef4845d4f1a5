// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/intercept/loopback.h"

#include <arpa/inet.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

bool IsLocal4(const sockaddr_in& address) {
  return address.sin_addr.s_addr == htonl(INADDR_LOOPBACK) ||
         address.sin_addr.s_addr == htonl(INADDR_ANY);
}

bool IsLocal6(const sockaddr_in6& address) {
  return IN6_IS_ADDR_LOOPBACK(&address.sin6_addr) ||
         IN6_IS_ADDR_UNSPECIFIED(&address.sin6_addr);
}

// Of addresses that tasks can share; else empty.
std::string KeyOfAddress(const OpenFile& file, const sockaddr* address,
                         socklen_t size) {
  const char* const sort =
      file.kind == OpenFile::Kind::kDatagram ? "datagram" : "stream";
  switch (address->sa_family) {
    case AF_UNIX: {
      const auto* const name = reinterpret_cast<const char*>(address);
      size_t length = size;
      // A path ends at its first zero.
      constexpr size_t kBegin = sizeof(sa_family_t);
      if (length > kBegin && name[kBegin] != '\0') {
        length = kBegin + strnlen(name + kBegin, length - kBegin);
      }
      return absl::StrCat(sort, " unix ",
                          std::string(name + kBegin, length - kBegin));
    }
    case AF_INET: {
      const auto& inet = *reinterpret_cast<const sockaddr_in*>(address);
      return IsLocal4(inet) ? absl::StrCat(sort, " ", ntohs(inet.sin_port))
                            : "";
    }
    case AF_INET6: {
      const auto& inet = *reinterpret_cast<const sockaddr_in6*>(address);
      return IsLocal6(inet) ? absl::StrCat(sort, " six ", ntohs(inet.sin6_port))
                            : "";
    }
    default:
      return "";
  }
}

}  // namespace

void SystemAddress::Take(const sockaddr* given, socklen_t size) {
  size_ = std::min<socklen_t>(size, sizeof(storage_));
  std::memcpy(&storage_, given, size_);
}

void SystemAddress::Translate(Task& self, const OpenFile& file,
                              const sockaddr* given, socklen_t size) {
  Take(given, size);
  if (size < sizeof(sa_family_t)) return;
  const std::string key = KeyOfAddress(file, given, size);
  if (key.empty()) return;
  Descriptors& descriptors = self.execution->descriptors();
  channel_ = &descriptors.ChannelAt(key);
  // What no task has bound may be another program's.
  if (given->sa_family == AF_INET && channel_->listener >= 0) {
    reinterpret_cast<sockaddr_in*>(&storage_)->sin_addr.s_addr =
        descriptors.loopback();
  }
}

void SystemAddress::TranslateOwn(Task& self, OpenFile& file,
                                 const sockaddr* given, socklen_t size) {
  Take(given, size);
  if (size < sizeof(sa_family_t)) return;
  Descriptors& descriptors = self.execution->descriptors();
  if (given->sa_family == AF_INET) {
    auto& inet = *reinterpret_cast<sockaddr_in*>(&storage_);
    if (!IsLocal4(inet)) return;
    if (inet.sin_port == 0) inet.sin_port = htons(descriptors.NextPort());
    channel_ = &descriptors.ChannelAt(KeyOfAddress(file, get(), size));
    file.any_address = inet.sin_addr.s_addr == htonl(INADDR_ANY);
    inet.sin_addr.s_addr = descriptors.loopback();
    return;
  }
  const std::string key = KeyOfAddress(file, given, size);
  if (!key.empty()) channel_ = &descriptors.ChannelAt(key);
}

void ShowAddress(Task& self, sockaddr* address, socklen_t size) {
  if (size < sizeof(sockaddr_in) || address->sa_family != AF_INET) return;
  auto& inet = *reinterpret_cast<sockaddr_in*>(address);
  const uint32_t ours = self.execution->descriptors().loopback();
  if (ours != 0 && inet.sin_addr.s_addr == ours) {
    inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
}

void BindForSending(Task& self, OpenFile& file, int descriptor) {
  sockaddr_in own = {};
  socklen_t size = sizeof(own);
  if (INTERLEAVE_REAL(getsockname)(
          descriptor, reinterpret_cast<sockaddr*>(&own), &size) != 0 ||
      own.sin_family != AF_INET || own.sin_port != 0) {
    return;
  }
  own = {};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  SystemAddress address;
  address.TranslateOwn(self, file, reinterpret_cast<sockaddr*>(&own),
                       sizeof(own));
  if (BindReal(file, descriptor, address) == 0 &&
      file.kind == OpenFile::Kind::kDatagram) {
    address.channel()->listener = descriptor;
  }
}

int BindReal(const OpenFile& file, int descriptor, SystemAddress& address) {
  if (address.get()->sa_family == AF_INET &&
      file.kind != OpenFile::Kind::kDatagram) {
    const int yes = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  }
  return INTERLEAVE_REAL(bind)(descriptor, address.get(), address.size());
}

bool MayBlock(int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return false;
  return S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ||
         (S_ISCHR(status.st_mode) && isatty(descriptor) == 1);
}

}  // namespace interleave
