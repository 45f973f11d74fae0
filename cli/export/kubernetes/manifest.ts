import { stringify } from 'yaml';

/** An object of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: Metadata;
  readonly [part: string]: unknown;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export function manifestYaml(manifest: Manifest): string {
  // Kubernetes reads YAML 1.1, in which a bare `no` is false.
  const text = stringify(manifest, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
  return `# Written by aurora export kubernetes.\n${text}`;
}
