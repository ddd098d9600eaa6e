#!/bin/sh
# Builds the wasm from its source and compares it with the one that is checked in.
#   rebuild.sh           compares; ends with 1 if anything differs, with 2 if the toolchain is not here
#   rebuild.sh --write   puts the result in its place, with SHA256SUMS
# The target folder is CARGO_TARGET_DIR, or a temporary one. Same source, same toolchain, same bytes: paths are remapped.
set -eu
package=$(cd "$(dirname "$0")/.." && pwd)
rust=1.95.0
bindgen=0.2.130

missing() {
  echo "rebuild: cannot build here, $1. Nothing was compared." >&2
  exit 2
}
PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
command -v cargo >/dev/null || missing "cargo is not installed"
case "$(rustc --version)" in "rustc $rust "*) ;; *) missing "it needs rustc $rust and there is $(rustc --version)" ;; esac
[ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] || missing "the target is missing (rustup target add wasm32-unknown-unknown)"
tool=${WASM_BINDGEN:-wasm-bindgen}
[ "$("$tool" --version 2>/dev/null || true)" = "wasm-bindgen $bindgen" ] ||
  missing "wasm-bindgen $bindgen is missing (cargo install wasm-bindgen-cli --version $bindgen, or name it in WASM_BINDGEN)"

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$made/target}"
export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo --remap-path-prefix=$package=/mls --remap-path-prefix=$CARGO_TARGET_DIR=/target"
(cd "$package/rust" && cargo build --quiet --release --locked --target wasm32-unknown-unknown -j "${JOBS:-2}")
"$tool" --target web --omit-default-module-path --remove-name-section --out-dir "$made/wasm" --out-name parley_mls \
  "$CARGO_TARGET_DIR/wasm32-unknown-unknown/release/parley_mls.wasm"
rm -f "$made/wasm/parley_mls_bg.wasm.d.ts"
(cd "$made/wasm" && sha256sum parley_mls.d.ts parley_mls.js parley_mls_bg.wasm >SHA256SUMS)

if [ "${1:-}" = --write ]; then
  mkdir -p "$package/wasm"
  cp "$made/wasm/"* "$package/wasm/"
  echo "rebuild: written"
elif diff -r "$made/wasm" "$package/wasm" >/dev/null; then
  echo "rebuild: the wasm is what its source gives, byte for byte"
else
  diff -rq "$made/wasm" "$package/wasm" || true
  echo "rebuild: the wasm is not what its source gives" >&2
  exit 1
fi
