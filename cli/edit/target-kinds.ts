/** One thing that the config names. */
export type Target =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'entity'; readonly service: string; readonly entity: string }
  | { readonly kind: 'field' | 'event'; readonly service: string; readonly entity: string; readonly name: string }
  | {
      readonly kind: 'command' | 'query';
      readonly service: string;
      readonly entity: string | undefined;
      readonly name: string;
    }
  | { readonly kind: 'subscriber'; readonly service: string; readonly name: string }
  | { readonly kind: 'enum'; readonly name: string };

export type TargetKind = Target['kind'];

/** What tells which one is meant: its name, after the name of what has it where there are several of that. */
export const TARGETS: Readonly<Record<TargetKind, readonly string[]>> = {
  service: ['SERVICE'],
  entity: ['ENTITY'],
  field: ['ENTITY', 'FIELD'],
  event: ['ENTITY', 'EVENT'],
  command: ['ENTITY|SERVICE', 'COMMAND'],
  query: ['ENTITY|SERVICE', 'QUERY'],
  subscriber: ['SERVICE', 'SUBSCRIBER'],
  enum: ['ENUM'],
};

export const TARGET_KINDS = Object.keys(TARGETS) as TargetKind[];
