/** A text as one word of a POSIX shell, to be copied from the terminal. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text);
}

/** The same in quotes, needed or not. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
