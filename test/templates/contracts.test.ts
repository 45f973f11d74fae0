import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { resolvedSettingsSchema } from '../../services/config-service/src/generated/settings/schema.ts';
import { fileSchema } from '../../services/file-service/src/generated/file/schema.ts';
import { subjectSchema } from '../../services/subject-service/src/generated/subject/schema.ts';
import { mistakesBy } from '../../shared/app/index.ts';
import { FLEETS, fleetOf } from '../fleets/support/fleets.ts';
import { repository } from '../support/aurora.ts';

jest.setTimeout(60_000);

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

/** The official one; it names its own parts within itself. */
const isAsyncApi = addFormats
  .default(new Ajv({ strict: false, allErrors: true }))
  .compile(json(repository, 'node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json'));

describe.each(FLEETS)('the contracts of the fleet %s', (name) => {
  it('have an example that is one, and a document that names them all', async () => {
    using fleet = fleetOf(name);
    await fleet.generate();
    const events = join(fleet.root, 'contracts', 'events');
    const files = readdirSync(events, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
    const mistakes = files.map((file) => {
      const contract = json(events, file);
      return [
        file,
        contract.$id.endsWith(`.${file.slice(0, -'.json'.length).replaceAll('/', '.')}`),
        mistakesBy(contract)(contract.examples[0]),
      ];
    });
    expect(mistakes).toEqual(files.map((file) => [file, true, []]));

    const document = json(fleet.root, 'contracts', 'asyncapi.json');
    expect(isAsyncApi(document) ? [] : isAsyncApi.errors).toEqual([]);
    const references =
      JSON.stringify(document)
        .match(/"\$ref":"[^"]*"/g)
        ?.map((text) => text.slice(8, -1)) ?? [];
    const [inside, outside] = [/^#\//, /^\.\//].map((kind) => references.filter((each) => kind.test(each)));
    expect(
      inside?.filter(
        (each) =>
          !each
            .slice(2)
            .split('/')
            .reduce((at, key) => at?.[key], document),
      ),
    ).toEqual([]);
    expect(new Set(outside)).toEqual(new Set(files.map((file) => `./events/${file}`)));
    expect(outside?.every((each) => existsSync(join(fleet.root, 'contracts', each)))).toBe(true);
    expect(Object.keys(document.channels).toSorted()).toEqual(files.map((file) => json(events, file).$id).toSorted());
  });
});

describe('what is carried', () => {
  it.each([
    ['subject-service/subject.created', subjectSchema],
    ['file-service/file.uploaded', fileSchema],
    ['config-service/settings.updated', resolvedSettingsSchema],
  ])('by %s is what the API gives', (name, { properties, required }) => {
    expect(json(repository, 'contracts', 'events', `${name}.v1.json`)).toMatchObject(
      JSON.parse(JSON.stringify({ properties, required })),
    );
  });
});
