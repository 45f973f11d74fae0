// Preloaded, it lets everything that counts for metrics do nothing: services themselves have no switch for that.
import { Counter, Gauge, Histogram } from 'prom-client';
import { RequestDurations } from '../../../shared/app/request-durations.ts';
import { Series } from '../../../shared/metrics/direct-histogram.ts';

const nothing = () => undefined;
RequestDurations.prototype.observe = nothing;
Series.prototype.observe = nothing;
Counter.prototype.inc = nothing;
Histogram.prototype.observe = nothing;
for (const method of ['inc', 'dec', 'set'] as const) Gauge.prototype[method] = nothing;
