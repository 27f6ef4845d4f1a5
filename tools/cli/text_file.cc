// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace interleave::cli {
namespace {

constexpr size_t kBytesMax = size_t{256} << 20;

absl::Status Failure(const std::string& path, const char* what) {
  return absl::NotFoundError(absl::StrCat(path, ": ", what));
}

// The file's descriptor, closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return Failure(path, strerror(errno));
  struct stat status;
  if (fstat(file.number(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return Failure(path, "is a folder, not a file");
  }
  std::string text;
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = read(file.number(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failure(path, strerror(errno));
    if (count == 0) return text;
    text.append(buffer, static_cast<size_t>(count));
    if (text.size() > kBytesMax) return Failure(path, "is too large");
  }
}

absl::Status RefuseSameFile(const std::string& input,
                            const std::string& output) {
  struct stat in {};
  struct stat out {};
  if (stat(input.c_str(), &in) != 0 || stat(output.c_str(), &out) != 0 ||
      in.st_dev != out.st_dev || in.st_ino != out.st_ino) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(output,
                   " is the file that is read, and would be lost: "
                   "write to another one"));
}

absl::Status WriteTextFile(const std::string& path, std::string_view text) {
  const Descriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (file.number() < 0) return Failure(path, strerror(errno));
  while (!text.empty()) {
    const ssize_t count = write(file.number(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failure(path, strerror(errno));
    text.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

}  // namespace interleave::cli
