const listed = (names: string): Set<string> => new Set(names.trim().split(/\s+/u));

/** Programs whose names are no words. "make", "find" and "kill" are words, and not here. */
const programs = listed(
  `7z adb apt apt-get awk cd chgrp chmod chown cp crontab curl df dnf dpkg du ffmpeg gcc gdb grep gunzip gzip helm htop ifconfig
  ip iptables journalctl jq kubectl ldd ln ls lsblk lsof lsusb mkdir mv mvn nano netstat nmap nohup nslookup openssl pgrep pip
  pip3 pkill ps psql pwd redis-cli rg rm rmdir rpm rsync scp sed ssh ssh-copy-id ssh-keygen strace su sudo systemctl tar tcpdump
  traceroute ufw umount uname unzip useradd usermod vim wget xargs zcat zgrep zip`,
);
/** Programs people also talk about: "docker -compose" excludes a word, "docker run -it" does not. */
const tools = listed(
  `ansible aws az brew bun cargo clang cmake composer conda deno docker docker-compose dotnet eslint flutter gcloud gh git glab go
  gradle java javac jest mongosh mysql node npm npx nginx perl php playwright pnpm podman poetry prettier pytest python python3 ruby
  rustc sqlite3 terraform tmux tsc uvicorn vite vitest yarn`,
);

const option = /(?<!\S)(?:--\p{L}|-\p{L}(?!\S))/u;

/**
 * Whether a query is a copied command. Then `-la` in it is an option, and does not exclude a word. It is one when an option
 * shows it, of two dashes or of a single letter, or when it begins as commands do. An unknown command finds itself
 * all the same: `-verbose` excludes no message that contains "-verbose".
 */
export function isCommand(query: string): boolean {
  // "$ ls -la", as manuals write it.
  const [first = '', second = ''] = query
    .replace(/^\s*[$>%#]\s+/u, '')
    .trimStart()
    .toLowerCase()
    .split(/\s+/u);
  return option.test(query) || programs.has(first) || (tools.has(first) && /^\p{L}/u.test(second));
}
