/** Upper bounds of buckets for durations of requests, seconds; fine where a read is expected, coarse where something is wrong anyway. */
export const DURATION_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
