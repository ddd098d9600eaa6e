/** One option of a command. */
export interface Option {
  /** The name of its value in the help, `FILE`. Without one the option is a flag. */
  value?: string;
  says: string;
  /** The option must be given. */
  required?: true;
}

export interface Command {
  /** What it does, in one sentence. */
  says: string;
  /** Required words that follow, by their names in the help: `['NAME']`. */
  words?: string[];
  /** A word that may follow these. */
  optionalWord?: string;
  options?: Record<string, Option>;
  /** Subcommands, by their words: `'users unlock'`. Then it has no words and options itself. */
  commands?: Record<string, Command>;
  /** Its only option is `--help`. */
  bare?: true;
}
