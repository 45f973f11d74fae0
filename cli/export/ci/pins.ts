/**
 * GitHub's actions, each by the commit that its version named: a tag can be moved, a commit cannot.
 * docs/decisions.md says where the commits come from.
 */
const PINS = {
  'actions/checkout': { commit: '08c6903cd8c0fde910a37f88322edcfb5dd907a8', version: 'v5.0.0' },
  'actions/setup-node': { commit: 'a0853c24544627f65ddf259abe73b1d18a591444', version: 'v5.0.0' },
  'actions/upload-artifact': { commit: 'ea165f8d65b6e75b540449e92b4886f43607fa02', version: 'v4.6.2' },
} as const;

/** What a step uses, e.g. `actions/checkout@08c6…`. */
export function pinned(action: keyof typeof PINS): string {
  return `${action}@${PINS[action].commit}`;
}

/** The same text with the version behind each commit: comments are nothing that a document of YAML can be made with. */
export function withVersions(yaml: string): string {
  return Object.values(PINS).reduce(
    (text, { commit, version }) => text.replaceAll(`@${commit}\n`, `@${commit} # ${version}\n`),
    yaml,
  );
}
