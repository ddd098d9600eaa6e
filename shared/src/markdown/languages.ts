/**
 * Names of languages that may follow the three backticks of a block: those that the page can colour (lowlight's
 * `common`, with their aliases; a test compares them) and others that people write there.
 */
const names = `
  arduino ino bash sh zsh shell console shellsession c h cpp cc c++ h++ hpp hh hxx cxx csharp cs c# css diff patch go golang
  graphql gql ini toml java jsp javascript js jsx mjs cjs json jsonc json5 kotlin kt kts less lua pluto makefile mk mak make
  markdown md mkdown mkd objectivec mm objc obj-c obj-c++ objective-c++ perl pl pm php php-template plaintext text txt python
  py gyp ipython python-repl pycon r ruby rb gemspec podspec thor irb rust rs scss sql swift typescript ts tsx mts cts vbnet vb
  wasm xml html xhtml rss atom xjb xsd xsl plist wsf svg yaml yml
  ada asm assembly awk bat batch cmd clojure clj cmake cobol coffee coffeescript crystal csv cuda d dart delphi docker
  dockerfile dot elixir ex exs elm erlang erl fish fortran fsharp fs gherkin glsl gnuplot gradle groovy haskell hs hcl terraform
  tf hlsl http jinja julia jl latex tex lisp log logs mermaid matlab nginx nim nix nushell ocaml ml octave pascal plantuml
  postgres postgresql psql powershell ps1 pwsh prisma prolog proto protobuf puppet racket razor regex rst sass scala scheme
  solidity sparql stylus svelte systemd tcl tsv twig v verilog vhdl vim viml vue wat wgsl zig
`;
const known = new Set(names.trim().split(/\s+/u));

/** The language a block's first line names, in lower case; undefined when it is not one word that names a language. */
export function languageOf(info: string): string | undefined {
  const name = info.trim().toLowerCase();
  return known.has(name) ? name : undefined;
}
