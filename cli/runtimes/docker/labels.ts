/** What a container, volume or network of ours says of itself: the runtime knows nothing else of what it has made. */
export const LABELS = {
  fleet: 'aurora.fleet',
  /** The prefix of the names: two fleets on one engine have different ones. */
  project: 'aurora.project',
  /** Real path of the folder that it was started from. */
  folder: 'aurora.folder',
  /** The service, or the part of the infrastructure. */
  part: 'aurora.part',
  /** `service`, `infrastructure`, `edge` or `job`. */
  kind: 'aurora.kind',
  /** Of all that the container was made from; keyed, for secrets are in it. */
  fingerprint: 'aurora.fingerprint',
  version: 'aurora.version',
  colour: 'aurora.colour',
  /** Of the deploy that has put it there. */
  deploy: 'aurora.deploy',
} as const;

export type Labels = Readonly<Record<string, string>>;

/** Whether it was made with ports and names of the folder's own. Its own labels say so: the config may have another name by now. */
export function isIsolated(labels: Labels): boolean {
  return labels[LABELS.project] !== labels[LABELS.fleet];
}
