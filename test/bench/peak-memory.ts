import { writeFileSync } from 'node:fs';

// Loaded into a program by NODE_OPTIONS=--import: leaves the most memory that it ever held, in kilobytes.
process.on('exit', () => {
  const file = process.env.PEAK_MEMORY_FILE;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
