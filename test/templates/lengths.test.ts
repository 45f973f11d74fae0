import { describe, expect, it, jest } from '@jest/globals';
import { GeneratedFleet } from './support/generated-fleet.ts';

/** As long as the config allows. */
const LONGEST = 40;

/** A service, as long as the config allows. */
const TELLER = 'x'.repeat(34);

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

  it('of every length do so as well where events have versions', async () => {
    const lengths = [1, 10, 20, 25, 30, 35, LONGEST];
    const event = (length: number) => `e${ALPHABET.slice(1, length)}`;
    const told = (version: number, field: string) =>
      lengths
        .map((length) => {
          const data = `{ ${field}: { type: integer, required: true } }`;
          return `          ${event(length)}: { version: ${version}, data: ${data} }`;
        })
        .join('\n');
    const entities = (version: number, field: string) =>
      lengths
        .map(
          (length) => `
      ${ALPHABET.slice(0, length)}:
        eventVersion: ${version}
        fields: { kept: { type: text }, ${field.repeat(length)}: { type: text } }
        events:
${told(version, field)}`,
        )
        .join('');
    const heard = lengths.flatMap((entity) =>
      ['created', 'updated', ...lengths.map(event)].map((name) => `${TELLER}.${ALPHABET.slice(0, entity)}.${name}`),
    );
    const config = (version: number, field: string) => `version: 1
name: lengths
services:
  ${TELLER}:
    kind: domain
    port: 9000
    entities:${entities(version, field)}
  listener:
    kind: domain
    port: 9001
    entities: { Note: { fields: { text: { type: text } } } }
    subscribes: { hear: { to: [${heard.join(', ')}] }, one: { to: [${TELLER}.A.created] } }
`;
    using fleet = new GeneratedFleet({ text: config(1, 'x') });
    await fleet.generate();
    await fleet.edit(() => config(2, 'y'));
    await fleet.generate();
    await fleet.edit((text) => text.replaceAll(/, y+: \{ type: text \}/g, '').replaceAll('Version: 2', 'Version: 3'));
    await fleet.generate();
    const { exitCode, stdout, stderr } = await fleet.lint();
    expect(exitCode === 0 ? '' : stdout + stderr).toBe('');
    // The seeds are the developer's, who has fields to take out of them.
    expect((await fleet.typeCheck()).filter((line) => !line.includes('/src/seeds/'))).toEqual([]);
  });
});
