// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/descriptors.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/process_identity.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr uint16_t kFirstPort = 32768;
constexpr int kStandardStreams = 3;  // those below are the program's own

// Of what tasks did not make: it can be waited for.
bool CanBlock(int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return false;
  if (S_ISCHR(status.st_mode)) return isatty(descriptor) == 1;
  return S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ||
         (status.st_mode & S_IFMT) == 0;
}

// 127.x.y.z, so that processes, and executions of one, are not in each other's
// way: no two processes in their first 512 executions (a whole program has
// one), for connections that were closed keep their addresses for a second.
uint32_t LoopbackOf(uint32_t process, uint32_t execution) {
  constexpr uint32_t kBits = 9;
  constexpr uint32_t kProcesses = 0x7fff;
  // Later ones are put where the process with that number may be.
  const uint32_t later = (execution >> kBits) * 0x4e35 & kProcesses;
  const uint32_t low = ((process & kProcesses) ^ later) << kBits |
                       (execution & ((1 << kBits) - 1));
  return htonl(uint32_t{127} << 24 | std::clamp<uint32_t>(low, 2, 0xfffffe));
}

}  // namespace

void Descriptors::BeginExecution(bool forgets) {
  if (forgets) Forget();
  for (Entry& entry : entries_) entry.is_new = false;
  waiters_.clear();
  loopback_ = 0;
  next_port_ = kFirstPort;
  ++executions_;
}

void Descriptors::Forget() {
  entries_.clear();
  channels_.clear();
  addresses_.clear();
  waiters_.clear();
}

void Descriptors::EndExecution(bool closes) {
  for (DescriptorWaiter* waiter : waiters_) {
    for (const int kept : waiter->kept) INTERLEAVE_REAL(close)(kept);
  }
  waiters_.clear();
  bool any = false;
  for (size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    if (entry.file == nullptr) continue;
    if (entry.file->kind == OpenFile::Kind::kOutside) {
      entry = {};
    } else if (closes && entry.is_new) {
      INTERLEAVE_REAL(close)(static_cast<int>(i));
      entry = {};
    } else {
      any = true;
    }
  }
  if (any) return;
  channels_.clear();
  addresses_.clear();
}

Channel& Descriptors::NewChannel(ObjectKind kind) {
  if (loopback_ == 0) {
    loopback_ = LoopbackOf(static_cast<uint32_t>(RealProcess()), executions_);
  }
  Channel& channel = *channels_.emplace_back(std::make_unique<Channel>());
  channel.kind = kind;
  return channel;
}

Channel* Descriptors::LookupChannel(const std::string& key) {
  for (const auto& [address, channel] : addresses_) {
    if (address == key) return channel;
  }
  return nullptr;
}

Channel& Descriptors::ChannelAt(const std::string& key) {
  if (Channel* const known = LookupChannel(key)) return *known;
  Channel& channel = NewChannel(ObjectKind::kListener);
  addresses_.emplace_back(key, &channel);
  return channel;
}

void Descriptors::Set(int descriptor, std::shared_ptr<OpenFile> file) {
  const auto index = static_cast<size_t>(descriptor);
  if (entries_.size() <= index) entries_.resize(index + 1);
  // Closed by what is not controlled.
  if (entries_[index].file != nullptr) Close(descriptor);
  ++file->references;
  entries_[index] = {std::move(file), true};
}

std::shared_ptr<OpenFile> Descriptors::Add(int descriptor, OpenFile::Kind kind,
                                           Channel* channel, uint8_t end) {
  auto file = std::make_shared<OpenFile>();
  file->kind = kind;
  Set(descriptor, file);
  if (channel != nullptr) Join(*file, descriptor, *channel, end);
  return file;
}

void Descriptors::Join(OpenFile& file, int descriptor, Channel& channel,
                       uint8_t end) {
  if (file.channel != nullptr) --file.channel->files[file.end];
  file.channel = &channel;
  file.end = end;
  ++channel.files[end];
  channel.descriptors[end] = descriptor;
}

std::shared_ptr<OpenFile> Descriptors::Lookup(int descriptor) const {
  const auto index = static_cast<size_t>(descriptor);
  if (descriptor < 0 || index >= entries_.size()) return nullptr;
  return entries_[index].file;
}

std::shared_ptr<OpenFile> Descriptors::Find(int descriptor) {
  if (auto known = Lookup(descriptor)) return known;
  if (descriptor < kStandardStreams || !CanBlock(descriptor)) return nullptr;
  return Add(descriptor, OpenFile::Kind::kOutside,
             &NewChannel(ObjectKind::kDescriptor));
}

void Descriptors::Duplicate(int from, int to) {
  const std::shared_ptr<OpenFile> file = Lookup(from);
  if (from == to) return;
  if (file == nullptr) {
    if (Lookup(to) != nullptr) Close(to);
    return;
  }
  Set(to, file);
  if (file->channel != nullptr) file->channel->descriptors[file->end] = to;
}

void Descriptors::Close(int descriptor) {
  const std::shared_ptr<OpenFile> file = Lookup(descriptor);
  if (file == nullptr) return;
  entries_[static_cast<size_t>(descriptor)] = {};
  for (DescriptorWaiter* waiter : waiters_) {
    for (pollfd& poll : waiter->polls) {
      if (poll.fd != descriptor) continue;
      poll.fd = INTERLEAVE_REAL(fcntl)(descriptor, F_DUPFD_CLOEXEC, 256);
      waiter->kept.push_back(poll.fd);
      ++file->references;
    }
  }
  if (Channel* const channel = file->channel) {
    int& shown = channel->descriptors[file->end];
    for (size_t i = 0; shown == descriptor && i < entries_.size(); ++i) {
      if (entries_[i].file == file) shown = static_cast<int>(i);
    }
    if (shown == descriptor) shown = -1;
  }
  for (const Entry& entry : entries_) {
    if (entry.file != nullptr && entry.file->kind == OpenFile::Kind::kEpoll &&
        file->references == 1) {
      std::erase(entry.file->watched, descriptor);
    }
  }
  Drop(*file);
}

void Descriptors::Drop(OpenFile& file) {
  if (--file.references > 0 || file.channel == nullptr) return;
  Channel& channel = *file.channel;
  --channel.files[file.end];
  if (file.kind == OpenFile::Kind::kListener) {
    channel.listener = -1;
    channel.pending.clear();
    return;
  }
  if (channel.files[file.end] == 0) channel.directions[file.end].closed = true;
}

Object& Descriptors::ObjectOf(Channel& channel) {
  return execution_.objects().Find(&channel, channel.kind);
}

namespace {

std::string_view NameOfEnd(size_t end) {
  return end == 0 ? "read end" : "write end";
}

}  // namespace

// No numbers of descriptors: they may be others in the next process.
std::string Descriptors::TextOf(const Task& task) const {
  for (const DescriptorWaiter* waiter : waiters_) {
    if (&waiter->gate != task.gate || waiter->files.empty()) continue;
    const OpenFile& file = *waiter->files.front();
    const bool two_ends = file.kind == OpenFile::Kind::kPipe ||
                          file.kind == OpenFile::Kind::kStream;
    if (!two_ends) return {};
    const Channel& channel = *file.channel;
    const size_t other = 1 - file.end;
    const std::string_view state =
        channel.files[other] > 0 ? " is open" : " is closed";
    if (channel.kind != ObjectKind::kPipe) {
      return absl::StrCat(", whose other end", Text(state));
    }
    return absl::StrCat(" (", Text(NameOfEnd(file.end)), ", whose ",
                        Text(NameOfEnd(other)), Text(state), ")");
  }
  return {};
}

}  // namespace interleave
