import type { FindingCode } from '../../../cli/config/codes.ts';
import { type Inspection, inspectConfig, type Source } from '../../../cli/config/inspect.ts';

/** A fleet of one gateway, one config service and, where a test has more to say, the services it gives. */
export function fleetOf(services = '', rest = ''): string {
  return `version: 1
name: shop
services:
  gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8004 }
${indent(services, 2)}${rest}`;
}

/** The same with a domain service `orders` of one entity, \`Order\`, with these fields. */
export function fieldsOf(fields: string, rest = ''): string {
  return fleetOf(
    `orders:\n  kind: domain\n  port: 8001\n  entities:\n    Order:\n      fields:\n${indent(fields, 8)}`,
    rest,
  );
}

export function indent(text: string, by: number): string {
  return text.replace(/^(?=[^\n])/gm, ' '.repeat(by)) + (text === '' ? '' : '\n');
}

export function inspect(text: string, options: Partial<Source> = {}): Inspection {
  return inspectConfig({
    file: '/fleet/aurora.config.yaml',
    environment: 'development',
    variables: {},
    text,
    ...options,
  });
}

/** Takes the marks out of a text: each `▸` stands before a place where a finding is expected. */
export function marked(text: string): { text: string; places: string[] } {
  const places: string[] = [];
  const lines = text.split('\n').map((line, index) => {
    let rest = line;
    for (let column = rest.indexOf('▸'); column >= 0; column = rest.indexOf('▸')) {
      places.push(`${index + 1}:${column + 1}`);
      rest = rest.replace('▸', '');
    }
    return rest;
  });
  return { text: lines.join('\n'), places };
}

export function codesOf({ findings }: Inspection): FindingCode[] {
  return findings.map(({ code }) => code);
}
