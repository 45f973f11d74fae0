import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { statOf } from './history.ts';

const CHUNK = 64 * 1024;

/** Reads what a log grows by, line by line, also over a rotation. */
export class Tail {
  readonly #file: string;
  readonly #decoder = new StringDecoder('utf8');
  #offset: number;
  /** The beginning of a line whose end is not written yet. */
  #rest = '';

  constructor(file: string, offset: number) {
    this.#file = file;
    this.#offset = offset;
  }

  /** Lines that have been completed since the last call. */
  read(): readonly string[] {
    const size = statOf(this.#file)?.size ?? 0;
    // It was put aside and emptied: what was not read yet stands in the copy.
    const missed = size < this.#offset ? this.#readFrom(`${this.#file}.1`) : '';
    if (size < this.#offset) this.#offset = 0;
    const lines = (this.#rest + missed + this.#readFrom(this.#file)).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '');
  }

  #readFrom(path: string): string {
    if (!statOf(path)) return '';
    const file = openSync(path, 'r');
    const chunk = Buffer.alloc(CHUNK);
    let text = '';
    try {
      for (let read = -1; read !== 0; ) {
        read = readSync(file, chunk, 0, CHUNK, this.#offset);
        this.#offset += read;
        text += this.#decoder.write(chunk.subarray(0, read));
      }
    } finally {
      closeSync(file);
    }
    return text;
  }
}
