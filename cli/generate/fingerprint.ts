import { hash } from 'node:crypto';

/** Identifies a text regardless of the line ends that git gave it on this machine. */
export function fingerprint(text: string): string {
  return hash('sha256', unifyLineEnds(text));
}

export function unifyLineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}
