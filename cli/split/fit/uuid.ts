import { type Fit, Misfit } from './misfit.ts';

const DASHED = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;
const NONE = new Misfit('type', 'no UUID');

/** In small letters with dashes, also of what was written without, or as sixteen bytes. */
export const uuid: Fit = (value) => {
  const found = DASHED.exec(value);
  return found ? found.slice(1).join('-').toLowerCase() : NONE;
};
