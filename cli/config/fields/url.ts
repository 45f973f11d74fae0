import type { UrlField } from '../model.ts';
import { address } from './address.ts';

export const url = address<UrlField>('url', {
  title: 'URL field',
  description: 'An absolute URL of the scheme http or https.',
  pattern: /^https?:\/\/[^\s]+$/,
  inWords: 'URL with http or https',
  maxLength: 2048,
  maxLengthDescription: 'Characters at most; 600 at most where the field is unique.',
});
