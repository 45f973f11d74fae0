import { CODES } from '../codes.ts';
import type { ObjectSchema, Schema } from '../json-schema.ts';
import { CONFIG_SCHEMA } from '../schema.ts';

/** The parts of docs/config.md that the source of the config tells, by the name of their place in the page. */
export function referenceBlocks(exampleYaml: string): Record<string, string> {
  return { example: `\`\`\`yaml\n${exampleYaml.trimEnd()}\n\`\`\``, keys: keys(), findings: findings() };
}

/** Puts each block between its marks, `<!-- begin <name> -->` and `<!-- end <name> -->`; the rest is written by hand. */
export function fillBlocks(page: string, blocks: Record<string, string>): string {
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The page has no place for ${name}`);
    return `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`;
  }, page);
}

function keys(): string {
  const { $defs, ...root } = CONFIG_SCHEMA;
  const kinds = Object.keys($defs).filter((name) => name.endsWith('Service'));
  const types = Object.keys($defs).filter((name) => name.endsWith('Field'));
  return [
    section('### Top level', root as ObjectSchema),
    ...['infrastructure', 'defaults', 'deploy', 'observability'].map((name) => section(`### \`${name}\``, named(name))),
    ...kinds.map((name) => section(`### ${named(name).title}`, named(name))),
    section('### Entity', named('entity')),
    '### Fields\n\nEach type of field has its own keys.',
    ...types.map((name) => section(`#### ${named(name).title}`, named(name))),
    section('### Event', named('event')),
    '### Commands and queries\n\nTheir inputs and outputs are made of fields without what is said of a column: no `unique`, `embed` or `onDelete`.',
    ...['entityCommand', 'entityQuery', 'serviceCommand', 'serviceQuery'].map((name) =>
      section(`#### ${named(name).title}`, named(name)),
    ),
    section('### Subscriber', named('subscriber')),
    section('### Environment', named('environment')),
  ].join('\n\n');
}

const named = (name: string): ObjectSchema => CONFIG_SCHEMA.$defs[name] as ObjectSchema;

function section(heading: string, schema: ObjectSchema): string {
  const rows = rowsOf(schema, '').map((cells) => `| ${cells.join(' | ')} |`);
  const table = ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return `${heading}\n\n${schema.description}\n\n${table}`;
}

/** Small mappings are spread out into the table of their owner; what has a section of its own is not. */
function rowsOf(schema: ObjectSchema, prefix: string): string[][] {
  return Object.entries(schema.properties).flatMap(([key, property]) => {
    const target = follow(property);
    const isNeeded = schema.required?.includes(key) ?? false;
    const own: string[] = [`\`${prefix}${key}\``, admittedBy(target), defaultOf(target, isNeeded), meaningOf(target)];
    const isSpread = target.properties && !HAVE_A_SECTION.has(property.$ref ?? '');
    return isSpread ? [own, ...rowsOf(target as ObjectSchema, `${prefix}${key}.`)] : [own];
  });
}

const HAVE_A_SECTION = new Set(
  ['infrastructure', 'defaults', 'deploy', 'observability', 'observabilityOverlay'].map((name) => `#/$defs/${name}`),
);

const follow = (schema: Schema): Schema => (schema.$ref ? named(schema.$ref.slice('#/$defs/'.length)) : schema);

function admittedBy(schema: Schema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => admittedBy({ type })).join(' or ');
  if (schema.type === 'integer' || schema.type === 'number') return `${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'boolean') return '`true` `false`';
  if (schema.type === 'array') return 'list';
  if (schema.type === 'object') return 'mapping';
  return schema.maxLength === undefined ? 'text' : `text, up to ${schema.maxLength} characters`;
}

function defaultOf(schema: Schema, isNeeded: boolean): string {
  if (isNeeded) return '*needed*';
  return schema.default === undefined || typeof schema.default === 'object' ? '' : `\`${schema.default}\``;
}

function meaningOf({ description = '', enum: values = [], enumDescriptions = [], examples }: Schema): string {
  const choices = enumDescriptions.map((meaning, index) => `\`${values[index]}\`: ${meaning}`);
  const example = examples?.length
    ? `E.g. ${examples.map((value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``).join(', ')}.`
    : '';
  const sentence = choices.length > 0 ? `${choices.join('; ')}.` : '';
  return [description, sentence, example].filter(Boolean).join(' ').replaceAll('|', '\\|');
}

function findings(): string {
  const rows = Object.entries(CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| code | meaning |', '| --- | --- |', ...rows].join('\n');
}
