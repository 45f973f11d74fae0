export { DirectHistogram, type Series } from './direct-histogram.ts';
export { DURATION_BOUNDS } from './duration-bounds.ts';
export { Look } from './look.ts';
export { oneAtATime } from './one-at-a-time.ts';
export { soon } from './soon.ts';
