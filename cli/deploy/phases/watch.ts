import type { Phase } from '../deployment.ts';
import { watchTraffic } from '../watch/watch.ts';

/** What clients meet of the new versions, compared with what they met before. */
export const watch: Phase = async (deployment) => [await watchTraffic(deployment)];
