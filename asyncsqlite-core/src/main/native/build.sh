#!/usr/bin/env bash
# Builds the extension for seven platforms, with Debian's clang and lld of version 14 (Debian 12: apt-get install clang lld).
#   build.sh           writes the binaries into the resources
#   build.sh --check   builds them elsewhere and fails if the resources differ; says which version of clang if it is another one
# The same compiler gives the same bytes: no paths, no times, no build ids.
set -euo pipefail
cd "$(dirname "$0")"
resources=../resources/io/asyncsqlite/internal/engine/native
wanted='version 14.0'
flags=(-Os -nostdlib -ffreestanding -fvisibility=hidden -fno-stack-protector -fno-asynchronous-unwind-tables -fno-ident
  -Wall -Wextra -Werror)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tool() {
  local path
  for path in "$1-14" "/usr/lib/llvm-14/bin/$1" "$1"; do
    command -v "$path" && return
  done
  echo "$1 is missing: apt-get install clang lld" >&2
  return 1
}

linux() {
  "$clang" --target="$1-linux-gnu" "${flags[@]}" -fPIC -c -o "$work/linux.o" extension.c
  "$ld_lld" -shared -s --build-id=none -z noexecstack -o "$out/linux-$1.so" "$work/linux.o"
}

macos() {
  "$clang" --target="$1-apple-macos11" "${flags[@]}" -c -o "$work/macos.o" extension.c
  "$ld64_lld" -dylib -arch "$1" -platform_version macos 11.0 11.0 -install_name asyncsqlite -o "$out/macos-$2.dylib" "$work/macos.o"
}

windows() {
  "$clang" --target="$1-pc-windows-msvc" "${flags[@]}" -c -o "$work/windows.obj" extension.c
  "$lld_link" /dll /noentry /nodefaultlib /Brepro "/implib:$work/unused.lib" /out:"$out/windows-$1.dll" "$work/windows.obj"
}

clang=$(tool clang)
ld_lld=$(tool ld.lld)
ld64_lld=$(tool ld64.lld)
lld_link=$(tool lld-link)
if [ "${1:-}" = --check ]; then
  out=$work/built
else
  out=$resources
fi
mkdir -p "$out"
linux x86_64
linux aarch64
linux riscv64
macos x86_64 x86_64
macos arm64 aarch64
windows x86_64
windows aarch64
if [ "${1:-}" = --check ]; then
  if ! diff -r "$resources" "$out"; then
    "$clang" --version | head -1
    echo "The binaries differ from those in the repository, which clang $wanted made" >&2
    exit 1
  fi
  echo "All seven binaries are those that extension.c gives"
fi
