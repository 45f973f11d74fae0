import { NotUnderstood } from '../not-understood.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Walks over the tokens of a text. Keywords are asked for in capitals, several at once: `take('NOT NULL')`. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(sql: string) {
    this.#tokens = tokensOf(sql);
  }

  get token(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** Whether a statement is at its end. */
  get ends(): boolean {
    return this.token === undefined || this.is(';');
  }

  is(words: string): boolean {
    return words.split(' ').every((word, index) => {
      const token = this.#tokens[this.#at + index];
      return (token?.kind === 'word' || token?.kind === 'sign') && token.text.toUpperCase() === word;
    });
  }

  /** Steps over the words if they are next. */
  take(words: string): boolean {
    if (!this.is(words)) return false;
    this.#at += words.split(' ').length;
    return true;
  }

  /** The first of several that is next, and steps over it. */
  takeOne(...choices: string[]): string | undefined {
    return choices.find((words) => this.take(words));
  }

  expect(words: string): void {
    if (!this.take(words)) throw this.misses(words);
  }

  next(): Token {
    const token = this.token;
    if (!token) throw this.misses('more');
    this.#at++;
    return token;
  }

  /** The last part of a name that may have a schema before it. */
  name(): string {
    const { kind, text } = this.next();
    if (kind !== 'name' && kind !== 'word') throw new NotUnderstood(`${text} is no name.`);
    return this.take('.') ? this.name() : text;
  }

  /** What stands between brackets, which are next: each token, brackets within included. */
  bracketed(): Token[] {
    this.expect('(');
    const inner: Token[] = [];
    for (let depth = 1; ; ) {
      const token = this.next();
      if (token.kind === 'sign' && token.text === '(') depth++;
      if (token.kind === 'sign' && token.text === ')') depth--;
      if (depth === 0) return inner;
      inner.push(token);
    }
  }

  /** Steps over all up to the end of the statement. */
  rest(): Token[] {
    const tokens: Token[] = [];
    while (!this.ends) tokens.push(this.next());
    return tokens;
  }

  /** Items with commas between them. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.take(',')) items.push(item());
    return items;
  }

  misses(words: string): NotUnderstood {
    return new NotUnderstood(
      `${words} was expected where ${this.token?.text ?? 'the statement'} ${this.token ? 'stands' : 'ends'}.`,
    );
  }
}
