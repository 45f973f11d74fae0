import type { Finding, Found, Verification } from '../contract.ts';

/** One thing that does not hold: in words, and where it was seen. */
export interface Fault {
  readonly where: string;
  readonly what: string;
  readonly found: Found;
}

/** All that does not hold, in the order of the report. */
export function faultsOf({ entities, references, copies, sample, files }: Verification): Fault[] {
  const faults: Fault[] = [];
  const note = (where: string, found: Found, one: string, many: string) => {
    if (found.count === 0) return;
    faults.push({ where, found, what: found.count === 1 ? `1 ${one}` : `${number(found.count)} ${many}` });
  };
  for (const { into, missing, extra, different, misjudged, checksum, imbalance } of entities) {
    note(into, missing, 'row is missing', 'rows are missing');
    note(into, extra, 'row comes from nowhere', 'rows come from nowhere');
    note(into, different, 'row differs', 'rows differ');
    note(into, misjudged, 'old row is judged wrongly', 'old rows are judged wrongly');
    if (imbalance !== 0) {
      const what = `the counts do not add up: ${number(Math.abs(imbalance))} ${imbalance > 0 ? 'too few' : 'too many'}`;
      faults.push({ where: into, what, found: { count: 1, examples: [] } });
    }
    const explained = missing.count + extra.count + different.count > 0;
    if (!explained && checksum.source !== checksum.target) {
      faults.push({ where: into, what: 'the checksums differ', found: { count: 1, examples: [] } });
    }
  }
  for (const { service, entity, field, dangling } of references) {
    note(`${service}.${entity}.${field}`, dangling, 'reference leads nowhere', 'references lead nowhere');
  }
  for (const { service, target, different } of copies) {
    note(`${service}, copies of ${target}`, different, 'copy differs', 'copies differ');
  }
  for (const { service, missing, damaged } of files) {
    note(service, missing, 'file has no content', 'files have no content');
    note(service, damaged, 'content is damaged', 'contents are damaged');
  }
  note('sample', sample.different, 'row differs', 'rows differ');
  return faults;
}

/** In one line: `key 17, 0190…: title is "a", should be "b"`. */
export function sentence({ key, id, detail, fields = [] }: Finding): string {
  const place = [key === undefined ? [] : `key ${key}`, id ?? []].flat().join(', ');
  const differences = fields.map(
    ({ field, source, target }) => `${field} is ${shown(target)}, should be ${shown(source)}`,
  );
  return [place, [detail ?? [], differences].flat().join('; ')].filter((part) => part !== '').join(': ');
}

export function shown(value: string | null): string {
  if (value === null) return 'null';
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}

/** Characters of a value that a report shows. */
const LONGEST = 120;

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** All of the reasons together. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}
