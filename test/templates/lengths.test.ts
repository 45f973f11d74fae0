import { describe, expect, it, jest } from '@jest/globals';
import { GeneratedFleet } from './support/generated-fleet.ts';

/** As long as the config allows. */
const LONGEST = 40;

const ALPHABET = 'Abcdefghijklmnopqrstuvwxyzbcdefghijklmnop';

function entity(length: number): string {
  const name = ALPHABET.slice(0, length);
  const field = name.toLowerCase();
  return `
      ${name}:
        fields:
          ${field}: { type: string, required: true, unique: true }
          ${field.slice(1)}z: { type: enum, values: [${field}, ${field}y, ${field}z] }
          x${field.slice(1)}: { type: text, default: ${'y'.repeat(length * 2)} }`;
}

jest.setTimeout(120_000);

describe('names', () => {
  it('of every length give lines that no formatter would break or join', async () => {
    const entities = Array.from({ length: LONGEST }, (_, index) => entity(index + 1)).join('');
    const text = `version: 1\nname: lengths\nservices:\n  many:\n    kind: domain\n    port: 9000\n    entities:${entities}\n`;
    using fleet = new GeneratedFleet({ text });
    await fleet.generate();
    expect(await fleet.lint()).toMatchObject({ exitCode: 0 });
  });
});
