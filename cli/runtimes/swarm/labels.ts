/** What a service of a swarm says of itself beside what a container does (docker/labels.ts), and what a node may say. */
export const SWARM_LABELS = {
  /** The node that has the data of a part. */
  dataNode: 'aurora.data-node',
  /** How many the config asked for when the service was last brought up: a scale by hand lasts until that changes. */
  replicas: 'aurora.replicas',
  /** `true` on a node: databases and brokers are to be there. */
  data: 'aurora.data',
  /** What people call the image of a service whose tasks are made from its id. */
  image: 'aurora.image',
  /** The path of a config or secret, for people. */
  path: 'aurora.path',
} as const;
